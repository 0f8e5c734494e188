// matmul.tall - out[m,n] = sum_k A[m,k] B[k,n]  (+ bias[n]) (+ residual[m,n]) (+ out[m,n]), with twice the rows a thread
// shapes   row-major f32, three forms of one product:
//            nt  a (R,K), b (N,K)   A = a,   B = b^T   R = rows
//            nn  a (R,K), b (K,N)   A = a,   B = b     R = rows
//            tn  a (R,M), b (R,N)   A = a^T, B = b     K = rows, cut into slices of SLICE rows
// launch   8x4 threads a workgroup, each 16 rows by 8 columns in registers; dispatch (ceil(N/64), ceil(rows out/64), slices),
//          cut by rows (nt, nn) or by slices (tn) where it would take too long
// numerics f32 sums in order of k, in nt and nn by eights; any job: VEC4 where the strides are multiples of 4, else one element at a time
// writes   out with = or += (ACCUMULATE); tn with several slices writes partial sums (slices,M,N) that columnSum adds to out
// proof    matmul.ref.ts, matmul.test.ts
//
// Half the loads a product of matmul.registers, for twice the registers: faster on software adapters, where a load
// costs as much as the arithmetic and registers are memory anyway.

import package::matmul::operands::{a4, b4, rows, job, TRANSPOSE_A, TRANSPOSE_B, VEC4, blockIndices, blockOfB, blockOfColumns, blockOfRows, columnOfA, rowOfA, rowOfB, store, storeFour, fourOfBias, fourOfResidual, fourOfOut, WHOLE};

