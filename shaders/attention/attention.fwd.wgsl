// attention.fwd - out[r,h] = sum_t p[t] v[t],  p = softmax_t(q[r,h] . k[t] / sqrt(D)),  t over start[r] .. r, key head h / (H/K)
// shapes   qkv (R,(H+2K)*D) f32 as vec4, heads of q, then k, then v; start (R) u32; out (R,H*D); lse (R,H) for the backward pass
// launch   one thread a slice of a head's channels, no barrier: `narrow` for D <= 16, R*H threads; `wide` else, 32 channels
//          a slice, R*H*ceil(D/32) threads. Dead branches cost on a software adapter, hence two entries
// numerics f32, online softmax; scores never leave registers; D a multiple of 4
// writes   out with =, lse with =
// proof    attention.ref.ts, attention.test.ts; source: Dao et al. 2022 (arXiv 2205.14135), algorithm 1
import package::common::launch::linearIndex;
import package::common::block::blockDot;

override HEADS: u32;
override KV_HEADS: u32;
override HEAD_DIM: u32;
override D4: u32 = HEAD_DIM / 4u;
override STRIDE4: u32 = (HEADS + 2u * KV_HEADS) * D4;
override SLICES: u32 = (D4 + 7u) / 8u;
override SCALE: f32 = 1.0 / sqrt(f32(HEAD_DIM));

@group(0) @binding(0) var<storage, read> qkv: array<vec4f>;
@group(0) @binding(1) var<storage, read_write> result: array<vec4f>;
@group(0) @binding(2) var<storage, read_write> lse: array<f32>;
@group(0) @binding(3) var<storage, read> start: array<u32>;
@group(0) @binding(4) var<uniform> rows: vec4u;

const LOWEST = -3.4e38;

/** Sixteen channels from vec4 `at`; past a head's end they are the next head's, which a zero in q keeps out of scores. */
fn block(at: u32) -> mat4x4f {
  return mat4x4f(qkv[at], qkv[at + 1u], qkv[at + 2u], qkv[at + 3u]);
}

/** Vec4s c .. c+3 of the head at vec4 `head`, zero past D. */
fn headBlock(head: u32, c: u32) -> mat4x4f {
  let b = block(head + c);
  let zero = vec4f();
  return mat4x4f(select(zero, b[0], c < D4), select(zero, b[1], c + 1u < D4), select(zero, b[2], c + 2u < D4), select(zero, b[3], c + 3u < D4));
}

fn store(out: u32, c: u32, o: mat4x4f) {
  if (c < D4) { result[out + c] = o[0]; }
  if (c + 1u < D4) { result[out + c + 1u] = o[1]; }
  if (c + 2u < D4) { result[out + c + 2u] = o[2]; }
  if (c + 3u < D4) { result[out + c + 3u] = o[3]; }
}

@compute @workgroup_size(64)
fn narrow(@builtin(workgroup_id) workgroup: vec3u, @builtin(num_workgroups) groups: vec3u, @builtin(local_invocation_index) local: u32) {
  let index = linearIndex(workgroup, groups, local);
  let row = index / HEADS;
  if (row >= rows.x) { return; }
  let head = index % HEADS;
  let key = (HEADS + head / (HEADS / KV_HEADS)) * D4;
  let q = headBlock(row * STRIDE4 + head * D4, 0u);
  var o = mat4x4f();
  var largest = LOWEST;
  var sum = 0.0;
  for (var t = start[row]; t <= row; t++) {
    let k = t * STRIDE4 + key;
    let s = blockDot(q, block(k)) * SCALE;
    let next = max(largest, s);
    let shrink = exp(largest - next);
    let p = exp(s - next);
    largest = next;
    sum = sum * shrink + p;
    o = o * shrink + block(k + KV_HEADS * D4) * p;
  }
  store(index * D4, 0u, o * (1.0 / sum));
  lse[index] = largest + log(sum);
}

@compute @workgroup_size(64)
fn wide(@builtin(workgroup_id) workgroup: vec3u, @builtin(num_workgroups) groups: vec3u, @builtin(local_invocation_index) local: u32) {
  let index = linearIndex(workgroup, groups, local);
  let row = index / (HEADS * SLICES);
  if (row >= rows.x) { return; }
  let head = index / SLICES % HEADS;
  let slice = index % SLICES * 8u;
  let query = row * STRIDE4 + head * D4;
  let key = (HEADS + head / (HEADS / KV_HEADS)) * D4;
  let q0 = headBlock(query, slice);
  let q1 = headBlock(query, slice + 4u);
  var o0 = mat4x4f();
  var o1 = mat4x4f();
  var largest = LOWEST;
  var sum = 0.0;
  for (var t = start[row]; t <= row; t++) {
    let k = t * STRIDE4 + key;
    var s = blockDot(q0, block(k + slice)) + blockDot(q1, block(k + slice + 4u));
    for (var c = 0u; c < slice; c++) { s += dot(qkv[query + c], qkv[k + c]); }
    for (var c = slice + 8u; c < D4; c++) { s += dot(qkv[query + c], qkv[k + c]); }
    s *= SCALE;
    let next = max(largest, s);
    let shrink = exp(largest - next);
    let p = exp(s - next);
    largest = next;
    sum = sum * shrink + p;
    let v = k + KV_HEADS * D4 + slice;
    o0 = o0 * shrink + block(v) * p;
    o1 = o1 * shrink + block(v + 4u) * p;
  }
  let out = (row * HEADS + head) * D4;
  store(out, slice, o0 * (1.0 / sum));
  store(out, slice + 4u, o1 * (1.0 / sum));
  if (slice == 0u) { lse[row * HEADS + head] = largest + log(sum); }
}
