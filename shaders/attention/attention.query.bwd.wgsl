// attention.query.bwd - dq[r,h] = sum_t ds[t] k[t] / sqrt(D),  ds[t] = p[t] (dout . v[t] - delta),  p[t] = e^(q . k[t] / sqrt(D) - lse),
//                       delta[r,h] = dout . out;  t over the rows that r sees (span.wgsl). Owned by the query's row; attention.key.bwd has dk and dv
// shapes   qkv, dqkv (R,(H+2K)*D) f32 as vec4; out, dout (R,H*D); lse, delta (R,H); span (R,4) u32
// launch   as attention.fwd: `narrow` for D <= 16, ceil(R/4)*H threads; `wide` for D <= 32, ceil(R/2)*H; `sliced` else, R*H*ceil(D/32)
// numerics f32, probabilities made again from lse; D a multiple of 4
// writes   the q part of dqkv with =, delta with =
// proof    attention.ref.ts, attention.test.ts; source: Dao 2023 (arXiv 2307.08691), algorithm 2
import package::common::launch::linearIndex;
import package::common::block::blockDot;
import package::attention::span::following;

override HEADS: u32;
override KV_HEADS: u32;
override HEAD_DIM: u32;
override D4: u32 = HEAD_DIM / 4u;
override STRIDE4: u32 = (HEADS + 2u * KV_HEADS) * D4;
override SLICES: u32 = (D4 + 7u) / 8u;
override SCALE: f32 = 1.0 / sqrt(f32(HEAD_DIM));

@group(0) @binding(0) var<storage, read> qkv: array<vec4f>;
@group(0) @binding(1) var<storage, read> result: array<vec4f>;
@group(0) @binding(2) var<storage, read> lse: array<f32>;
@group(0) @binding(3) var<storage, read> dout: array<vec4f>;
@group(0) @binding(4) var<storage, read> span: array<vec4u>;
@group(0) @binding(5) var<storage, read_write> delta: array<f32>;
@group(0) @binding(6) var<storage, read_write> dqkv: array<vec4f>;
@group(0) @binding(7) var<uniform> rows: vec4u;

/** Sixteen channels from vec4 `at`; past a head's end they are the next head's, which zeros in q and dout keep out of sums. */
fn block(at: u32) -> mat4x4f {
  return mat4x4f(qkv[at], qkv[at + 1u], qkv[at + 2u], qkv[at + 3u]);
}

/** Zero from vec4 D4 of the head on; b begins at its vec4 c. */
fn within(b: mat4x4f, c: u32) -> mat4x4f {
  let zero = vec4f();
  return mat4x4f(select(zero, b[0], c < D4), select(zero, b[1], c + 1u < D4), select(zero, b[2], c + 2u < D4), select(zero, b[3], c + 3u < D4));
}

fn doutBlock(head: u32, c: u32) -> mat4x4f {
  let at = head + c;
  return within(mat4x4f(dout[at], dout[at + 1u], dout[at + 2u], dout[at + 3u]), c);
}

fn store(out: u32, c: u32, o: mat4x4f) {
  if (c < D4) { dqkv[out + c] = o[0]; }
  if (c + 1u < D4) { dqkv[out + c + 1u] = o[1]; }
  if (c + 2u < D4) { dqkv[out + c + 2u] = o[2]; }
  if (c + 3u < D4) { dqkv[out + c + 3u] = o[3]; }
}

fn inner(head: u32) -> f32 {
  var sum = 0.0;
  for (var c = 0u; c < D4; c++) { sum += dot(dout[head + c], result[head + c]); }
  return sum;
}

/** Rows r0 .. r0+3 of one head; where the batch ends, its last row stands in again and stores the same. */
@compute @workgroup_size(64)
fn narrow(@builtin(workgroup_id) workgroup: vec3u, @builtin(num_workgroups) groups: vec3u, @builtin(local_invocation_index) local: u32) {
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
  let at = r * HEADS + head;
  let q0 = within(block(query.x), 0u);
  let q1 = within(block(query.y), 0u);
  let q2 = within(block(query.z), 0u);
  let q3 = within(block(query.w), 0u);
  let g0 = doutBlock(at.x * D4, 0u);
  let g1 = doutBlock(at.y * D4, 0u);
  let g2 = doutBlock(at.z * D4, 0u);
  let g3 = doutBlock(at.w * D4, 0u);
  let mean = vec4f(inner(at.x * D4), inner(at.y * D4), inner(at.z * D4), inner(at.w * D4));
  let logSum = vec4f(lse[at.x], lse[at.y], lse[at.z], lse[at.w]);
  var dq0 = mat4x4f();
  var dq1 = mat4x4f();
  var dq2 = mat4x4f();
  var dq3 = mat4x4f();
  for (var t = seen0.x; t <= r.w; t = following(t, seen0)) {
    let k = block(t * STRIDE4 + key);
    let v = block(t * STRIDE4 + key + KV_HEADS * D4);
    let seen = ((vec4u(t) >= prefix) & (vec4u(t) < prefixEnd)) | ((vec4u(t) >= first) & (vec4u(t) <= r));
    let s = vec4f(blockDot(q0, k), blockDot(q1, k), blockDot(q2, k), blockDot(q3, k)) * SCALE;
    let dp = vec4f(blockDot(g0, v), blockDot(g1, v), blockDot(g2, v), blockDot(g3, v));
    let ds = select(vec4f(), exp(s - logSum) * (dp - mean), seen);
    dq0 += k * ds.x;
    dq1 += k * ds.y;
    dq2 += k * ds.z;
    dq3 += k * ds.w;
  }
  store(query.x, 0u, dq0 * SCALE);
  store(query.y, 0u, dq1 * SCALE);
  store(query.z, 0u, dq2 * SCALE);
  store(query.w, 0u, dq3 * SCALE);
  delta[at.x] = mean.x;
  delta[at.y] = mean.y;
  delta[at.z] = mean.z;
  delta[at.w] = mean.w;
}

