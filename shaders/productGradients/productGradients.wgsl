// productGradients - both gradients of y = x W^T in one dispatch, from that of y:
//   dW[n,k] = sum_r dy[r,n] x[r,k],  dx[r,k] = sum_n dy[r,n] W[n,k],
// and where x = silu(gate) up, with s = 1 / (1 + e^-gate):
//   dgate = dx up s (1 + gate (1 - s)),  dup = dx gate s
// shapes   dy (R,N), x (R,K), W (N,K), dW (N,K) or partial (slices,N,K); dx (R,K), or with a gate gateUp and
//          dgateUp (R,2K): a row's K gates, then its K ups; row-major f32 as vec4
// launch   8x8 threads a workgroup, each 8x8 outputs in registers, no barrier; dispatch (ceil(K/64),
//          ceil(R/SLICE) ceil(N/64) + ceil(R/64), 1): the tiles of dW, then those of dx
// numerics f32 sums in order of r and of n; N and K multiples of 4; the exponent ends at 80
// writes   dW with += where the rows are one slice (ACCUMULATE), else partial with =, which columnSums adds
//          up; dx or dgateUp with =
// proof    productGradients.ref.ts, productGradients.test.ts; sources: matmul.registers, swiglu.bwd
@group(0) @binding(0) var<storage, read> dy: array<vec4f>;
@group(0) @binding(1) var<storage, read> x: array<vec4f>;
@group(0) @binding(2) var<storage, read> W: array<vec4f>;
@group(0) @binding(3) var<storage, read> gateUp: array<vec4f>;
@group(0) @binding(4) var<storage, read_write> dW: array<vec4f>;
@group(0) @binding(5) var<storage, read_write> dx: array<vec4f>;
@group(0) @binding(6) var<uniform> rows: vec4u;

// Uniform and not override: one pipeline then serves every layer.
struct Job {
  N: u32,
  K: u32,
  SLICE: u32,
  // 1 or 0 each.
  ACCUMULATE: u32,
  GATED: u32,
}
@group(0) @binding(7) var<uniform> job: Job;

@compute @workgroup_size(8, 8)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_id) local: vec3u) {
  let N4 = job.N / 4u;
  let K4 = job.K / 4u;
  let tiles = (job.N + 63u) / 64u;
  let weightGroups = (rows.x + job.SLICE - 1u) / job.SLICE * tiles;
  let ofWeight = group.y < weightGroups;
  let slice = group.y / tiles;
  // The first of eight rows of dW or of dx, and the first two vectors of its columns.
  let m = 64u * select(group.y - weightGroups, group.y % tiles, ofWeight) + 8u * local.y;
  let k0 = 16u * group.x + 2u * local.x;
  if (m >= select(rows.x, job.N, ofWeight) || k0 >= K4) { return; }
  let k1 = min(k0 + 1u, K4 - 1u);
  var a0 = vec4f(); var a1 = vec4f();
  var b0 = vec4f(); var b1 = vec4f();
  var c0 = vec4f(); var c1 = vec4f();
  var d0 = vec4f(); var d1 = vec4f();
  var e0 = vec4f(); var e1 = vec4f();
  var f0 = vec4f(); var f1 = vec4f();
  var g0 = vec4f(); var g1 = vec4f();
  var h0 = vec4f(); var h1 = vec4f();
  if (ofWeight) {
    let n0 = m / 4u;
    let n1 = min(n0 + 1u, N4 - 1u);
    for (var r = slice * job.SLICE; r < min((slice + 1u) * job.SLICE, rows.x); r++) {
      let u0 = dy[r * N4 + n0];
      let u1 = dy[r * N4 + n1];
      let w0 = x[r * K4 + k0];
      let w1 = x[r * K4 + k1];
      a0 += u0.x * w0; a1 += u0.x * w1;
      b0 += u0.y * w0; b1 += u0.y * w1;
      c0 += u0.z * w0; c1 += u0.z * w1;
      d0 += u0.w * w0; d1 += u0.w * w1;
      e0 += u1.x * w0; e1 += u1.x * w1;
      f0 += u1.y * w0; f1 += u1.y * w1;
      g0 += u1.z * w0; g1 += u1.z * w1;
      h0 += u1.w * w0; h1 += u1.w * w1;
    }
  } else {
    let top = rows.x - 1u;
    let row0 = m * N4;
    let row1 = min(m + 1u, top) * N4;
    let row2 = min(m + 2u, top) * N4;
    let row3 = min(m + 3u, top) * N4;
    let row4 = min(m + 4u, top) * N4;
    let row5 = min(m + 5u, top) * N4;
    let row6 = min(m + 6u, top) * N4;
    let row7 = min(m + 7u, top) * N4;
    for (var n = 0u; n < N4; n++) {
      let at = 4u * n * K4;
      let left = mat4x4f(W[at + k0], W[at + K4 + k0], W[at + 2u * K4 + k0], W[at + 3u * K4 + k0]);
      let right = mat4x4f(W[at + k1], W[at + K4 + k1], W[at + 2u * K4 + k1], W[at + 3u * K4 + k1]);
      let v0 = dy[row0 + n]; a0 += left * v0; a1 += right * v0;
      let v1 = dy[row1 + n]; b0 += left * v1; b1 += right * v1;
      let v2 = dy[row2 + n]; c0 += left * v2; c1 += right * v2;
      let v3 = dy[row3 + n]; d0 += left * v3; d1 += right * v3;
      let v4 = dy[row4 + n]; e0 += left * v4; e1 += right * v4;
      let v5 = dy[row5 + n]; f0 += left * v5; f1 += right * v5;
      let v6 = dy[row6 + n]; g0 += left * v6; g1 += right * v6;
      let v7 = dy[row7 + n]; h0 += left * v7; h1 += right * v7;
    }
  }
  // An array only here, where it costs a few writes and saves the compiler from as many copies.
  var tile = array(a0, a1, b0, b1, c0, c1, d0, d1, e0, e1, f0, f1, g0, g1, h0, h1);
  for (var i = 0u; i < 16u; i++) {
    let row = m + i / 2u;
    let k = k0 + i % 2u;
    if (k >= K4 || row >= select(rows.x, job.N, ofWeight)) { continue; }
    if (ofWeight) {
      let at = select(slice * job.N + row, row, job.ACCUMULATE == 1u) * K4 + k;
      var value = tile[i];
      if (job.ACCUMULATE == 1u) { value += dW[at]; }
      dW[at] = value;
    } else if (job.GATED == 1u) {
      let at = 2u * row * K4 + k;
      let gate = gateUp[at];
      let s = 1.0 / (1.0 + exp(min(-gate, vec4f(80.0))));
      dx[at] = tile[i] * gateUp[at + K4] * s * (1.0 + gate * (1.0 - s));
      dx[at + K4] = tile[i] * gate * s;
    } else {
      dx[row * K4 + k] = tile[i];
    }
  }
}
