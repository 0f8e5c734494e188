// headNorm.bwd - in place: the gradient after the norm becomes the gradient before it, g -> rstd (g w - x
// rstd^2 mean_j g[j] w[j] x[j])
// shapes   qkv (R,(H+2K)*D) f32 before the norm; qw, kw (D); rstd (R,H+K); dqkv (R,(H+2K)*D), whose v part
//          stays
// launch   one thread a q or k head of a row, R*(H+K) threads, 64 a group; headNorm.weight.bwd runs before,
//          on the gradient as it came
// numerics f32 sum over D in order; any D
// writes   the q and k parts of dqkv with =
// proof    headNorm.ref.ts, headNorm.test.ts; source: the derivative of RMSNorm (arXiv 1910.07467), equation
//          4
import package::common::launch::linearIndex;

override HEADS: u32;
override KV_HEADS: u32;
override HEAD_DIM: u32;
override ALL: u32 = HEADS + 2u * KV_HEADS;
override NORMED: u32 = HEADS + KV_HEADS;

@group(0) @binding(0) var<storage, read> qkv: array<f32>;
@group(0) @binding(1) var<storage, read> qWeight: array<f32>;
@group(0) @binding(2) var<storage, read> kWeight: array<f32>;
@group(0) @binding(3) var<storage, read> rstd: array<f32>;
@group(0) @binding(4) var<storage, read_write> dqkv: array<f32>;
@group(0) @binding(5) var<uniform> rows: vec4u;

@compute @workgroup_size(64)
fn main(
  @builtin(workgroup_id) workgroup: vec3u,
  @builtin(num_workgroups) groups: vec3u,
  @builtin(local_invocation_index) local: u32,
) {
  let index = linearIndex(workgroup, groups, local);
  let row = index / NORMED;
  if (row >= rows.x) { return; }
  let head = index % NORMED;
  let first = (row * ALL + head) * HEAD_DIM;
  let scale = rstd[index];
  var inner = 0.0;
  for (var d = 0u; d < HEAD_DIM; d++) {
    inner += dqkv[first + d] * select(kWeight[d], qWeight[d], head < HEADS) * qkv[first + d];
  }
  let pull = inner * scale * scale / f32(HEAD_DIM);
  for (var d = 0u; d < HEAD_DIM; d++) {
    let weighted = dqkv[first + d] * select(kWeight[d], qWeight[d], head < HEADS);
    dqkv[first + d] = scale * (weighted - qkv[first + d] * pull);
  }
}
