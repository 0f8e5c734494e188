// matmul.tall - out[m,n] = sum_k A[m,k] B[k,n]  (+ bias[n]) (+ residual[m,n]) (+ out[m,n]), with twice the
// rows and columns a thread
// shapes   row-major f32, three forms of one product:
//            nt  a (R,K), b (N,K)   A = a,   B = b^T   R = rows
//            nn  a (R,K), b (K,N)   A = a,   B = b     R = rows
//            tn  a (R,M), b (R,N)   A = a^T, B = b     K = rows, cut into slices of SLICE rows
// launch   2x4 threads a workgroup, each 16 rows by 16 columns in registers; dispatch (ceil(N/32), ceil(rows
//          out/64), slices), cut by rows (nt, nn) or by slices (tn) where it would take too long
// numerics f32 sums in order of k; any job: VEC4 where the strides are multiples of 4, else one element at a
//          time
// writes   out with = or += (ACCUMULATE); tn with several slices writes partial sums (slices,M,N) that
//          columnSum adds to out
// proof    matmul.ref.ts, matmul.test.ts
//
// For software adapters, where a load costs several times its arithmetic and registers are memory anyway:
// half the loads a
// product of matmul.registers for four times the registers. Measured: 16 by 8 is a tenth slower, tiles as
//          mat4x4f 6 %; eight k a
// turn is 5 % faster in a training step and takes a third longer to compile, which a first step feels more.

import package::matmul::operands::{
  a4, b4, rows, job, TRANSPOSE_A, TRANSPOSE_B, VEC4, blockIndices, blockOfB, blockOfColumns, blockOfRows,
  columnOfA, elementOfA, rowOfA, rowOfB, store, storeFour, fourOfBias, fourOfResidual, fourOfOut, WHOLE,
};

