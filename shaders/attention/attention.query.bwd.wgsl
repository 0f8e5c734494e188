// attention.query.bwd - dq[r,h] = sum_t ds[t] k[t] / sqrt(D),  ds[t] = p[t] (dout . v[t] - delta),  p[t] = e^(q . k[t] / sqrt(D) - lse),
//                       delta[r,h] = dout . out;  t over start[r] .. r. Owned by the query's row; attention.key.bwd has dk and dv
// shapes   qkv, dqkv (R,(H+2K)*D) f32 as vec4; out, dout (R,H*D); lse, delta (R,H); start (R) u32
// launch   as attention.fwd: `narrow` R*H threads for D <= 16, `wide` R*H*ceil(D/32) threads
// numerics f32, probabilities made again from lse; D a multiple of 4
// writes   the q part of dqkv with =, delta with =
// proof    attention.ref.ts, attention.test.ts; source: Dao 2023 (arXiv 2307.08691), algorithm 2
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
@group(0) @binding(1) var<storage, read> result: array<vec4f>;
@group(0) @binding(2) var<storage, read> lse: array<f32>;
@group(0) @binding(3) var<storage, read> dout: array<vec4f>;
@group(0) @binding(4) var<storage, read> start: array<u32>;
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

@compute @workgroup_size(64)
fn narrow(@builtin(workgroup_id) workgroup: vec3u, @builtin(num_workgroups) groups: vec3u, @builtin(local_invocation_index) local: u32) {
  let index = linearIndex(workgroup, groups, local);
  let row = index / HEADS;
  if (row >= rows.x) { return; }
  let head = index % HEADS;
  let query = row * STRIDE4 + head * D4;
  let key = (HEADS + head / (HEADS / KV_HEADS)) * D4;
  let q = within(block(query), 0u);
  let g = doutBlock(index * D4, 0u);
  let mean = inner(index * D4);
  let logSum = lse[index];
  var dq = mat4x4f();
  for (var t = start[row]; t <= row; t++) {
    let at = t * STRIDE4 + key;
    let k = block(at);
    let p = exp(blockDot(q, k) * SCALE - logSum);
    dq += k * (p * (blockDot(g, block(at + KV_HEADS * D4)) - mean));
  }
  store(query, 0u, dq * SCALE);
  delta[index] = mean;
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
  let out = (row * HEADS + head) * D4;
  let q0 = within(block(query + slice), slice);
  let q1 = within(block(query + slice + 4u), slice + 4u);
  let g0 = doutBlock(out, slice);
  let g1 = doutBlock(out, slice + 4u);
  let mean = inner(out);
  let logSum = lse[row * HEADS + head];
  var dq0 = mat4x4f();
  var dq1 = mat4x4f();
  for (var t = start[row]; t <= row; t++) {
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
