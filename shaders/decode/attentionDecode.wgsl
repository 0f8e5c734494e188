// attentionDecode - out[a,h] = sum_t p[t] v[t],  p = softmax_t(q[a,h] . k[t] / sqrt(D)),  t over the slot's
// prompt, which slots
//                   may share, and then over the first length[slot] tokens of its own suffix
// shapes   qkv (A,(H+2K)*D) f32 as vec4, rotated; promptKv (rows,2*K*D), suffixKv (slots,MOST,2*K*D): k
//          heads, then v heads; promptStart, promptLength, length (slots) u32, slot (A) u32; out (A,H*D)
// launch   one thread a head of a row, no barrier, A*H threads: `narrow` for D <= 16, `wide` for D <= 32,
//          `sliced` else, with A*H*ceil(D/32)
// numerics f32, online softmax; D a multiple of 4
// writes   out with =; a slot with neither prompt nor suffix gets zeros
// proof    decode.ref.ts, decode.test.ts; source: Dao et al. 2022 (arXiv 2205.14135), algorithm 1
import package::common::launch::linearIndex;
import package::common::block::blockDot;
import package::attention::head::{HEADS, KV_HEADS, D4, STRIDE4, SLICES, SCALE, qkv, headBlock};

override MOST: u32;
override KV4: u32 = 2u * KV_HEADS * D4;

@group(0) @binding(1) var<storage, read> promptKv: array<vec4f>;
@group(0) @binding(2) var<storage, read> suffixKv: array<vec4f>;
@group(0) @binding(3) var<storage, read> promptStart: array<u32>;
@group(0) @binding(4) var<storage, read> promptLength: array<u32>;
@group(0) @binding(5) var<storage, read> slot: array<u32>;
@group(0) @binding(6) var<storage, read> length: array<u32>;
@group(0) @binding(7) var<storage, read_write> result: array<vec4f>;
@group(0) @binding(8) var<uniform> rows: vec4u;

const LOWEST = -3.4e38;

/** Sixteen channels; past a head's end they are the next head's, which zeros in q keep out of scores. */
fn promptBlock(at: u32) -> mat4x4f {
  return mat4x4f(promptKv[at], promptKv[at + 1u], promptKv[at + 2u], promptKv[at + 3u]);
}

fn suffixBlock(at: u32) -> mat4x4f {
  return mat4x4f(suffixKv[at], suffixKv[at + 1u], suffixKv[at + 2u], suffixKv[at + 3u]);
}

fn store(out: u32, c: u32, o: mat4x4f) {
  if (c < D4) { result[out + c] = o[0]; }
  if (c + 1u < D4) { result[out + c + 1u] = o[1]; }
  if (c + 2u < D4) { result[out + c + 2u] = o[2]; }
  if (c + 3u < D4) { result[out + c + 3u] = o[3]; }
}

@compute @workgroup_size(64)
fn narrow(
  @builtin(workgroup_id) workgroup: vec3u,
  @builtin(num_workgroups) groups: vec3u,
  @builtin(local_invocation_index) local: u32,
) {
  let index = linearIndex(workgroup, groups, local);
  let row = index / HEADS;
  if (row >= rows.x) { return; }
  let head = index % HEADS;
  let key = head / (HEADS / KV_HEADS) * D4;
  let q = headBlock(row * STRIDE4 + head * D4, 0u);
  let s = slot[row];
  var o = mat4x4f();
  var largest = LOWEST;
  var sum = 0.0;
  let promptEnd = promptStart[s] + promptLength[s];
  for (var t = promptStart[s]; t < promptEnd; t++) {
    let k = t * KV4 + key;
    let score = blockDot(q, promptBlock(k)) * SCALE;
    let next = max(largest, score);
    let shrink = exp(largest - next);
    let p = exp(score - next);
    largest = next;
    sum = sum * shrink + p;
    o = o * shrink + promptBlock(k + KV_HEADS * D4) * p;
  }
  let suffixEnd = s * MOST + length[s];
  for (var t = s * MOST; t < suffixEnd; t++) {
    let k = t * KV4 + key;
    let score = blockDot(q, suffixBlock(k)) * SCALE;
    let next = max(largest, score);
    let shrink = exp(largest - next);
    let p = exp(score - next);
    largest = next;
    sum = sum * shrink + p;
    o = o * shrink + suffixBlock(k + KV_HEADS * D4) * p;
  }
  store(index * D4, 0u, o * select(1.0 / sum, 0.0, sum == 0.0));
}

