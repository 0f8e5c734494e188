// matmul.subgroups - out[m,n] = sum_k A[m,k] B[k,n]  (+ bias[n]) (+ residual[m,n]) (+ out[m,n]), A handed
// round between lanes
// shapes   row-major f32, forms nt, nn and tn as matmul.registers
// launch   64 threads a workgroup, each 8 rows by 4 columns in registers, all of them the same rows; dispatch
//          (ceil(N/256), ceil(rows out/8), slices), cut by rows (nt, nn) or by slices (tn) where it would
//          take too long
// numerics f32 sums in order of k; any job
// writes   out with = or += (ACCUMULATE); tn with several slices writes partial sums (slices,M,N) that
//          columnSum adds to out
// proof    matmul.ref.ts, matmul.test.ts
// needs    the feature subgroups, of any size up to 64
//
// A lane loads one k of eight rows, as many k at a time as a subgroup has lanes, and its neighbours get them
// by shuffles: no workgroup memory, no barrier, and one load of A a subgroup.
import package::matmul::operands::{bindAll, rows, job, TRANSPOSE_A, columnOfA, rowOfB, store};
enable subgroups;
diagnostic(off, subgroup_uniformity);

@compute @workgroup_size(64)
fn main(
  @builtin(workgroup_id) group: vec3u,
  @builtin(local_invocation_index) local: u32,
  @builtin(subgroup_invocation_id) lane: u32,
  @builtin(subgroup_size) lanes: u32,
) {
  bindAll();
  let m = job.FIRST_ROW + 8 * group.y;
  let n = 256 * group.x + 4 * local;
  let z = job.FIRST_OUT + group.z;
  let rowsOut = select(rows.x, job.M, TRANSPOSE_A);
  let kBegin = (job.FIRST_SLICE + group.z) * job.SLICE;
  let kEnd = select(job.K, min(rows.x, kBegin + job.SLICE), TRANSPOSE_A);
  var a = vec4f();
  var b = vec4f();
  var c = vec4f();
  var d = vec4f();
  var e = vec4f();
  var f = vec4f();
  var g = vec4f();
  var h = vec4f();
  for (var k0 = kBegin; k0 < kEnd; k0 += lanes) {
    let mine = min(k0 + lane, kEnd - 1);
    let u0 = columnOfA(m, mine, rowsOut);
    let u1 = columnOfA(m + 4, mine, rowsOut);
    for (var j = 0u; j < min(lanes, kEnd - k0); j++) {
      let w = rowOfB(k0 + j, n);
      let x0 = subgroupShuffle(u0, j);
      let x1 = subgroupShuffle(u1, j);
      a += x0.x * w;
      b += x0.y * w;
      c += x0.z * w;
      d += x0.w * w;
      e += x1.x * w;
      f += x1.y * w;
      g += x1.z * w;
      h += x1.w * w;
    }
  }
  store(z, m, n, a, rowsOut);
  store(z, m + 1, n, b, rowsOut);
  store(z, m + 2, n, c, rowsOut);
  store(z, m + 3, n, d, rowsOut);
  store(z, m + 4, n, e, rowsOut);
  store(z, m + 5, n, f, rowsOut);
  store(z, m + 6, n, g, rowsOut);
  store(z, m + 7, n, h, rowsOut);
}
