// attention.tiled.query.bwd - dq[r,h] = sum_t ds[t] k[t] / sqrt(D),  ds[t] = p[t] (dout . v[t] - delta),
// p[t] = e^(q . k[t] / sqrt(D) - lse),  delta[r,h] = dout . out;  t over the rows that r sees (span.wgsl).
// Owned by the query's row; attention.tiled.key.bwd has dk and dv
// shapes   qkv, dqkv (R,(H+2K)*D) f32 as vec4; out, dout (R,H*D); lse, delta (R,H); span (R,4) u32
// launch   as attention.tiled.fwd
// numerics f32, probabilities made again from lse; D a multiple of 4 up to 128, H/K up to 64
// writes   the q part of dqkv with =, delta with =
// proof    attention.ref.ts, attention.test.ts; source: Dao 2023 (arXiv 2307.08691), algorithm 2
import package::attention::head::{HEADS, KV_HEADS, D4, STRIDE4, SCALE, qkv};
import package::attention::tiles::{
  SHARING, TOGETHER, LANES, UNITS, BLOCK, STAGED, PITCH, owned, walked, unitsOf, seenBy, stageRows, weigh,
  gather,
};

@group(0) @binding(1) var<storage, read> result: array<vec4f>;
@group(0) @binding(2) var<storage, read> lse: array<f32>;
@group(0) @binding(3) var<storage, read> dout: array<vec4f>;
@group(0) @binding(4) var<storage, read> span: array<vec4u>;
@group(0) @binding(5) var<storage, read_write> delta: array<f32>;
@group(0) @binding(6) var<storage, read_write> dqkv: array<vec4f>;
@group(0) @binding(7) var<uniform> rows: vec4u;

var<workgroup> parts: array<vec4f, 128>;

// Of the units, queries or the gradients of their outputs.
fn stageUnits(lane: u32, group: u32, kvHead: u32, last: u32, c0: u32, gradients: bool) {
  for (var i = lane; i < UNITS * STAGED; i += LANES) {
    let unit = i / STAGED;
    let row = min(group * TOGETHER + unit / SHARING, last);
    let head = min(kvHead * SHARING + unit % SHARING, HEADS - 1u);
    let c = min(c0 + i % STAGED, D4 - 1u);
    var value = vec4f();
    if (c0 + i % STAGED < D4) {
      if (gradients) { value = dout[(row * HEADS + head) * D4 + c]; }
      else { value = qkv[row * STRIDE4 + head * D4 + c]; }
    }
    owned[unit * PITCH + i % STAGED] = value;
  }
}

// Products of the lane's units with its keys, a column a unit: of what the block's head holds with queries or
// gradients.
fn products(lane: u32, group: u32, kvHead: u32, last: u32, t0: u32, gradients: bool) -> mat4x4f {
  let tx = lane % 8u;
  let ty = lane / 8u;
  var sums = mat4x4f();
  for (var c0 = 0u; c0 < D4; c0 += STAGED) {
    workgroupBarrier();
    stageUnits(lane, group, kvHead, last, c0, gradients);
    stageRows(lane, t0, last, HEADS + kvHead + select(0u, KV_HEADS, gradients), c0);
    workgroupBarrier();
    // rows.w is zero: unrolled, the loop would hold all that it loads in registers.
    for (var c = 0u; c < STAGED + rows.w; c++) {
      // Two keys at a time: four would be registers too many.
      let low = mat2x4f(walked[tx * PITCH + c], walked[(tx + 8u) * PITCH + c]);
      for (var i = 0u; i < 4u; i++) {
        sums[i] = vec4f(sums[i].xy + owned[(4u * ty + i) * PITCH + c] * low, sums[i].zw);
      }
      let high = mat2x4f(walked[(tx + 16u) * PITCH + c], walked[(tx + 24u) * PITCH + c]);
      for (var i = 0u; i < 4u; i++) {
        let own = owned[(4u * ty + i + rows.w) * PITCH + c];
        sums[i] = vec4f(sums[i].xy, sums[i].zw + own * high);
      }
    }
  }
  return sums;
}

