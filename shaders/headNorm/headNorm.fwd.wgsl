// headNorm.fwd - RMSNorm over the D channels of every q head (weight qw) and k head (weight kw); v passes
// unchanged
// shapes   qkv, y (R,(H+2K)*D) f32; qw, kw (D); saves rstd (R,H+K) for backward
// launch   one thread a head of a row, R*(H+2K) threads, 64 a group
// numerics f32 sum over D in order; any D
// writes   y with =, rstd with =
// proof    headNorm.ref.ts, headNorm.test.ts; source: Qwen3 (arXiv 2505.09388), section 2
import package::common::launch::linearIndex;

override HEADS: u32;
override KV_HEADS: u32;
override HEAD_DIM: u32;
override EPS: f32;
override ALL: u32 = HEADS + 2u * KV_HEADS;
override NORMED: u32 = HEADS + KV_HEADS;

@group(0) @binding(0) var<storage, read> qkv: array<f32>;
@group(0) @binding(1) var<storage, read> qWeight: array<f32>;
@group(0) @binding(2) var<storage, read> kWeight: array<f32>;
@group(0) @binding(3) var<storage, read_write> y: array<f32>;
@group(0) @binding(4) var<storage, read_write> rstd: array<f32>;
@group(0) @binding(5) var<uniform> rows: vec4u;

@compute @workgroup_size(64)
fn main(
  @builtin(workgroup_id) workgroup: vec3u,
  @builtin(num_workgroups) groups: vec3u,
  @builtin(local_invocation_index) local: u32,
) {
  let index = linearIndex(workgroup, groups, local);
  let row = index / ALL;
  if (row >= rows.x) { return; }
  let head = index % ALL;
  let first = index * HEAD_DIM;
  if (head >= NORMED) {
    for (var d = 0u; d < HEAD_DIM; d++) { y[first + d] = qkv[first + d]; }
    return;
  }
  var squares = 0.0;
  for (var d = 0u; d < HEAD_DIM; d++) { squares += qkv[first + d] * qkv[first + d]; }
  let scale = 1.0 / sqrt(squares / f32(HEAD_DIM) + EPS);
  for (var d = 0u; d < HEAD_DIM; d++) {
    y[first + d] = qkv[first + d] * scale * select(kWeight[d], qWeight[d], head < HEADS);
  }
  rstd[row * NORMED + head] = scale;
}
