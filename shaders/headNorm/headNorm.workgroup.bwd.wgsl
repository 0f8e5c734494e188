// headNorm.workgroup.bwd - in place: the gradient after the norm becomes the gradient before it,
// g -> rstd (g w - x rstd^2 mean_j g[j] w[j] x[j])
// shapes   qkv (R,(H+2K)*D) f32 before the norm; qw, kw (D); rstd (R,H+K); dqkv (R,(H+2K)*D), whose v part
//          stays
// launch   TEAM lanes a q or k head of a row, 256 lanes a workgroup; four channels a lane in registers, TEAM
//          apart; headNorm.weight.bwd runs before, on the gradient as it came
// numerics f32, tree reduction over lanes; D up to 4 TEAM
// writes   the q and k parts of dqkv with =
// proof    headNorm.ref.ts, headNorm.test.ts; source: the derivative of RMSNorm (arXiv 1910.07467), equation
//          4
import package::common::launch::groupNumber;
import package::common::reduce::{TEAM, teamSum};

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

const GROUP = 256u;

@compute @workgroup_size(GROUP)
fn main(
  @builtin(workgroup_id) workgroup: vec3u,
  @builtin(num_workgroups) groups: vec3u,
  @builtin(local_invocation_index) lane: u32,
) {
  let index = groupNumber(workgroup, groups) * (GROUP / TEAM) + lane / TEAM;
  // Teams beyond the last head come along to the barriers.
  let live = index < rows.x * NORMED;
  let unit = min(index, rows.x * NORMED - 1u);
  let head = unit % NORMED;
  let first = (unit / NORMED * ALL + head) * HEAD_DIM;
  let scale = rstd[unit];
  var values = vec4f();
  var weighted = vec4f();
  for (var i = 0u; i < 4u; i++) {
    let d = lane % TEAM + i * TEAM;
    if (d < HEAD_DIM) {
      values[i] = qkv[first + d];
      weighted[i] = dqkv[first + d] * select(kWeight[d], qWeight[d], head < HEADS);
    }
  }
  let pull = teamSum(lane, dot(values, weighted)) * scale * scale / f32(HEAD_DIM);
  if (!live) { return; }
  for (var i = 0u; i < 4u; i++) {
    let d = lane % TEAM + i * TEAM;
    if (d < HEAD_DIM) { dqkv[first + d] = scale * (weighted[i] - values[i] * pull); }
  }
}
