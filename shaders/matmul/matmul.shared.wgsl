// matmul.shared - out[m,n] = sum_k A[m,k] B[k,n]  (+ bias[n]) (+ residual[m,n]) (+ out[m,n]), tiles through
// workgroup memory
// shapes   row-major f32, three forms of one product:
//            nt  a (R,K), b (N,K)   A = a,   B = b^T   R = rows
//            nn  a (R,K), b (K,N)   A = a,   B = b     R = rows
//            tn  a (R,M), b (R,N)   A = a^T, B = b     K = rows, cut into slices of SLICE rows
// launch   16x16 threads a workgroup, each 4 rows by 4 columns of a tile of 64x64; dispatch (ceil(N/64),
//          ceil(rows out/64), slices), cut by rows (nt, nn) or by slices (tn) where it would take too long
// numerics f32 sums in order of k; any job
// writes   out with = or += (ACCUMULATE); tn with several slices writes partial sums (slices,M,N) that
//          columnSum adds to out
// proof    matmul.ref.ts, matmul.test.ts
//
// Each element is read from memory once a tile instead of once a thread: for devices whose threads wait
// cheaply.

import package::matmul::operands::{bindAll, rows, job, TRANSPOSE_A, columnOfA, rowOfB, store};

// Sixteen k of 64 rows of A and of 64 columns of B, four rows or columns to a vector.
var<workgroup> left: array<array<vec4f, 16>, 16>;
var<workgroup> right: array<array<vec4f, 16>, 16>;

@compute @workgroup_size(16, 16)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_id) local: vec3u) {
  bindAll();
  let firstRow = job.FIRST_ROW + 64 * group.y;
  let firstColumn = 64 * group.x;
  let z = job.FIRST_OUT + group.z;
  let rowsOut = select(rows.x, job.M, TRANSPOSE_A);
  let kBegin = (job.FIRST_SLICE + group.z) * job.SLICE;
  let kEnd = select(job.K, min(rows.x, kBegin + job.SLICE), TRANSPOSE_A);
  let lane = 16 * local.y + local.x;
  // Neighbouring threads load neighbouring numbers: along k in a matrix that lies by rows of k, else along
  // rows.
  let k = lane / 16;
  let four = lane % 16;
  var a = vec4f();
  var b = vec4f();
  var c = vec4f();
  var d = vec4f();
  for (var k0 = kBegin; k0 < kEnd; k0 += 16) {
    let inside = k0 + k < kEnd;
    let at = min(k0 + k, kEnd - 1);
    let m = firstRow + 4 * four;
    let n = firstColumn + 4 * four;
    let x = columnOfA(m, at, rowsOut);
    let y = rowOfB(at, n);
    left[k][four] = select(vec4f(), x, inside);
    right[k][four] = select(vec4f(), y, inside);
    workgroupBarrier();
    for (var j = 0u; j < 16; j++) {
      let u = left[j][local.y];
      let w = right[j][local.x];
      a += u.x * w;
      b += u.y * w;
      c += u.z * w;
      d += u.w * w;
    }
    workgroupBarrier();
  }
  let m = firstRow + 4 * local.y;
  let n = firstColumn + 4 * local.x;
  store(z, m, n, a, rowsOut);
  store(z, m + 1, n, b, rowsOut);
  store(z, m + 2, n, c, rowsOut);
  store(z, m + 3, n, d, rowsOut);
}
