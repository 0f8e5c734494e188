// attention.weights - p[h,i,t] = exp(q[r,h] . k[t] / sqrt(D) - lse[r,h])  of the batch's last Q rows (all
// where it has fewer), r the i-th of them, over the rows t that r sees; 0 elsewhere
// shapes   qkv (R,(H+2K)*D) f32 as vec4, rotated; lse (R,H) of attention.fwd; span (R,4) u32; p (H,Q,T) with
//          T >= R, columns from R on untouched
// launch   one thread a head, row looked at and row seen, H*min(Q,R)*R threads
// numerics f32; D a multiple of 4; for looking at, not for speed
// writes   p with =
// proof    attention.ref.ts, attention.test.ts; source: Vaswani et al. 2017 (arXiv 1706.03762), equation 1
import package::common::launch::linearIndex;
import package::attention::head::{HEADS, KV_HEADS, D4, STRIDE4, SCALE, qkv};

override QUERIES: u32;
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
  let queries = min(QUERIES, rows.x);
  if (queries == 0u || index >= HEADS * queries * rows.x) { return; }
  let t = index % rows.x;
  let i = index / rows.x % queries;
  let h = index / rows.x / queries;
  let r = rows.x - queries + i;
  let seen = span[r];
  let out = (h * QUERIES + i) * COLUMNS + t;
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
