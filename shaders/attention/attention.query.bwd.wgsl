// attention.query.bwd - dq[r,h] = sum_t ds[t] k[t] / sqrt(D),  ds[t] = p[t] (dout . v[t] - delta),  p[t] =
// e^(q . k[t] / sqrt(D) - lse),
//                       delta[r,h] = dout . out;  t over the rows that r sees (span.wgsl). Owned by the
//                       query's row; attention.key.bwd has dk and dv
// shapes   qkv, dqkv (R,(H+2K)*D) f32 as vec4; out, dout (R,H*D); lse, delta (R,H); span (R,4) u32
// launch   as attention.fwd: `whole` for D <= 32, ceil(R/4)*H threads; `sliced`, any D, R*H*ceil(D/32)
// numerics f32, probabilities made again from lse; D a multiple of 4
// writes   the q part of dqkv with =, delta with =
// proof    attention.ref.ts, attention.test.ts; source: Dao 2023 (arXiv 2307.08691), algorithm 2
import package::common::launch::linearIndex;
import package::common::block::blockDot;
import package::attention::head::{HEADS, KV_HEADS, D4, STRIDE4, SLICES, SCALE, qkv, block, within, headBlock};
import package::attention::span::following;

@group(0) @binding(1) var<storage, read> result: array<vec4f>;
@group(0) @binding(2) var<storage, read> lse: array<f32>;
@group(0) @binding(3) var<storage, read> dout: array<vec4f>;
@group(0) @binding(4) var<storage, read> span: array<vec4u>;
@group(0) @binding(5) var<storage, read_write> delta: array<f32>;
@group(0) @binding(6) var<storage, read_write> dqkv: array<vec4f>;
@group(0) @binding(7) var<uniform> rows: vec4u;

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
  let at = r * HEADS + head;
  var q: array<mat4x4f, 8>;
  var g: array<mat4x4f, 8>;
  for (var i = 0u; i < 4u; i++) {
    q[2u * i] = headBlock(query[i], 0u);
    q[2u * i + 1u] = headBlock(query[i], 4u);
    g[2u * i] = doutBlock(at[i] * D4, 0u);
    g[2u * i + 1u] = doutBlock(at[i] * D4, 4u);
  }
  let q0a = q[0];
  let q0b = q[1];
  let q1a = q[2];
  let q1b = q[3];
  let q2a = q[4];
  let q2b = q[5];
  let q3a = q[6];
  let q3b = q[7];
  let g0a = g[0];
  let g0b = g[1];
  let g1a = g[2];
  let g1b = g[3];
  let g2a = g[4];
  let g2b = g[5];
  let g3a = g[6];
  let g3b = g[7];
  let mean = vec4f(inner(at.x * D4), inner(at.y * D4), inner(at.z * D4), inner(at.w * D4));
  let logSum = vec4f(lse[at.x], lse[at.y], lse[at.z], lse[at.w]);
  var dq0a = mat4x4f();
  var dq0b = mat4x4f();
  var dq1a = mat4x4f();
  var dq1b = mat4x4f();
  var dq2a = mat4x4f();
  var dq2b = mat4x4f();
  var dq3a = mat4x4f();
  var dq3b = mat4x4f();
  for (var t = seen0.x; t <= r.w; t = following(t, seen0)) {
    let k = t * STRIDE4 + key;
    let ka = block(k);
    let kb = block(k + 4u);
    let va = block(k + KV_HEADS * D4);
    let vb = block(k + KV_HEADS * D4 + 4u);
    let seen = ((vec4u(t) >= prefix) & (vec4u(t) < prefixEnd)) | ((vec4u(t) >= first) & (vec4u(t) <= r));
    let s = vec4f(
      blockDot(q0a, ka) + blockDot(q0b, kb), blockDot(q1a, ka) + blockDot(q1b, kb),
      blockDot(q2a, ka) + blockDot(q2b, kb), blockDot(q3a, ka) + blockDot(q3b, kb),
    ) * SCALE;
    let dp = vec4f(
      blockDot(g0a, va) + blockDot(g0b, vb), blockDot(g1a, va) + blockDot(g1b, vb),
      blockDot(g2a, va) + blockDot(g2b, vb), blockDot(g3a, va) + blockDot(g3b, vb),
    );
    let ds = select(vec4f(), exp(s - logSum) * (dp - mean), seen);
    dq0a += ka * ds.x;
    dq0b += kb * ds.x;
    dq1a += ka * ds.y;
    dq1b += kb * ds.y;
    dq2a += ka * ds.z;
    dq2b += kb * ds.z;
    dq3a += ka * ds.w;
    dq3b += kb * ds.w;
  }
  var dq = array(dq0a, dq0b, dq1a, dq1b, dq2a, dq2b, dq3a, dq3b);
  for (var i = 0u; i < 4u; i++) {
    store(query[i], 0u, dq[2u * i] * SCALE);
    store(query[i], 4u, dq[2u * i + 1u] * SCALE);
  }
  delta[at.x] = mean.x;
  delta[at.y] = mean.y;
  delta[at.z] = mean.z;
  delta[at.w] = mean.w;
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
  let out = (row * HEADS + head) * D4;
  let q0 = headBlock(query, slice);
  let q1 = headBlock(query, slice + 4u);
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