/** As narrow, with 32 channels in two blocks, a and b. */
@compute @workgroup_size(64)
fn wide(
  @builtin(workgroup_id) workgroup: vec3u,
  @builtin(num_workgroups) groups: vec3u,
  @builtin(local_invocation_index) local: u32,
) {
  let index = linearIndex(workgroup, groups, local);
  let row = index / HEADS;
  if (row >= rows.x) { return; }
  let head = index % HEADS;
  let key = head / (HEADS / KV_HEADS) * D4;
  let qa = headBlock(row * STRIDE4 + head * D4, 0u);
  let qb = headBlock(row * STRIDE4 + head * D4, 4u);
  let s = slot[row];
  var oa = mat4x4f();
  var ob = mat4x4f();
  var largest = LOWEST;
  var sum = 0.0;
  let promptEnd = promptStart[s] + promptLength[s];
  for (var t = promptStart[s]; t < promptEnd; t++) {
    let k = t * KV4 + key;
    let score = (blockDot(qa, promptBlock(k)) + blockDot(qb, promptBlock(k + 4u))) * SCALE;
    let next = max(largest, score);
    let shrink = exp(largest - next);
    let p = exp(score - next);
    largest = next;
    sum = sum * shrink + p;
    oa = oa * shrink + promptBlock(k + KV_HEADS * D4) * p;
    ob = ob * shrink + promptBlock(k + KV_HEADS * D4 + 4u) * p;
  }
  let suffixEnd = s * MOST + length[s];
  for (var t = s * MOST; t < suffixEnd; t++) {
    let k = t * KV4 + key;
    let score = (blockDot(qa, suffixBlock(k)) + blockDot(qb, suffixBlock(k + 4u))) * SCALE;
    let next = max(largest, score);
    let shrink = exp(largest - next);
    let p = exp(score - next);
    largest = next;
    sum = sum * shrink + p;
    oa = oa * shrink + suffixBlock(k + KV_HEADS * D4) * p;
    ob = ob * shrink + suffixBlock(k + KV_HEADS * D4 + 4u) * p;
  }
  let scale = select(1.0 / sum, 0.0, sum == 0.0);
  store(index * D4, 0u, oa * scale);
  store(index * D4, 4u, ob * scale);
}

/**
 * One row, and of its head the 32 channels from vec4 `slice` on; the loops over the others make it slow in
 * software.
 */
@compute @workgroup_size(64)
fn sliced(
  @builtin(workgroup_id) workgroup: vec3u,
  @builtin(num_workgroups) groups: vec3u,
  @builtin(local_invocation_index) local: u32,
) {
  let index = linearIndex(workgroup, groups, local);
  let row = index / (HEADS * SLICES);
  if (row >= rows.x) { return; }
  let head = index / SLICES % HEADS;
  let slice = index % SLICES * 8u;
  let key = head / (HEADS / KV_HEADS) * D4;
  let query = row * STRIDE4 + head * D4;
  let q0 = headBlock(query, slice);
  let q1 = headBlock(query, slice + 4u);
  let s = slot[row];
  var o0 = mat4x4f();
  var o1 = mat4x4f();
  var largest = LOWEST;
  var sum = 0.0;
  let promptEnd = promptStart[s] + promptLength[s];
  for (var t = promptStart[s]; t < promptEnd; t++) {
    let k = t * KV4 + key;
    var score = blockDot(q0, promptBlock(k + slice)) + blockDot(q1, promptBlock(k + slice + 4u));
    for (var c = 0u; c < slice; c++) { score += dot(qkv[query + c], promptKv[k + c]); }
    for (var c = slice + 8u; c < D4; c++) { score += dot(qkv[query + c], promptKv[k + c]); }
    score *= SCALE;
    let next = max(largest, score);
    let shrink = exp(largest - next);
    let p = exp(score - next);
    largest = next;
    sum = sum * shrink + p;
    let v = k + KV_HEADS * D4 + slice;
    o0 = o0 * shrink + promptBlock(v) * p;
    o1 = o1 * shrink + promptBlock(v + 4u) * p;
  }
  let suffixEnd = s * MOST + length[s];
  for (var t = s * MOST; t < suffixEnd; t++) {
    let k = t * KV4 + key;
    var score = blockDot(q0, suffixBlock(k + slice)) + blockDot(q1, suffixBlock(k + slice + 4u));
    for (var c = 0u; c < slice; c++) { score += dot(qkv[query + c], suffixKv[k + c]); }
    for (var c = slice + 8u; c < D4; c++) { score += dot(qkv[query + c], suffixKv[k + c]); }
    score *= SCALE;
    let next = max(largest, score);
    let shrink = exp(largest - next);
    let p = exp(score - next);
    largest = next;
    sum = sum * shrink + p;
    let v = k + KV_HEADS * D4 + slice;
    o0 = o0 * shrink + suffixBlock(v) * p;
    o1 = o1 * shrink + suffixBlock(v + 4u) * p;
  }
  let out = (row * HEADS + head) * D4;
  let scale = select(1.0 / sum, 0.0, sum == 0.0);
  store(out, slice, o0 * scale);
  store(out, slice + 4u, o1 * scale);
}
