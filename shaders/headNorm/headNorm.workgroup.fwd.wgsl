// headNorm.workgroup.fwd - RMSNorm over the D channels of every q head (weight qw) and k head (weight kw); v
// passes unchanged
// shapes   qkv, y (R,(H+2K)*D) f32; qw, kw (D); saves rstd (R,H+K) for backward
// launch   TEAM lanes a head of a row, 256 lanes a workgroup; four channels a lane in registers, TEAM apart
// numerics f32, tree reduction over lanes; D up to 4 TEAM
// writes   y with =, rstd with =
// proof    headNorm.ref.ts, headNorm.test.ts; source: Qwen3 (arXiv 2505.09388), section 2
import package::common::launch::groupNumber;
import package::common::reduce::{TEAM, teamSum};

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

const GROUP = 256u;

@compute @workgroup_size(GROUP)
fn main(
  @builtin(workgroup_id) workgroup: vec3u,
  @builtin(num_workgroups) groups: vec3u,
  @builtin(local_invocation_index) lane: u32,
) {
  let index = groupNumber(workgroup, groups) * (GROUP / TEAM) + lane / TEAM;
  // Teams beyond the last head come along to the barriers.
  let live = index < rows.x * ALL;
  let unit = min(index, rows.x * ALL - 1u);
  let head = unit % ALL;
  let first = unit * HEAD_DIM;
  var values = vec4f();
  for (var i = 0u; i < 4u; i++) {
    let d = lane % TEAM + i * TEAM;
    if (d < HEAD_DIM) { values[i] = qkv[first + d]; }
  }
  let scale = 1.0 / sqrt(teamSum(lane, dot(values, values)) / f32(HEAD_DIM) + EPS);
  if (!live) { return; }
  let normed = head < NORMED;
  for (var i = 0u; i < 4u; i++) {
    let d = lane % TEAM + i * TEAM;
    if (d >= HEAD_DIM) { break; }
    let weighted = scale * select(kWeight[d], qWeight[d], head < HEADS);
    y[first + d] = values[i] * select(1.0, weighted, normed);
  }
  if (normed && lane % TEAM == 0u) { rstd[unit / ALL * NORMED + head] = scale; }
}