fn inner(at: u32, first: u32) -> f32 {
  var sum = 0.0;
  for (var c = first; c < D4; c += 8u) { sum += dot(dout[at * D4 + c], result[at * D4 + c]); }
  return sum;
}

@compute @workgroup_size(128)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) lane: u32) {
  let kvHead = group.y;
  let r0 = group.x * TOGETHER;
  let last = min(r0 + TOGETHER, rows.x) - 1u;
  let tx = lane % 8u;
  let ty = lane / 8u;
  let units = unitsOf(ty, kvHead, group.x, last);
  let at = units.row * HEADS + units.head;
  parts[lane] = vec4f(inner(at.x, tx), inner(at.y, tx), inner(at.z, tx), inner(at.w, tx));
  workgroupBarrier();
  var own = vec4f();
  for (var i = 0u; i < 8u; i++) { own += parts[ty * 8u + i]; }
  workgroupBarrier();
  // Of four units by ty, here and not in registers: their delta, and 16 further on their lse.
  if (tx == 0u) {
    parts[ty] = own;
    parts[ty + 16u] = vec4f(lse[at.x], lse[at.y], lse[at.z], lse[at.w]);
    for (var i = 0u; i < 4u; i++) {
      if (units.live[i]) { delta[at[i]] = own[i]; }
    }
  }
  // What any of the rows sees: from `begin`, with a gap from prefixEnd to `start` where there is one.
  var begin = last;
  var prefixEnd = 0u;
  var start = last;
  for (var r = r0; r <= last; r++) {
    begin = min(begin, min(span[r].x, span[r].z));
    prefixEnd = max(prefixEnd, span[r].y);
    start = min(start, span[r].z);
  }
  var a0 = mat4x4f();
  var a1 = mat4x4f();
  var a2 = mat4x4f();
  var a3 = mat4x4f();
  for (var t0 = begin; t0 <= last;) {
    let s = products(lane, group.x, kvHead, last, t0, false);
    let dp = products(lane, group.x, kvHead, last, t0, true);
    let t = t0 + tx + vec4u(0u, 8u, 16u, 24u);
    var ds = mat4x4f();
    // Made again and not kept: rows.w is zero.
    let seen = unitsOf(ty + rows.w, kvHead, group.x, last);
    for (var i = 0u; i < 4u; i++) {
      let row = seen.row[i];
      let p = select(vec4f(), exp(s[i] * SCALE - parts[ty + 16u][i]), seenBy(t, row, span[row]));
      ds[i] = p * (dp[i] - parts[ty][i]);
    }
    let byKey = transpose(ds);
    workgroupBarrier();
    weigh(lane, byKey);
    a0 = gather(lane, t0, last, HEADS + kvHead, 0u, a0);
    if (D4 > STAGED) { a1 = gather(lane, t0, last, HEADS + kvHead, STAGED, a1); }
    if (D4 > 2u * STAGED) { a2 = gather(lane, t0, last, HEADS + kvHead, 2u * STAGED, a2); }
    if (D4 > 3u * STAGED) { a3 = gather(lane, t0, last, HEADS + kvHead, 3u * STAGED, a3); }
    t0 += BLOCK;
    if (t0 >= prefixEnd && t0 < start) { t0 = start; }
  }
  let ours = unitsOf(ty + rows.w, kvHead, group.x, last);
  for (var i = 0u; i < 4u; i++) {
    if (!ours.live[i]) { continue; }
    let to = ours.row[i] * STRIDE4 + ours.head[i] * D4 + tx;
    if (tx < D4) { dqkv[to] = a0[i] * SCALE; }
    if (tx + STAGED < D4) { dqkv[to + STAGED] = a1[i] * SCALE; }
    if (tx + 2u * STAGED < D4) { dqkv[to + 2u * STAGED] = a2[i] * SCALE; }
    if (tx + 3u * STAGED < D4) { dqkv[to + 3u * STAGED] = a3[i] * SCALE; }
  }
}
