// matmul.half - matmul.shared with its tiles in f16: half the workgroup memory and its traffic, products of
// f16, sums in f32
// shapes   as matmul.shared: f32 in and out, forms nt, nn and tn
// launch   16x16 threads a workgroup, each 4 rows by 4 columns of a tile of 64x64; dispatch (ceil(N/64),
//          ceil(rows out/64), slices)
// numerics operands and products rounded to f16 (11 bits), f32 sums in order of k; operands beyond 65,504 are
//          not finite
// writes   as matmul.shared
// proof    matmul.ref.ts, matmul.test.ts, within 3 * 2^-11 of the sum of absolute products
// needs    the feature shader-f16
import package::matmul::operands::{bindAll, rows, job, TRANSPOSE_A, columnOfA, rowOfB, store};
enable f16;

var<workgroup> left: array<array<vec4h, 16>, 32>;
var<workgroup> right: array<array<vec4h, 16>, 32>;

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
  let four = lane % 16;
  var a = vec4f();
  var b = vec4f();
  var c = vec4f();
  var d = vec4f();
  for (var k0 = kBegin; k0 < kEnd; k0 += 32) {
    for (var k = lane / 16; k < 32; k += 16) {
      let inside = k0 + k < kEnd;
      let at = min(k0 + k, kEnd - 1);
      let m = firstRow + 4 * four;
      let n = firstColumn + 4 * four;
      let x = columnOfA(m, at, rowsOut);
      let y = rowOfB(at, n);
      left[k][four] = vec4h(select(vec4f(), x, inside));
      right[k][four] = vec4h(select(vec4f(), y, inside));
    }
    workgroupBarrier();
    for (var j = 0u; j < 32; j++) {
      let u = left[j][local.y];
      let w = right[j][local.x];
      a += vec4f(u.x * w);
      b += vec4f(u.y * w);
      c += vec4f(u.z * w);
      d += vec4f(u.w * w);
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
