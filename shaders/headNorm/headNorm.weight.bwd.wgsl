// headNorm.weight.bwd - partial[b,d] and partial[b,D+d] = sums over the 32 rows of block b, and over the q or
// the k heads,
//                       of dy x rstd; columnSum adds the blocks up
// shapes   qkv (R,(H+2K)*D) f32 before the norm, dqkv the gradient after it; rstd (R,H+K); partial
//          (ceil(R/32),2*D)
// launch   one thread an element of partial, 64 a group
// numerics f32 sum in order; any D
// writes   partial with =
// proof    headNorm.ref.ts, headNorm.test.ts; source: the derivative of RMSNorm (arXiv 1910.07467), equation
//          4
import package::common::launch::linearIndex;

override HEADS: u32;
override KV_HEADS: u32;
override HEAD_DIM: u32;
override ALL: u32 = HEADS + 2u * KV_HEADS;
override NORMED: u32 = HEADS + KV_HEADS;
override BLOCK: u32 = 32u;

@group(0) @binding(0) var<storage, read> qkv: array<f32>;
@group(0) @binding(1) var<storage, read> rstd: array<f32>;
@group(0) @binding(2) var<storage, read> dqkv: array<f32>;
@group(0) @binding(3) var<storage, read_write> partial: array<f32>;
@group(0) @binding(4) var<uniform> rows: vec4u;

@compute @workgroup_size(64)
fn main(
  @builtin(workgroup_id) workgroup: vec3u,
  @builtin(num_workgroups) groups: vec3u,
  @builtin(local_invocation_index) local: u32,
) {
  let index = linearIndex(workgroup, groups, local);
  let first = index / (2u * HEAD_DIM) * BLOCK;
  if (first >= rows.x) { return; }
  let d = index % HEAD_DIM;
  let ofKeys = index % (2u * HEAD_DIM) >= HEAD_DIM;
  let low = select(0u, HEADS, ofKeys);
  let high = select(HEADS, NORMED, ofKeys);
  var sum = 0.0;
  for (var r = first; r < min(first + BLOCK, rows.x); r++) {
    for (var head = low; head < high; head++) {
      let at = (r * ALL + head) * HEAD_DIM + d;
      sum += dqkv[at] * qkv[at] * rstd[r * NORMED + head];
    }
  }
  partial[index] = sum;
}
