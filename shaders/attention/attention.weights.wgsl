// attention.weights - p[h,t] = exp(q[r,h] . k[t] / sqrt(D) - lse[r,h])  of the batch's last row r, over the
// rows that r sees; 0 elsewhere
// shapes   qkv (R,(H+2K)*D) f32 as vec4, rotated; lse (R,H) of attention.fwd; span (R,4) u32; p (H,T) with T
//          >= R, columns from R on untouched
// launch   one thread a head and row, H*R threads
// numerics f32; D a multiple of 4; for looking at, not for speed
// writes   p with =
// proof    attention.ref.ts, attention.test.ts; source: Vaswani et al. 2017 (arXiv 1706.03762), equation 1
import package::common::launch::linearIndex;
import package::attention::head::{HEADS, KV_HEADS, D4, STRIDE4, SCALE, qkv};

override COLUMNS: u32;

@group(0) @binding(1) var<storage, read> lse: array<f32>;
@group(0) @binding(2) var<storage, read> span: array<vec4u>;
@group(0) @binding(3) var<storage, read_write> p: array<f32>;
@group(0) @binding(4) var<uniform> rows: vec4u;

@compute @workgroup_size(64)
fn main(
  @builtin(workgroup_id) workgroup: vec3u,
  @builtin(num_workgroups) groups: vec3u,
  @builtin(local_invocation_index) local: u32,
) {
  let index = linearIndex(workgroup, groups, local);
  if (rows.x == 0u || index >= HEADS * rows.x) { return; }
  let h = index / rows.x;
  let t = index % rows.x;
  let r = rows.x - 1u;
  let seen = span[r];
  let out = h * COLUMNS + t;
  if (!((t >= seen.x && t < seen.y) || (t >= seen.z && t <= r))) {
    p[out] = 0.0;
    return;
  }
  let query = r * STRIDE4 + h * D4;
  let key = t * STRIDE4 + (HEADS + h / (HEADS / KV_HEADS)) * D4;
  var score = 0.0;
  for (var c = 0u; c < D4; c++) { score += dot(qkv[query + c], qkv[key + c]); }
  p[out] = exp(score * SCALE - lse[r * HEADS + h]);
}