@compute @workgroup_size(8, 4)
fn main(@builtin(global_invocation_id) id: vec3u) {
  let n = 8 * id.x;
  let m = job.FIRST_ROW + 16 * id.y;
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
  var i0 = vec4f(); var i1 = vec4f();
  var j0 = vec4f(); var j1 = vec4f();
  var k0 = vec4f(); var k1 = vec4f();
  var l0 = vec4f(); var l1 = vec4f();
  var m0 = vec4f(); var m1 = vec4f();
  var n0 = vec4f(); var n1 = vec4f();
  var o0 = vec4f(); var o1 = vec4f();
  var p0 = vec4f(); var p1 = vec4f();

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
    let row8 = rowOfA(m + 8, rowsOut);
    let row9 = rowOfA(m + 9, rowsOut);
    let row10 = rowOfA(m + 10, rowsOut);
    let row11 = rowOfA(m + 11, rowsOut);
    let row12 = rowOfA(m + 12, rowsOut);
    let row13 = rowOfA(m + 13, rowsOut);
    let row14 = rowOfA(m + 14, rowsOut);
    let row15 = rowOfA(m + 15, rowsOut);
    let indices0 = blockIndices(n);
    let indices1 = blockIndices(n + 4);
    let step = select(job.N, 1, TRANSPOSE_B);
    var k = 0u;
    // Two blocks a turn: each sum is read and written once for eight k, a tenth faster where registers are memory.
    for (; k + 1 < job.K / 4; k += 2) {
      let left = blockOfB(indices0, k * step);
      let right = blockOfB(indices1, k * step);
      let left1 = blockOfB(indices0, (k + 1) * step);
      let right1 = blockOfB(indices1, (k + 1) * step);
      let x0 = a4[row0 + k]; let y0 = a4[row0 + k + 1]; a0 += left * x0 + left1 * y0; a1 += right * x0 + right1 * y0;
      let x1 = a4[row1 + k]; let y1 = a4[row1 + k + 1]; b0 += left * x1 + left1 * y1; b1 += right * x1 + right1 * y1;
      let x2 = a4[row2 + k]; let y2 = a4[row2 + k + 1]; c0 += left * x2 + left1 * y2; c1 += right * x2 + right1 * y2;
      let x3 = a4[row3 + k]; let y3 = a4[row3 + k + 1]; d0 += left * x3 + left1 * y3; d1 += right * x3 + right1 * y3;
      let x4 = a4[row4 + k]; let y4 = a4[row4 + k + 1]; e0 += left * x4 + left1 * y4; e1 += right * x4 + right1 * y4;
      let x5 = a4[row5 + k]; let y5 = a4[row5 + k + 1]; f0 += left * x5 + left1 * y5; f1 += right * x5 + right1 * y5;
      let x6 = a4[row6 + k]; let y6 = a4[row6 + k + 1]; g0 += left * x6 + left1 * y6; g1 += right * x6 + right1 * y6;
      let x7 = a4[row7 + k]; let y7 = a4[row7 + k + 1]; h0 += left * x7 + left1 * y7; h1 += right * x7 + right1 * y7;
      let x8 = a4[row8 + k]; let y8 = a4[row8 + k + 1]; i0 += left * x8 + left1 * y8; i1 += right * x8 + right1 * y8;
      let x9 = a4[row9 + k]; let y9 = a4[row9 + k + 1]; j0 += left * x9 + left1 * y9; j1 += right * x9 + right1 * y9;
      let x10 = a4[row10 + k]; let y10 = a4[row10 + k + 1]; k0 += left * x10 + left1 * y10; k1 += right * x10 + right1 * y10;
      let x11 = a4[row11 + k]; let y11 = a4[row11 + k + 1]; l0 += left * x11 + left1 * y11; l1 += right * x11 + right1 * y11;
      let x12 = a4[row12 + k]; let y12 = a4[row12 + k + 1]; m0 += left * x12 + left1 * y12; m1 += right * x12 + right1 * y12;
      let x13 = a4[row13 + k]; let y13 = a4[row13 + k + 1]; n0 += left * x13 + left1 * y13; n1 += right * x13 + right1 * y13;
      let x14 = a4[row14 + k]; let y14 = a4[row14 + k + 1]; o0 += left * x14 + left1 * y14; o1 += right * x14 + right1 * y14;
      let x15 = a4[row15 + k]; let y15 = a4[row15 + k + 1]; p0 += left * x15 + left1 * y15; p1 += right * x15 + right1 * y15;
    }
    for (; k < job.K / 4; k++) {
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
      let x8 = a4[row8 + k]; i0 += left * x8; i1 += right * x8;
      let x9 = a4[row9 + k]; j0 += left * x9; j1 += right * x9;
      let x10 = a4[row10 + k]; k0 += left * x10; k1 += right * x10;
      let x11 = a4[row11 + k]; l0 += left * x11; l1 += right * x11;
      let x12 = a4[row12 + k]; m0 += left * x12; m1 += right * x12;
      let x13 = a4[row13 + k]; n0 += left * x13; n1 += right * x13;
      let x14 = a4[row14 + k]; o0 += left * x14; o1 += right * x14;
      let x15 = a4[row15 + k]; p0 += left * x15; p1 += right * x15;
    }
  } else if (VEC4) {
    // Columns of A and rows of B, read as vectors along M and N.
    let columnA0 = min(m / 4 + 0, job.M / 4 - 1);
    let columnA1 = min(m / 4 + 1, job.M / 4 - 1);
    let columnA2 = min(m / 4 + 2, job.M / 4 - 1);
    let columnA3 = min(m / 4 + 3, job.M / 4 - 1);
    let columnB0 = min(n / 4, job.N / 4 - 1);
    let columnB1 = min(n / 4 + 1, job.N / 4 - 1);
    var k = kBegin;
    // Four k at once, as above: blocks of A are turned so that a vector runs along K.
    for (; k + 3 < kEnd; k += 4) {
      let atA = k * (job.M / 4);
      let atB = k * (job.N / 4);
      let left = blockOfRows(atB + columnB0, job.N / 4);
      let right = blockOfRows(atB + columnB1, job.N / 4);
      let x0 = blockOfColumns(atA + columnA0, job.M / 4);
      let x1 = blockOfColumns(atA + columnA1, job.M / 4);
      let x2 = blockOfColumns(atA + columnA2, job.M / 4);
      let x3 = blockOfColumns(atA + columnA3, job.M / 4);
      a0 += left * x0[0]; a1 += right * x0[0];
      b0 += left * x0[1]; b1 += right * x0[1];
      c0 += left * x0[2]; c1 += right * x0[2];
      d0 += left * x0[3]; d1 += right * x0[3];
      e0 += left * x1[0]; e1 += right * x1[0];
      f0 += left * x1[1]; f1 += right * x1[1];
      g0 += left * x1[2]; g1 += right * x1[2];
      h0 += left * x1[3]; h1 += right * x1[3];
      i0 += left * x2[0]; i1 += right * x2[0];
      j0 += left * x2[1]; j1 += right * x2[1];
      k0 += left * x2[2]; k1 += right * x2[2];
      l0 += left * x2[3]; l1 += right * x2[3];
      m0 += left * x3[0]; m1 += right * x3[0];
      n0 += left * x3[1]; n1 += right * x3[1];
      o0 += left * x3[2]; o1 += right * x3[2];
      p0 += left * x3[3]; p1 += right * x3[3];
    }
    // The last rows of the slice, one k at a time.
    for (; k < kEnd; k++) {
      let atA = k * (job.M / 4);
      let atB = k * (job.N / 4);
      let u0 = a4[atA + columnA0];
      let u1 = a4[atA + columnA1];
      let u2 = a4[atA + columnA2];
      let u3 = a4[atA + columnA3];
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
      i0 += u2.x * w0; i1 += u2.x * w1;
      j0 += u2.y * w0; j1 += u2.y * w1;
      k0 += u2.z * w0; k1 += u2.z * w1;
      l0 += u2.w * w0; l1 += u2.w * w1;
      m0 += u3.x * w0; m1 += u3.x * w1;
      n0 += u3.y * w0; n1 += u3.y * w1;
      o0 += u3.z * w0; o1 += u3.z * w1;
      p0 += u3.w * w0; p1 += u3.w * w1;
    }
  } else {
    for (var k = kBegin; k < kEnd; k++) {
      let u0 = columnOfA(m + 0, k, rowsOut);
      let u1 = columnOfA(m + 4, k, rowsOut);
      let u2 = columnOfA(m + 8, k, rowsOut);
      let u3 = columnOfA(m + 12, k, rowsOut);
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
      i0 += u2.x * w0; i1 += u2.x * w1;
      j0 += u2.y * w0; j1 += u2.y * w1;
      k0 += u2.z * w0; k1 += u2.z * w1;
      l0 += u2.w * w0; l1 += u2.w * w1;
      m0 += u3.x * w0; m1 += u3.x * w1;
      n0 += u3.y * w0; n1 += u3.y * w1;
      o0 += u3.z * w0; o1 += u3.z * w1;
      p0 += u3.w * w0; p1 += u3.w * w1;
    }
  }

  // An array only here, where it costs a few writes and saves the compiler from as many copies of `store`.
  var tile = array(a0, a1, b0, b1, c0, c1, d0, d1, e0, e1, f0, f1, g0, g1, h0, h1, i0, i1, j0, j1, k0, k1, l0, l1, m0, m1, n0, n1, o0, o1, p0, p1);
  if (WHOLE) {
    // What is added is asked once for the tile: asked at each store, as in `store`, it costs a quarter of a product with K = 64.
    // The right four columns lie inside as a whole or not at all; then they read the last four and are dropped.
    let right = min(n + 4, job.N - 4);
    let row = m * job.N;
    let to = z * job.M * job.N + row;
    let count = min(16, rowsOut - m);
    for (var once = 0u; once < job.BIAS; once++) {
      for (var i = 0u; i < count; i++) { tile[2 * i] += fourOfBias(n); tile[2 * i + 1] += fourOfBias(right); }
    }
    for (var once = 0u; once < job.RESIDUAL; once++) {
      for (var i = 0u; i < count; i++) { tile[2 * i] += fourOfResidual(row + i * job.N + n); tile[2 * i + 1] += fourOfResidual(row + i * job.N + right); }
    }
    for (var once = 0u; once < job.ACCUMULATE; once++) {
      for (var i = 0u; i < count; i++) { tile[2 * i] += fourOfOut(to + i * job.N + n); tile[2 * i + 1] += fourOfOut(to + i * job.N + right); }
    }
    for (var i = 0u; i < count; i++) {
      storeFour(to + i * job.N + n, tile[2 * i]);
      if (n + 4 < job.N) { storeFour(to + i * job.N + n + 4, tile[2 * i + 1]); }
    }
  } else {
    for (var i = 0u; i < 32; i++) { store(z, m + i / 2, n + 4 * (i % 2), tile[i], rowsOut); }
  }
}
