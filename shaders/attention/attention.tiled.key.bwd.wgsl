// attention.tiled.key.bwd - dk[t] = sum_r ds[r] q[r] / sqrt(D),  dv[t] = sum_r p[r] dout[r],  over the rows
// r = t .. reach[t]-1 that see t and the query heads that share its key head; p, ds and delta as in
// attention.tiled.query.bwd, which runs before
// shapes   qkv, dqkv (R,(H+2K)*D) f32 as vec4; dout (R,H*D); lse, delta (R,H); span (R,4) u32, of which reach
//          is the last (span.wgsl)
// launch   128 lanes a workgroup, which owns 32 rows of a key head and walks over blocks of 32 queries of
//          each head that shares it; lane ty * 8 + tx has rows 2 ty and 2 ty + 1, and queries tx, tx + 8,
//          tx + 16, tx + 24 or vec4 tx of the channels; dispatch (ceil(R/32), K, 1)
// numerics f32; D a multiple of 4 up to 128
// writes   the k and v parts of dqkv with =
// proof    attention.ref.ts, attention.test.ts; source: Dao 2023 (arXiv 2307.08691), algorithm 2
import package::attention::head::{HEADS, KV_HEADS, D4, STRIDE4, SCALE, qkv};
import package::attention::tiles::{SHARING, LANES, BLOCK, STAGED, PITCH};

@group(0) @binding(1) var<storage, read> lse: array<f32>;
@group(0) @binding(2) var<storage, read> dout: array<vec4f>;
@group(0) @binding(3) var<storage, read> delta: array<f32>;
@group(0) @binding(4) var<storage, read> span: array<vec4u>;
@group(0) @binding(5) var<storage, read_write> dqkv: array<vec4f>;
@group(0) @binding(6) var<uniform> rows: vec4u;

// Keys or values; queries or the gradients of their outputs; what a query weighs for two rows.
var<workgroup> owned: array<vec4f, 288>;
var<workgroup> walked: array<vec4f, 288>;
var<workgroup> shares: array<vec2f, 512>;

fn stageOwned(lane: u32, t0: u32, head: u32, c0: u32) {
  for (var i = lane; i < BLOCK * STAGED; i += LANES) {
    let c = c0 + i % STAGED;
    let at = min(t0 + i / STAGED, rows.x - 1u) * STRIDE4 + head * D4 + min(c, D4 - 1u);
    owned[i / STAGED * PITCH + i % STAGED] = select(vec4f(), qkv[at], c < D4);
  }
}

fn stageWalked(lane: u32, r0: u32, head: u32, c0: u32, gradients: bool) {
  for (var i = lane; i < BLOCK * STAGED; i += LANES) {
    let row = min(r0 + i / STAGED, rows.x - 1u);
    let c = min(c0 + i % STAGED, D4 - 1u);
    var value = vec4f();
    if (c0 + i % STAGED < D4) {
      if (gradients) { value = dout[(row * HEADS + head) * D4 + c]; }
      else { value = qkv[row * STRIDE4 + head * D4 + c]; }
    }
    walked[i / STAGED * PITCH + i % STAGED] = value;
  }
}

// Products of the lane's two rows with its four queries: keys with queries, or values with gradients.
fn products(lane: u32, t0: u32, r0: u32, kvHead: u32, head: u32, gradients: bool) -> mat2x4f {
  let tx = lane % 8u;
  let ty = lane / 8u;
  var sums = mat2x4f();
  for (var c0 = 0u; c0 < D4; c0 += STAGED) {
    workgroupBarrier();
    stageOwned(lane, t0, HEADS + kvHead + select(0u, KV_HEADS, gradients), c0);
    stageWalked(lane, r0, head, c0, gradients);
    workgroupBarrier();
    // rows.w is zero: unrolled, the loop would hold all that it loads in registers.
    for (var c = 0u; c < STAGED + rows.w; c++) {
      let q = mat4x4f(
        walked[tx * PITCH + c], walked[(tx + 8u) * PITCH + c], walked[(tx + 16u) * PITCH + c],
        walked[(tx + 24u) * PITCH + c]);
      sums += mat2x4f(owned[2u * ty * PITCH + c] * q, owned[(2u * ty + 1u) * PITCH + c] * q);
    }
  }
  return sums;
}

fn share(lane: u32, weights: mat2x4f) {
  let tx = lane % 8u;
  let ty = lane / 8u;
  for (var j = 0u; j < 4u; j++) { shares[(tx + 8u * j) * 16u + ty] = vec2f(weights[0][j], weights[1][j]); }
}

