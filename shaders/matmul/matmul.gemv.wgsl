// matmul.gemv - out[m,n] = sum_k A[m,k] B[k,n]  (+ bias[n]) (+ residual[m,n]) (+ out[m,n]), for a row alone:
// one thread one output
// shapes   row-major f32, forms nt (dot products along K, as vectors where VEC4) and nn; tn as well, slowly
// launch   64 columns a workgroup and one row; dispatch (ceil(N/64), rows out, slices), cut by rows or slices
//          where it takes long
// numerics f32: four partial sums where VEC4 and nt, else in order of k
// writes   out with = or += (ACCUMULATE); tn with several slices writes partial sums (slices,M,N) that
//          columnSum adds to out
// proof    matmul.ref.ts, matmul.test.ts
//
// A register tile would compute rows that are not there: a sequence decoded alone has one row.

import package::matmul::operands::{
  bindAll, a4, b4, rows, job, TRANSPOSE_A, TRANSPOSE_B, VEC4, elementOfA, elementOfB, rowOfA, storeOne,
};

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3u) {
  bindAll();
  let n = id.x;
  let m = job.FIRST_ROW + id.y;
  let z = job.FIRST_OUT + id.z;
  let rowsOut = select(rows.x, job.M, TRANSPOSE_A);
  if (m >= rowsOut || n >= job.N) { return; }
  let kBegin = (job.FIRST_SLICE + id.z) * job.SLICE;
  let kEnd = select(job.K, min(rows.x, kBegin + job.SLICE), TRANSPOSE_A);
  var sum = 0.0;
  if (VEC4 && TRANSPOSE_B) {
    let row = rowOfA(m, rowsOut);
    let column = n * (job.K / 4);
    var sums = vec4f();
    for (var k = 0u; k < job.K / 4; k++) { sums += a4[row + k] * b4[column + k]; }
    sum = sums.x + sums.y + sums.z + sums.w;
  } else {
    for (var k = kBegin; k < kEnd; k++) { sum += elementOfA(m, k, rowsOut) * elementOfB(k, n); }
  }
  storeOne(z, m, n, sum);
}
