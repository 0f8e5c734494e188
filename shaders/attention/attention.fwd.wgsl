// attention.fwd - out[r,h] = sum_t p[t] v[t],  p = softmax_t(q[r,h] . k[t] / sqrt(D)),  t over the rows that
// r sees (span.wgsl), key head h / (H/K)
// shapes   qkv (R,(H+2K)*D) f32 as vec4, heads of q, then k, then v; span (R,4) u32; out (R,H*D); lse (R,H)
//          for the backward pass
// launch   no barrier. `whole` for D <= 32: one thread 4 rows of a head, so that they share what it loads of
//          k and v, ceil(R/4)*H threads. `sliced`, any D: 32 channels of a row's head, R*H*ceil(D/32)
//          threads. Two entries, because on a software adapter dead branches cost as much as live ones, and
//          inner loops more. Rows are loaded and stored in loops, which compile in half the time, and written
//          out where they are worked with, which runs faster
// numerics f32, online softmax; scores never leave registers; D a multiple of 4
// writes   out with =, lse with =
// proof    attention.ref.ts, attention.test.ts; source: Dao et al. 2022 (arXiv 2205.14135), algorithm 1
import package::common::launch::linearIndex;
import package::common::block::blockDot;
import package::attention::head::{HEADS, KV_HEADS, D4, STRIDE4, SLICES, SCALE, qkv, block, headBlock};
import package::attention::span::following;

@group(0) @binding(1) var<storage, read_write> result: array<vec4f>;
@group(0) @binding(2) var<storage, read_write> lse: array<f32>;
@group(0) @binding(3) var<storage, read> span: array<vec4u>;
@group(0) @binding(4) var<uniform> rows: vec4u;

const LOWEST = -3.4e38;

fn store(out: u32, c: u32, o: mat4x4f) {
  if (c < D4) { result[out + c] = o[0]; }
  if (c + 1u < D4) { result[out + c + 1u] = o[1]; }
  if (c + 2u < D4) { result[out + c + 2u] = o[2]; }
  if (c + 3u < D4) { result[out + c + 3u] = o[3]; }
}

/**
 * Rows r0 .. r0+3 of one head, its channels in blocks a and b; where the batch ends, its last row stands in
 * again and stores the same.
 */
@compute @workgroup_size(64)
fn whole(
  @builtin(workgroup_id) workgroup: vec3u,
  @builtin(num_workgroups) groups: vec3u,
  @builtin(local_invocation_index) local: u32,
) {
  let index = linearIndex(workgroup, groups, local);
  let r0 = index / HEADS * 4u;
  if (r0 >= rows.x) { return; }
  let r = min(vec4u(r0, r0 + 1u, r0 + 2u, r0 + 3u), vec4u(rows.x - 1u));
  let seen0 = span[r.x];
  let seen1 = span[r.y];
  let seen2 = span[r.z];
  let seen3 = span[r.w];
  let prefix = vec4u(seen0.x, seen1.x, seen2.x, seen3.x);
  let prefixEnd = vec4u(seen0.y, seen1.y, seen2.y, seen3.y);
  let first = vec4u(seen0.z, seen1.z, seen2.z, seen3.z);
  let head = index % HEADS;
  let key = (HEADS + head / (HEADS / KV_HEADS)) * D4;
  let query = r * STRIDE4 + head * D4;
  var q: array<mat4x4f, 8>;
  for (var i = 0u; i < 4u; i++) {
    q[2u * i] = headBlock(query[i], 0u);
    q[2u * i + 1u] = headBlock(query[i], 4u);
  }
  let q0a = q[0];
  let q0b = q[1];
  let q1a = q[2];
  let q1b = q[3];
  let q2a = q[4];
  let q2b = q[5];
  let q3a = q[6];
  let q3b = q[7];
  var o0a = mat4x4f();
  var o0b = mat4x4f();
  var o1a = mat4x4f();
  var o1b = mat4x4f();
  var o2a = mat4x4f();
  var o2b = mat4x4f();
  var o3a = mat4x4f();
  var o3b = mat4x4f();
  var largest = vec4f(LOWEST);
  var sum = vec4f();
  for (var t = seen0.x; t <= r.w; t = following(t, seen0)) {
    let at = t * STRIDE4 + key;
    let ka = block(at);
    let kb = block(at + 4u);
    let seen = ((vec4u(t) >= prefix) & (vec4u(t) < prefixEnd)) | ((vec4u(t) >= first) & (vec4u(t) <= r));
    let s = vec4f(
      blockDot(q0a, ka) + blockDot(q0b, kb), blockDot(q1a, ka) + blockDot(q1b, kb),
      blockDot(q2a, ka) + blockDot(q2b, kb), blockDot(q3a, ka) + blockDot(q3b, kb),
    ) * SCALE;
    let next = max(largest, select(vec4f(LOWEST), s, seen));
    let shrink = exp(largest - next);
    let p = select(vec4f(), exp(s - next), seen);
    largest = next;
    sum = sum * shrink + p;
    let va = block(at + KV_HEADS * D4);
    let vb = block(at + KV_HEADS * D4 + 4u);
    o0a = o0a * shrink.x + va * p.x;
    o0b = o0b * shrink.x + vb * p.x;
    o1a = o1a * shrink.y + va * p.y;
    o1b = o1b * shrink.y + vb * p.y;
    o2a = o2a * shrink.z + va * p.z;
    o2b = o2b * shrink.z + vb * p.z;
    o3a = o3a * shrink.w + va * p.w;
    o3b = o3b * shrink.w + vb * p.w;
  }
  let out = r * HEADS + head;
  let scale = 1.0 / sum;
  var o = array(o0a, o0b, o1a, o1b, o2a, o2b, o3a, o3b);
  for (var i = 0u; i < 4u; i++) {
    store(out[i] * D4, 0u, o[2u * i] * scale[i]);
    store(out[i] * D4, 4u, o[2u * i + 1u] * scale[i]);
  }
  let logSum = largest + log(sum);
  lse[out.x] = logSum.x;
  lse[out.y] = logSum.y;
  lse[out.z] = logSum.z;
  lse[out.w] = logSum.w;
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
  let query = row * STRIDE4 + head * D4;
  let key = (HEADS + head / (HEADS / KV_HEADS)) * D4;
  let q0 = headBlock(query, slice);
  let q1 = headBlock(query, slice + 4u);
  var o0 = mat4x4f();
  var o1 = mat4x4f();
  var largest = LOWEST;
  var sum = 0.0;
  let seen = span[row];
  for (var t = seen.x; t <= row; t = following(t, seen)) {
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