// `before` and what the block's queries or gradients add to the lane's rows, 32 channels from vec4 c0 on.
fn gather(lane: u32, r0: u32, head: u32, c0: u32, gradients: bool, before: mat2x4f) -> mat2x4f {
  workgroupBarrier();
  stageWalked(lane, r0, head, c0, gradients);
  workgroupBarrier();
  var sum = before;
  for (var r = 0u; r < min(BLOCK, rows.x - r0); r++) {
    let by = shares[r * 16u + lane / 8u];
    let value = walked[r * PITCH + lane % 8u];
    sum += mat2x4f(by.x * value, by.y * value);
  }
  return sum;
}

@compute @workgroup_size(128)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) lane: u32) {
  let kvHead = group.y;
  let t0 = group.x * BLOCK;
  let tx = lane % 8u;
  let ty = lane / 8u;
  let row = vec2u(t0 + 2u * ty, t0 + 2u * ty + 1u);
  let inside = min(row, vec2u(rows.x - 1u));
  let reach = vec2u(span[inside.x].w, span[inside.y].w);
  var end = 0u;
  for (var t = t0; t < min(t0 + BLOCK, rows.x); t++) { end = max(end, span[t].w); }
  var k0 = mat2x4f();
  var k1 = mat2x4f();
  var k2 = mat2x4f();
  var k3 = mat2x4f();
  var v0 = mat2x4f();
  var v1 = mat2x4f();
  var v2 = mat2x4f();
  var v3 = mat2x4f();
  for (var head = kvHead * SHARING; head < (kvHead + 1u) * SHARING; head++) {
    for (var r0 = t0; r0 < end; r0 += BLOCK) {
      let s = products(lane, t0, r0, kvHead, head, false);
      let dp = products(lane, t0, r0, kvHead, head, true);
      let r = r0 + tx + vec4u(0u, 8u, 16u, 24u);
      let at = min(r, vec4u(rows.x - 1u)) * HEADS + head;
      let logSum = vec4f(lse[at.x], lse[at.y], lse[at.z], lse[at.w]);
      let inner = vec4f(delta[at.x], delta[at.y], delta[at.z], delta[at.w]);
      let see0 = (r >= vec4u(row.x)) & (r < vec4u(reach.x));
      let see1 = (r >= vec4u(row.y)) & (r < vec4u(reach.y));
      let p = mat2x4f(
        select(vec4f(), exp(s[0] * SCALE - logSum), see0), select(vec4f(), exp(s[1] * SCALE - logSum), see1));
      share(lane, p);
      v0 = gather(lane, r0, head, 0u, true, v0);
      if (D4 > STAGED) { v1 = gather(lane, r0, head, STAGED, true, v1); }
      if (D4 > 2u * STAGED) { v2 = gather(lane, r0, head, 2u * STAGED, true, v2); }
      if (D4 > 3u * STAGED) { v3 = gather(lane, r0, head, 3u * STAGED, true, v3); }
      workgroupBarrier();
      share(lane, mat2x4f(p[0] * (dp[0] - inner), p[1] * (dp[1] - inner)));
      k0 = gather(lane, r0, head, 0u, false, k0);
      if (D4 > STAGED) { k1 = gather(lane, r0, head, STAGED, false, k1); }
      if (D4 > 2u * STAGED) { k2 = gather(lane, r0, head, 2u * STAGED, false, k2); }
      if (D4 > 3u * STAGED) { k3 = gather(lane, r0, head, 3u * STAGED, false, k3); }
    }
  }
  for (var i = 0u; i < 2u; i++) {
    if (row[i] >= rows.x) { continue; }
    let key = row[i] * STRIDE4 + (HEADS + kvHead) * D4 + tx;
    let value = key + KV_HEADS * D4;
    if (tx < D4) { dqkv[key] = k0[i] * SCALE; dqkv[value] = v0[i]; }
    if (tx + STAGED < D4) { dqkv[key + STAGED] = k1[i] * SCALE; dqkv[value + STAGED] = v1[i]; }
    if (tx + 2u * STAGED < D4) {
      dqkv[key + 2u * STAGED] = k2[i] * SCALE;
      dqkv[value + 2u * STAGED] = v2[i];
    }
    if (tx + 3u * STAGED < D4) {
      dqkv[key + 3u * STAGED] = k3[i] * SCALE;
      dqkv[value + 3u * STAGED] = v3[i];
    }
  }
}
