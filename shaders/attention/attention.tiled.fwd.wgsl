// attention.tiled.fwd - out[r,h] = sum_t p[t] v[t],  p = softmax_t(q[r,h] . k[t] / sqrt(D)),  t over the rows
// that r sees (span.wgsl), key head h / (H/K)
// shapes   qkv (R,(H+2K)*D) f32 as vec4, heads of q, then k, then v; span (R,4) u32; out (R,H*D); lse (R,H)
//          for the backward pass
// launch   128 lanes a workgroup, 64 units: 64/(H/K) rows of the heads that share a key head (tiles.wgsl), so
//          that keys and values are read once for all of them; dispatch (ceil(R/(64/(H/K))), K, 1)
// numerics f32, online softmax over blocks of 32 keys; D a multiple of 4 up to 128, H/K up to 64
// writes   out with =, lse with =
// proof    attention.ref.ts, attention.test.ts; source: Dao 2023 (arXiv 2307.08691), algorithm 1
import package::attention::head::{HEADS, KV_HEADS, D4, STRIDE4, SCALE, qkv};
import package::attention::tiles::{
  SHARING, TOGETHER, LANES, UNITS, BLOCK, STAGED, PITCH, LOWEST, owned, walked, unitsOf, seenBy, scaled,
  stageRows, weigh, gather,
};

@group(0) @binding(1) var<storage, read_write> result: array<vec4f>;
@group(0) @binding(2) var<storage, read_write> lse: array<f32>;
@group(0) @binding(3) var<storage, read> span: array<vec4u>;
@group(0) @binding(4) var<uniform> rows: vec4u;

var<workgroup> parts: array<vec4f, 128>;

fn stageQueries(lane: u32, group: u32, kvHead: u32, last: u32, c0: u32) {
  for (var i = lane; i < UNITS * STAGED; i += LANES) {
    let unit = i / STAGED;
    let row = min(group * TOGETHER + unit / SHARING, last);
    let head = min(kvHead * SHARING + unit % SHARING, HEADS - 1u);
    let c = c0 + i % STAGED;
    let at = row * STRIDE4 + head * D4 + min(c, D4 - 1u);
    owned[unit * PITCH + i % STAGED] = select(vec4f(), qkv[at], c < D4);
  }
}

@compute @workgroup_size(128)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) lane: u32) {
  let kvHead = group.y;
  let r0 = group.x * TOGETHER;
  let last = min(r0 + TOGETHER, rows.x) - 1u;
  let tx = lane % 8u;
  let ty = lane / 8u;
  let units = unitsOf(ty, kvHead, group.x, last);
  // What any of the rows sees: from `begin`, with a gap from prefixEnd to `own` where there is one.
  var begin = last;
  var prefixEnd = 0u;
  var own = last;
  for (var r = r0; r <= last; r++) {
    begin = min(begin, min(span[r].x, span[r].z));
    prefixEnd = max(prefixEnd, span[r].y);
    own = min(own, span[r].z);
  }
  var a0 = mat4x4f();
  var a1 = mat4x4f();
  var a2 = mat4x4f();
  var a3 = mat4x4f();
  var largest = vec4f(LOWEST);
  var sum = vec4f();
  for (var t0 = begin; t0 <= last;) {
    var s0 = vec4f();
    var s1 = vec4f();
    var s2 = vec4f();
    var s3 = vec4f();
    for (var c0 = 0u; c0 < D4; c0 += STAGED) {
      workgroupBarrier();
      stageQueries(lane, group.x, kvHead, last, c0);
      stageRows(lane, t0, last, HEADS + kvHead, c0);
      workgroupBarrier();
      // rows.w is zero: unrolled, the loop would hold all that it loads in registers.
      for (var c = 0u; c < STAGED + rows.w; c++) {
        let k = mat4x4f(
          walked[tx * PITCH + c], walked[(tx + 8u) * PITCH + c], walked[(tx + 16u) * PITCH + c],
          walked[(tx + 24u) * PITCH + c]);
        s0 += owned[4u * ty * PITCH + c] * k;
        s1 += owned[(4u * ty + 1u) * PITCH + c] * k;
        s2 += owned[(4u * ty + 2u) * PITCH + c] * k;
        s3 += owned[(4u * ty + 3u) * PITCH + c] * k;
      }
    }
    let t = t0 + tx + vec4u(0u, 8u, 16u, 24u);
    let see0 = seenBy(t, units.row.x, span[units.row.x]);
    let see1 = seenBy(t, units.row.y, span[units.row.y]);
    let see2 = seenBy(t, units.row.z, span[units.row.z]);
    let see3 = seenBy(t, units.row.w, span[units.row.w]);
    s0 = select(vec4f(LOWEST), s0 * SCALE, see0);
    s1 = select(vec4f(LOWEST), s1 * SCALE, see1);
    s2 = select(vec4f(LOWEST), s2 * SCALE, see2);
    s3 = select(vec4f(LOWEST), s3 * SCALE, see3);
    let high = transpose(mat4x4f(s0, s1, s2, s3));
    parts[lane] = max(max(high[0], high[1]), max(high[2], high[3]));
    workgroupBarrier();
    var next = largest;
    for (var i = 0u; i < 8u; i++) { next = max(next, parts[ty * 8u + i]); }
    let p = transpose(mat4x4f(
      select(vec4f(), exp(s0 - next.x), see0), select(vec4f(), exp(s1 - next.y), see1),
      select(vec4f(), exp(s2 - next.z), see2), select(vec4f(), exp(s3 - next.w), see3)));
    let shrink = exp(largest - next);
    largest = next;
    sum = sum * shrink + p[0] + p[1] + p[2] + p[3];
    weigh(lane, p);
    let value = HEADS + KV_HEADS + kvHead;
    a0 = gather(lane, t0, last, value, 0u, scaled(a0, shrink));
    if (D4 > STAGED) { a1 = gather(lane, t0, last, value, STAGED, scaled(a1, shrink)); }
    if (D4 > 2u * STAGED) { a2 = gather(lane, t0, last, value, 2u * STAGED, scaled(a2, shrink)); }
    if (D4 > 3u * STAGED) { a3 = gather(lane, t0, last, value, 3u * STAGED, scaled(a3, shrink)); }
    t0 += BLOCK;
    if (t0 >= prefixEnd && t0 < own) { t0 = own; }
  }
  workgroupBarrier();
  parts[lane] = sum;
  workgroupBarrier();
  var total = vec4f();
  for (var i = 0u; i < 8u; i++) { total += parts[ty * 8u + i]; }
  let logSum = largest + log(total);
  for (var i = 0u; i < 4u; i++) {
    if (!units.live[i]) { continue; }
    let at = units.row[i] * HEADS + units.head[i];
    let scale = 1.0 / total[i];
    if (tx < D4) { result[at * D4 + tx] = a0[i] * scale; }
    if (tx + STAGED < D4) { result[at * D4 + tx + STAGED] = a1[i] * scale; }
    if (tx + 2u * STAGED < D4) { result[at * D4 + tx + 2u * STAGED] = a2[i] * scale; }
    if (tx + 3u * STAGED < D4) { result[at * D4 + tx + 3u * STAGED] = a3[i] * scale; }
    if (tx == 0u) { lse[at] = logSum[i]; }
  }
}
