// matmul.registers - out[m,n] = sum_k A[m,k] B[k,n]  (+ bias[n]) (+ residual[m,n]) (+ out[m,n]), fast with no
// barrier
// shapes   row-major f32, three forms of one product:
//            nt  a (R,K), b (N,K)   A = a,   B = b^T   R = rows
//            nn  a (R,K), b (K,N)   A = a,   B = b     R = rows
//            tn  a (R,M), b (R,N)   A = a^T, B = b     K = rows, cut into slices of SLICE rows
// launch   8x8 threads a workgroup, each 8 rows by 8 columns in registers; dispatch (ceil(N/64), ceil(rows
//          out/64), slices), cut by rows (nt, nn) or by slices (tn) where it would take too long
// numerics f32 sums in order of k; any job: VEC4 where the strides are multiples of 4, else one element at a
//          time
// writes   out with = or += (ACCUMULATE); tn with several slices writes partial sums (slices,M,N) that
//          columnSum adds to out
// proof    matmul.ref.ts, matmul.test.ts
//
// The accumulators are named vectors and not an array: software adapters keep an array in memory,
// and the kernel is then three times slower.

import package::matmul::operands::{
  a4, b4, rows, job, TRANSPOSE_A, TRANSPOSE_B, VEC4, blockIndices, blockOfB, columnOfA, rowOfA, rowOfB,
  store,
};

@compute @workgroup_size(8, 8)
fn main(@builtin(global_invocation_id) id: vec3u) {
  let n = 8 * id.x;
  let m = job.FIRST_ROW + 8 * id.y;
  let z = job.FIRST_OUT + id.z;
  let rowsOut = select(rows.x, job.M, TRANSPOSE_A);
  let kBegin = (job.FIRST_SLICE + id.z) * job.SLICE;
  let kEnd = select(job.K, min(rows.x, kBegin + job.SLICE), TRANSPOSE_A);
  if (m >= rowsOut || n >= job.N) { return; }
  var a0 = vec4f(); var a1 = vec4f();
  var b0 = vec4f(); var b1 = vec4f();
  var c0 = vec4f(); var c1 = vec4f();
  var d0 = vec4f(); var d1 = vec4f();
  var e0 = vec4f(); var e1 = vec4f();
  var f0 = vec4f(); var f1 = vec4f();
  var g0 = vec4f(); var g1 = vec4f();
  var h0 = vec4f(); var h1 = vec4f();

  if (VEC4 && !TRANSPOSE_A) {
    // Four k at once: each row of A and each block of B is read as vectors along K.
    let row0 = rowOfA(m + 0, rowsOut);
    let row1 = rowOfA(m + 1, rowsOut);
    let row2 = rowOfA(m + 2, rowsOut);
    let row3 = rowOfA(m + 3, rowsOut);
    let row4 = rowOfA(m + 4, rowsOut);
    let row5 = rowOfA(m + 5, rowsOut);
    let row6 = rowOfA(m + 6, rowsOut);
    let row7 = rowOfA(m + 7, rowsOut);
    let indices0 = blockIndices(n);
    let indices1 = blockIndices(n + 4);
    let step = select(job.N, 1, TRANSPOSE_B);
    for (var k = 0u; k < job.K / 4; k++) {
      let left = blockOfB(indices0, k * step);
      let right = blockOfB(indices1, k * step);
      let x0 = a4[row0 + k]; a0 += left * x0; a1 += right * x0;
      let x1 = a4[row1 + k]; b0 += left * x1; b1 += right * x1;
      let x2 = a4[row2 + k]; c0 += left * x2; c1 += right * x2;
      let x3 = a4[row3 + k]; d0 += left * x3; d1 += right * x3;
      let x4 = a4[row4 + k]; e0 += left * x4; e1 += right * x4;
      let x5 = a4[row5 + k]; f0 += left * x5; f1 += right * x5;
      let x6 = a4[row6 + k]; g0 += left * x6; g1 += right * x6;
      let x7 = a4[row7 + k]; h0 += left * x7; h1 += right * x7;
    }
  } else if (VEC4) {
    // One k at a time: an outer product of a column of A and a row of B, read as vectors along M and N.
    let columnA0 = min(m / 4 + 0, job.M / 4 - 1);
    let columnA1 = min(m / 4 + 1, job.M / 4 - 1);
    let columnB0 = min(n / 4, job.N / 4 - 1);
    let columnB1 = min(n / 4 + 1, job.N / 4 - 1);
    for (var k = kBegin; k < kEnd; k++) {
      let atA = k * (job.M / 4);
      let atB = k * (job.N / 4);
      let u0 = a4[atA + columnA0];
      let u1 = a4[atA + columnA1];
      let w0 = b4[atB + columnB0];
      let w1 = b4[atB + columnB1];
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
    for (var k = kBegin; k < kEnd; k++) {
      let u0 = columnOfA(m + 0, k, rowsOut);
      let u1 = columnOfA(m + 4, k, rowsOut);
      let w0 = rowOfB(k, n);
      let w1 = rowOfB(k, n + 4);
      a0 += u0.x * w0; a1 += u0.x * w1;
      b0 += u0.y * w0; b1 += u0.y * w1;
      c0 += u0.z * w0; c1 += u0.z * w1;
      d0 += u0.w * w0; d1 += u0.w * w1;
      e0 += u1.x * w0; e1 += u1.x * w1;
      f0 += u1.y * w0; f1 += u1.y * w1;
      g0 += u1.z * w0; g1 += u1.z * w1;
      h0 += u1.w * w0; h1 += u1.w * w1;
    }
  }

  // An array only here, where it costs a few writes and saves the compiler from as many copies of `store`.
  var tile = array(a0, a1, b0, b1, c0, c1, d0, d1, e0, e1, f0, f1, g0, g1, h0, h1);
  for (var i = 0u; i < 16; i++) { store(z, m + i / 2, n + 4 * (i % 2), tile[i], rowsOut); }
}