// Four threads that run as one are then 2 by 2 tiles, which waste less beyond an edge than four in a row.
@compute @workgroup_size(2, 4)
fn main(@builtin(global_invocation_id) id: vec3u) {
  let n = 16 * id.x;
  let m = job.FIRST_ROW + 16 * id.y;
  let z = job.FIRST_OUT + id.z;
  let rowsOut = select(rows.x, job.M, TRANSPOSE_A);
  let kBegin = (job.FIRST_SLICE + id.z) * job.SLICE;
  let kEnd = select(job.K, min(rows.x, kBegin + job.SLICE), TRANSPOSE_A);
  if (m >= rowsOut || n >= job.N) { return; }
  var a0 = vec4f(); var a1 = vec4f(); var a2 = vec4f(); var a3 = vec4f();
  var b0 = vec4f(); var b1 = vec4f(); var b2 = vec4f(); var b3 = vec4f();
  var c0 = vec4f(); var c1 = vec4f(); var c2 = vec4f(); var c3 = vec4f();
  var d0 = vec4f(); var d1 = vec4f(); var d2 = vec4f(); var d3 = vec4f();
  var e0 = vec4f(); var e1 = vec4f(); var e2 = vec4f(); var e3 = vec4f();
  var f0 = vec4f(); var f1 = vec4f(); var f2 = vec4f(); var f3 = vec4f();
  var g0 = vec4f(); var g1 = vec4f(); var g2 = vec4f(); var g3 = vec4f();
  var h0 = vec4f(); var h1 = vec4f(); var h2 = vec4f(); var h3 = vec4f();
  var i0 = vec4f(); var i1 = vec4f(); var i2 = vec4f(); var i3 = vec4f();
  var j0 = vec4f(); var j1 = vec4f(); var j2 = vec4f(); var j3 = vec4f();
  var k0 = vec4f(); var k1 = vec4f(); var k2 = vec4f(); var k3 = vec4f();
  var l0 = vec4f(); var l1 = vec4f(); var l2 = vec4f(); var l3 = vec4f();
  var m0 = vec4f(); var m1 = vec4f(); var m2 = vec4f(); var m3 = vec4f();
  var n0 = vec4f(); var n1 = vec4f(); var n2 = vec4f(); var n3 = vec4f();
  var o0 = vec4f(); var o1 = vec4f(); var o2 = vec4f(); var o3 = vec4f();
  var p0 = vec4f(); var p1 = vec4f(); var p2 = vec4f(); var p3 = vec4f();
  var done = kBegin;
  if (VEC4 && !TRANSPOSE_A) {
    // Four k at once: each row of A and each block of B is read as vectors along K.
    let row0 = rowOfA(m, rowsOut);
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
    let indices2 = blockIndices(n + 8);
    let indices3 = blockIndices(n + 12);
    let step = select(job.N, 1, TRANSPOSE_B);
    for (var k = 0u; k < job.K / 4; k++) {
      let block0 = blockOfB(indices0, k * step);
      let block1 = blockOfB(indices1, k * step);
      let block2 = blockOfB(indices2, k * step);
      let block3 = blockOfB(indices3, k * step);
      let x0 = a4[row0 + k]; a0 += block0 * x0; a1 += block1 * x0; a2 += block2 * x0; a3 += block3 * x0;
      let x1 = a4[row1 + k]; b0 += block0 * x1; b1 += block1 * x1; b2 += block2 * x1; b3 += block3 * x1;
      let x2 = a4[row2 + k]; c0 += block0 * x2; c1 += block1 * x2; c2 += block2 * x2; c3 += block3 * x2;
      let x3 = a4[row3 + k]; d0 += block0 * x3; d1 += block1 * x3; d2 += block2 * x3; d3 += block3 * x3;
      let x4 = a4[row4 + k]; e0 += block0 * x4; e1 += block1 * x4; e2 += block2 * x4; e3 += block3 * x4;
      let x5 = a4[row5 + k]; f0 += block0 * x5; f1 += block1 * x5; f2 += block2 * x5; f3 += block3 * x5;
      let x6 = a4[row6 + k]; g0 += block0 * x6; g1 += block1 * x6; g2 += block2 * x6; g3 += block3 * x6;
      let x7 = a4[row7 + k]; h0 += block0 * x7; h1 += block1 * x7; h2 += block2 * x7; h3 += block3 * x7;
      let x8 = a4[row8 + k]; i0 += block0 * x8; i1 += block1 * x8; i2 += block2 * x8; i3 += block3 * x8;
      let x9 = a4[row9 + k]; j0 += block0 * x9; j1 += block1 * x9; j2 += block2 * x9; j3 += block3 * x9;
      let x10 = a4[row10 + k]; k0 += block0 * x10; k1 += block1 * x10; k2 += block2 * x10; k3 += block3 * x10;
      let x11 = a4[row11 + k]; l0 += block0 * x11; l1 += block1 * x11; l2 += block2 * x11; l3 += block3 * x11;
      let x12 = a4[row12 + k]; m0 += block0 * x12; m1 += block1 * x12; m2 += block2 * x12; m3 += block3 * x12;
      let x13 = a4[row13 + k]; n0 += block0 * x13; n1 += block1 * x13; n2 += block2 * x13; n3 += block3 * x13;
      let x14 = a4[row14 + k]; o0 += block0 * x14; o1 += block1 * x14; o2 += block2 * x14; o3 += block3 * x14;
      let x15 = a4[row15 + k]; p0 += block0 * x15; p1 += block1 * x15; p2 += block2 * x15; p3 += block3 * x15;
    }
    done = kEnd;
  } else if (VEC4) {
    // Columns of A and rows of B, read as vectors along M and N.
    let columnA0 = min(m / 4, job.M / 4 - 1);
    let columnA1 = min(m / 4 + 1, job.M / 4 - 1);
    let columnA2 = min(m / 4 + 2, job.M / 4 - 1);
    let columnA3 = min(m / 4 + 3, job.M / 4 - 1);
    let columnB0 = min(n / 4, job.N / 4 - 1);
    let columnB1 = min(n / 4 + 1, job.N / 4 - 1);
    let columnB2 = min(n / 4 + 2, job.N / 4 - 1);
    let columnB3 = min(n / 4 + 3, job.N / 4 - 1);
    // Four k at once, as above: blocks of A are turned so that a vector runs along K.
    for (; done + 3 < kEnd; done += 4) {
      let atA = done * (job.M / 4);
      let atB = done * (job.N / 4);
      let block0 = blockOfRows(atB + columnB0, job.N / 4);
      let block1 = blockOfRows(atB + columnB1, job.N / 4);
      let block2 = blockOfRows(atB + columnB2, job.N / 4);
      let block3 = blockOfRows(atB + columnB3, job.N / 4);
      let x0 = blockOfColumns(atA + columnA0, job.M / 4);
      a0 += block0 * x0[0]; a1 += block1 * x0[0]; a2 += block2 * x0[0]; a3 += block3 * x0[0];
      b0 += block0 * x0[1]; b1 += block1 * x0[1]; b2 += block2 * x0[1]; b3 += block3 * x0[1];
      c0 += block0 * x0[2]; c1 += block1 * x0[2]; c2 += block2 * x0[2]; c3 += block3 * x0[2];
      d0 += block0 * x0[3]; d1 += block1 * x0[3]; d2 += block2 * x0[3]; d3 += block3 * x0[3];
      let x1 = blockOfColumns(atA + columnA1, job.M / 4);
      e0 += block0 * x1[0]; e1 += block1 * x1[0]; e2 += block2 * x1[0]; e3 += block3 * x1[0];
      f0 += block0 * x1[1]; f1 += block1 * x1[1]; f2 += block2 * x1[1]; f3 += block3 * x1[1];
      g0 += block0 * x1[2]; g1 += block1 * x1[2]; g2 += block2 * x1[2]; g3 += block3 * x1[2];
      h0 += block0 * x1[3]; h1 += block1 * x1[3]; h2 += block2 * x1[3]; h3 += block3 * x1[3];
      let x2 = blockOfColumns(atA + columnA2, job.M / 4);
      i0 += block0 * x2[0]; i1 += block1 * x2[0]; i2 += block2 * x2[0]; i3 += block3 * x2[0];
      j0 += block0 * x2[1]; j1 += block1 * x2[1]; j2 += block2 * x2[1]; j3 += block3 * x2[1];
      k0 += block0 * x2[2]; k1 += block1 * x2[2]; k2 += block2 * x2[2]; k3 += block3 * x2[2];
      l0 += block0 * x2[3]; l1 += block1 * x2[3]; l2 += block2 * x2[3]; l3 += block3 * x2[3];
      let x3 = blockOfColumns(atA + columnA3, job.M / 4);
      m0 += block0 * x3[0]; m1 += block1 * x3[0]; m2 += block2 * x3[0]; m3 += block3 * x3[0];
      n0 += block0 * x3[1]; n1 += block1 * x3[1]; n2 += block2 * x3[1]; n3 += block3 * x3[1];
      o0 += block0 * x3[2]; o1 += block1 * x3[2]; o2 += block2 * x3[2]; o3 += block3 * x3[2];
      p0 += block0 * x3[3]; p1 += block1 * x3[3]; p2 += block2 * x3[3]; p3 += block3 * x3[3];
    }
  } else {
    for (; done < kEnd; done++) {
      let w0 = rowOfB(done, n);
      let w1 = rowOfB(done, n + 4);
      let w2 = rowOfB(done, n + 8);
      let w3 = rowOfB(done, n + 12);
      let u0 = columnOfA(m, done, rowsOut);
      a0 += w0 * u0.x; a1 += w1 * u0.x; a2 += w2 * u0.x; a3 += w3 * u0.x;
      b0 += w0 * u0.y; b1 += w1 * u0.y; b2 += w2 * u0.y; b3 += w3 * u0.y;
      c0 += w0 * u0.z; c1 += w1 * u0.z; c2 += w2 * u0.z; c3 += w3 * u0.z;
      d0 += w0 * u0.w; d1 += w1 * u0.w; d2 += w2 * u0.w; d3 += w3 * u0.w;
      let u1 = columnOfA(m + 4, done, rowsOut);
      e0 += w0 * u1.x; e1 += w1 * u1.x; e2 += w2 * u1.x; e3 += w3 * u1.x;
      f0 += w0 * u1.y; f1 += w1 * u1.y; f2 += w2 * u1.y; f3 += w3 * u1.y;
      g0 += w0 * u1.z; g1 += w1 * u1.z; g2 += w2 * u1.z; g3 += w3 * u1.z;
      h0 += w0 * u1.w; h1 += w1 * u1.w; h2 += w2 * u1.w; h3 += w3 * u1.w;
      let u2 = columnOfA(m + 8, done, rowsOut);
      i0 += w0 * u2.x; i1 += w1 * u2.x; i2 += w2 * u2.x; i3 += w3 * u2.x;
      j0 += w0 * u2.y; j1 += w1 * u2.y; j2 += w2 * u2.y; j3 += w3 * u2.y;
      k0 += w0 * u2.z; k1 += w1 * u2.z; k2 += w2 * u2.z; k3 += w3 * u2.z;
      l0 += w0 * u2.w; l1 += w1 * u2.w; l2 += w2 * u2.w; l3 += w3 * u2.w;
      let u3 = columnOfA(m + 12, done, rowsOut);
      m0 += w0 * u3.x; m1 += w1 * u3.x; m2 += w2 * u3.x; m3 += w3 * u3.x;
      n0 += w0 * u3.y; n1 += w1 * u3.y; n2 += w2 * u3.y; n3 += w3 * u3.y;
      o0 += w0 * u3.z; o1 += w1 * u3.z; o2 += w2 * u3.z; o3 += w3 * u3.z;
      p0 += w0 * u3.w; p1 += w1 * u3.w; p2 += w2 * u3.w; p3 += w3 * u3.w;
    }
  }

  // An array only here, where it costs a few writes and saves the compiler from as many copies of what
  // follows.
  var tile = array(
    a0, a1, a2, a3, b0, b1, b2, b3, c0, c1, c2, c3, d0, d1, d2, d3, e0, e1, e2, e3, f0, f1, f2, f3, g0, g1,
    g2, g3, h0, h1, h2, h3, i0, i1, i2, i3, j0, j1, j2, j3, k0, k1, k2, k3, l0, l1, l2, l3, m0, m1, m2, m3,
    n0, n1, n2, n3, o0, o1, o2, o3, p0, p1, p2, p3
  );
  let count = min(16, rowsOut - m);
  // The last rows of a slice of tn, one at a time: rolled up, since the compiler takes long over each copy of
  // a tile's arithmetic.
  for (; done < kEnd; done++) {
    let w = array(rowOfB(done, n), rowOfB(done, n + 4), rowOfB(done, n + 8), rowOfB(done, n + 12));
    for (var i = 0u; i < 16; i++) {
      let u = elementOfA(m + i, done, rowsOut);
      for (var c = 0u; c < 4; c++) { tile[4 * i + c] += w[c] * u; }
    }
  }
  if (WHOLE) {
    let to = z * job.M * job.N;
    // What is added is asked once for the tile: asked at each store, as in `store`, it costs a quarter of a
    // product with K = 64.
    let blocks = min(4, (job.N - n) / 4);
    for (var once = 0u; once < job.BIAS; once++) {
      for (var c = 0u; c < blocks; c++) {
        let more = fourOfBias(n + 4 * c);
        for (var i = 0u; i < count; i++) { tile[4 * i + c] += more; }
      }
    }
    for (var once = 0u; once < job.RESIDUAL; once++) {
      for (var i = 0u; i < count; i++) {
        for (var c = 0u; c < blocks; c++) { tile[4 * i + c] += fourOfResidual((m + i) * job.N + n + 4 * c); }
      }
    }
    for (var once = 0u; once < job.ACCUMULATE; once++) {
      for (var i = 0u; i < count; i++) {
        for (var c = 0u; c < blocks; c++) { tile[4 * i + c] += fourOfOut(to + (m + i) * job.N + n + 4 * c); }
      }
    }
    for (var i = 0u; i < count; i++) {
      for (var c = 0u; c < blocks; c++) { storeFour(to + (m + i) * job.N + n + 4 * c, tile[4 * i + c]); }
    }
  } else {
    for (var i = 0u; i < count; i++) {
      for (var c = 0u; c < 4; c++) { store(z, m + i, n + 4 * c, tile[4 * i + c], rowsOut); }
    }
  }
}
