// attention.key.bwd - dk[t] = sum_r ds[r] q[r] / sqrt(D),  dv[t] = sum_r p[r] dout[r],  over the rows r = t
// .. reach[t]-1 that see t
//                     and the query heads that share its key head; p, ds and delta as in attention.query.bwd,
//                     which runs before
// shapes   qkv, dqkv (R,(H+2K)*D) f32 as vec4; dout (R,H*D); lse, delta (R,H); span (R,4) u32, of which reach
//          is the last (span.wgsl)
// launch   `whole` for D <= 32, one thread 2 rows of a key head, ceil(R/2)*K threads (4 rows are no faster
//          and compile longer); `sliced`, any D, one thread 32 channels of a row, R*K*ceil(D/32) threads. No
//          float atomics, each thread owns its sums. The loop over rows is the innermost: the other way round
//          takes four times as long in software
// numerics f32; D a multiple of 4
// writes   the k and v parts of dqkv with =
// proof    attention.ref.ts, attention.test.ts; source: Dao 2023 (arXiv 2307.08691), algorithm 2
import package::common::launch::linearIndex;
import package::common::block::blockDot;
import package::attention::head::{HEADS, KV_HEADS, D4, STRIDE4, SLICES, SCALE, qkv, block, headBlock};

@group(0) @binding(1) var<storage, read> lse: array<f32>;
@group(0) @binding(2) var<storage, read> dout: array<vec4f>;
@group(0) @binding(3) var<storage, read> delta: array<f32>;
@group(0) @binding(4) var<storage, read> span: array<vec4u>;
@group(0) @binding(5) var<storage, read_write> dqkv: array<vec4f>;
@group(0) @binding(6) var<uniform> rows: vec4u;

fn doutBlock(at: u32) -> mat4x4f {
  return mat4x4f(dout[at], dout[at + 1u], dout[at + 2u], dout[at + 3u]);
}

fn store(out: u32, c: u32, o: mat4x4f) {
  if (c < D4) { dqkv[out + c] = o[0]; }
  if (c + 1u < D4) { dqkv[out + c + 1u] = o[1]; }
  if (c + 2u < D4) { dqkv[out + c + 2u] = o[2]; }
  if (c + 3u < D4) { dqkv[out + c + 3u] = o[3]; }
}

/**
 * Rows r0 and r0+1 of one head, its channels in blocks a and b; where the batch ends, its last row stands in
 * again and stores the same.
 */
@compute @workgroup_size(64)
fn whole(
  @builtin(workgroup_id) workgroup: vec3u,
  @builtin(num_workgroups) groups: vec3u,
  @builtin(local_invocation_index) local: u32,
) {
  let index = linearIndex(workgroup, groups, local);
  let r0 = index / KV_HEADS * 2u;
  if (r0 >= rows.x) { return; }
  let row = vec2u(r0, min(r0 + 1u, rows.x - 1u));
  let reach = vec2u(span[row.x].w, span[row.y].w);
  let kvHead = index % KV_HEADS;
  let first = kvHead * (HEADS / KV_HEADS);
  let key = row * STRIDE4 + (HEADS + kvHead) * D4;
  let value = key + KV_HEADS * D4;
  let k0a = headBlock(key.x, 0u);
  let k0b = headBlock(key.x, 4u);
  let k1a = headBlock(key.y, 0u);
  let k1b = headBlock(key.y, 4u);
  let v0a = headBlock(value.x, 0u);
  let v0b = headBlock(value.x, 4u);
  let v1a = headBlock(value.y, 0u);
  let v1b = headBlock(value.y, 4u);
  var dk0a = mat4x4f();
  var dk0b = mat4x4f();
  var dk1a = mat4x4f();
  var dk1b = mat4x4f();
  var dv0a = mat4x4f();
  var dv0b = mat4x4f();
  var dv1a = mat4x4f();
  var dv1b = mat4x4f();
  for (var head = first; head < first + HEADS / KV_HEADS; head++) {
    for (var r = r0; r < max(reach.x, reach.y); r++) {
      let at = r * HEADS + head;
      let query = r * STRIDE4 + head * D4;
      let qa = block(query);
      let qb = block(query + 4u);
      let ga = doutBlock(at * D4);
      let gb = doutBlock(at * D4 + 4u);
      let seen = (vec2u(r) >= row) & (vec2u(r) < reach);
      let s = vec2f(blockDot(qa, k0a) + blockDot(qb, k0b), blockDot(qa, k1a) + blockDot(qb, k1b)) * SCALE;
      let dp = vec2f(blockDot(ga, v0a) + blockDot(gb, v0b), blockDot(ga, v1a) + blockDot(gb, v1b));
      let p = select(vec2f(), exp(s - lse[at]), seen);
      let ds = p * (dp - delta[at]);
      dv0a += ga * p.x;
      dv0b += gb * p.x;
      dv1a += ga * p.y;
      dv1b += gb * p.y;
      dk0a += qa * ds.x;
      dk0b += qb * ds.x;
      dk1a += qa * ds.y;
      dk1b += qb * ds.y;
    }
  }
  var dk = array(dk0a, dk0b, dk1a, dk1b);
  var dv = array(dv0a, dv0b, dv1a, dv1b);
  for (var i = 0u; i < 2u; i++) {
    store(key[i], 0u, dk[2u * i] * SCALE);
    store(key[i], 4u, dk[2u * i + 1u] * SCALE);
    store(value[i], 0u, dv[2u * i]);
    store(value[i], 4u, dv[2u * i + 1u]);
  }
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
  let row = index / (KV_HEADS * SLICES);
  if (row >= rows.x) { return; }
  let kvHead = index / SLICES % KV_HEADS;
  let slice = index % SLICES * 8u;
  let first = kvHead * (HEADS / KV_HEADS);
  let key = row * STRIDE4 + (HEADS + kvHead) * D4;
  let value = key + KV_HEADS * D4;
  let k0 = headBlock(key, slice);
  let k1 = headBlock(key, slice + 4u);
  let v0 = headBlock(value, slice);
  let v1 = headBlock(value, slice + 4u);
  var dk0 = mat4x4f();
  var dk1 = mat4x4f();
  var dv0 = mat4x4f();
  var dv1 = mat4x4f();
  let last = span[row].w;
  for (var head = first; head < first + HEADS / KV_HEADS; head++) {
    for (var r = row; r < last; r++) {
      let at = r * HEADS + head;
      let query = r * STRIDE4 + head * D4;
      let q0 = block(query + slice);
      let q1 = block(query + slice + 4u);
      let g0 = doutBlock(at * D4 + slice);
      let g1 = doutBlock(at * D4 + slice + 4u);
      var s = blockDot(q0, k0) + blockDot(q1, k1);
      var dp = blockDot(g0, v0) + blockDot(g1, v1);
      for (var c = 0u; c < slice; c++) {
        s += dot(qkv[query + c], qkv[key + c]);
        dp += dot(dout[at * D4 + c], qkv[value + c]);
      }
      for (var c = slice + 8u; c < D4; c++) {
        s += dot(qkv[query + c], qkv[key + c]);
        dp += dot(dout[at * D4 + c], qkv[value + c]);
      }
      let p = exp(s * SCALE - lse[at]);
      let ds = p * (dp - delta[at]);
      dv0 += g0 * p;
      dv1 += g1 * p;
      dk0 += q0 * ds;
      dk1 += q1 * ds;
    }
  }
  store(key, slice, dk0 * SCALE);
  store(key, slice + 4u, dk1 * SCALE);
  store(value, slice, dv0);
  store(value, slice + 4u, dv1);
}