/** As narrow, with rows r0 and r0+1 and 32 channels in two blocks, a and b. */
@compute @workgroup_size(64)
fn wide(@builtin(workgroup_id) workgroup: vec3u, @builtin(num_workgroups) groups: vec3u, @builtin(local_invocation_index) local: u32) {
  let index = linearIndex(workgroup, groups, local);
  let r0 = index / HEADS * 2u;
  if (r0 >= rows.x) { return; }
  let r = min(vec2u(r0, r0 + 1u), vec2u(rows.x - 1u));
  let seen0 = span[r.x];
  let seen1 = span[r.y];
  let prefix = vec2u(seen0.x, seen1.x);
  let prefixEnd = vec2u(seen0.y, seen1.y);
  let first = vec2u(seen0.z, seen1.z);
  let head = index % HEADS;
  let key = (HEADS + head / (HEADS / KV_HEADS)) * D4;
  let query = r * STRIDE4 + head * D4;
  let at = r * HEADS + head;
  let q0a = within(block(query.x), 0u);
  let q0b = within(block(query.x + 4u), 4u);
  let q1a = within(block(query.y), 0u);
  let q1b = within(block(query.y + 4u), 4u);
  let g0a = doutBlock(at.x * D4, 0u);
  let g0b = doutBlock(at.x * D4, 4u);
  let g1a = doutBlock(at.y * D4, 0u);
  let g1b = doutBlock(at.y * D4, 4u);
  let mean = vec2f(inner(at.x * D4), inner(at.y * D4));
  let logSum = vec2f(lse[at.x], lse[at.y]);
  var dq0a = mat4x4f();
  var dq0b = mat4x4f();
  var dq1a = mat4x4f();
  var dq1b = mat4x4f();
  for (var t = seen0.x; t <= r.y; t = following(t, seen0)) {
    let k = t * STRIDE4 + key;
    let ka = block(k);
    let kb = block(k + 4u);
    let va = block(k + KV_HEADS * D4);
    let vb = block(k + KV_HEADS * D4 + 4u);
    let seen = ((vec2u(t) >= prefix) & (vec2u(t) < prefixEnd)) | ((vec2u(t) >= first) & (vec2u(t) <= r));
    let s = vec2f(blockDot(q0a, ka) + blockDot(q0b, kb), blockDot(q1a, ka) + blockDot(q1b, kb)) * SCALE;
    let dp = vec2f(blockDot(g0a, va) + blockDot(g0b, vb), blockDot(g1a, va) + blockDot(g1b, vb));
    let ds = select(vec2f(), exp(s - logSum) * (dp - mean), seen);
    dq0a += ka * ds.x;
    dq0b += kb * ds.x;
    dq1a += ka * ds.y;
    dq1b += kb * ds.y;
  }
  store(query.x, 0u, dq0a * SCALE);
  store(query.x, 4u, dq0b * SCALE);
  store(query.y, 0u, dq1a * SCALE);
  store(query.y, 4u, dq1b * SCALE);
  delta[at.x] = mean.x;
  delta[at.y] = mean.y;
}

/** One row, and of its head the 32 channels from vec4 `slice` on; the loops over the others make it slow in software. */
@compute @workgroup_size(64)
fn sliced(@builtin(workgroup_id) workgroup: vec3u, @builtin(num_workgroups) groups: vec3u, @builtin(local_invocation_index) local: u32) {
  let index = linearIndex(workgroup, groups, local);
  let row = index / (HEADS * SLICES);
  if (row >= rows.x) { return; }
  let head = index / SLICES % HEADS;
  let slice = index % SLICES * 8u;
  let query = row * STRIDE4 + head * D4;
  let key = (HEADS + head / (HEADS / KV_HEADS)) * D4;
  let out = (row * HEADS + head) * D4;
  let q0 = within(block(query + slice), slice);
  let q1 = within(block(query + slice + 4u), slice + 4u);
  let g0 = doutBlock(out, slice);
  let g1 = doutBlock(out, slice + 4u);
  let mean = inner(out);
  let logSum = lse[row * HEADS + head];
  var dq0 = mat4x4f();
  var dq1 = mat4x4f();
  let seen = span[row];
  for (var t = seen.x; t <= row; t = following(t, seen)) {
    let k = t * STRIDE4 + key;
    let v = k + KV_HEADS * D4;
    let k0 = block(k + slice);
    let k1 = block(k + slice + 4u);
    var s = blockDot(q0, k0) + blockDot(q1, k1);
    var dp = blockDot(g0, block(v + slice)) + blockDot(g1, block(v + slice + 4u));
    for (var c = 0u; c < slice; c++) {
      s += dot(qkv[query + c], qkv[k + c]);
      dp += dot(dout[out + c], qkv[v + c]);
    }
    for (var c = slice + 8u; c < D4; c++) {
      s += dot(qkv[query + c], qkv[k + c]);
      dp += dot(dout[out + c], qkv[v + c]);
    }
    let ds = exp(s * SCALE - logSum) * (dp - mean);
    dq0 += k0 * ds;
    dq1 += k1 * ds;
  }
  store(query, slice, dq0 * SCALE);
  store(query, slice + 4u, dq1 * SCALE);
  if (slice == 0u) { delta[row * HEADS + head] = mean; }
}
