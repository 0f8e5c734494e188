// quantised.matmul - a product with a matrix W (N,K) that is kept in f16, 8 or 4 bits (weights.wgsl):
//   nt  out[m,n] = sum_k a[m,k] W[n,k]  (+ bias[n]) (+ residual[m,n]) (+ out[m,n])   the layer forward
//   nn  out[m,k] = sum_n a[m,n] W[n,k]  (+ residual[m,k]) (+ out[m,k])               its input gradient
// shapes   a (R,K) or (R,N), out (R,N) or (R,K), f32 row-major; K a multiple of 4; W in chunks of rows, one a
//          dispatch: in nt a chunk makes columns of out, in nn it adds its part of the sum
// launch   SIDE_X x SIDE_Y threads a workgroup, each 8 rows by 4 columns in registers;
//          dispatch (ceil(columns/(4 SIDE_X)), ceil(rows/(8 SIDE_Y)), 1), cut by rows and by columns where it
//          would take too long
// numerics W as f32 in registers, f32 sums in order of k or n
// writes   out with = or += (ACCUMULATE)
// proof    quantised.ref.ts, quantised.test.ts
//
// Accumulators are named vectors and not an array, as in matmul.registers.
import package::quantised::blockOperands::{rows, job, left, right, store};

override SIDE_X: u32;
override SIDE_Y: u32;

@compute @workgroup_size(SIDE_X, SIDE_Y)
fn main(@builtin(global_invocation_id) id: vec3u) {
  let n = job.FIRST_COLUMN + 4 * id.x;
  let m = job.FIRST_ROW + 8 * id.y;
  if (m >= rows.x || n >= job.FIRST_COLUMN + job.COLUMNS) { return; }
  var s0 = vec4f(); var s1 = vec4f(); var s2 = vec4f(); var s3 = vec4f();
  var s4 = vec4f(); var s5 = vec4f(); var s6 = vec4f(); var s7 = vec4f();
  for (var group = 0u; group < (job.SUM + 3) / 4; group++) {
    let w = right(group, n);
    s0 += w * left(m, group);
    s1 += w * left(m + 1, group);
    s2 += w * left(m + 2, group);
    s3 += w * left(m + 3, group);
    s4 += w * left(m + 4, group);
    s5 += w * left(m + 5, group);
    s6 += w * left(m + 6, group);
    s7 += w * left(m + 7, group);
  }
  var tile = array(s0, s1, s2, s3, s4, s5, s6, s7);
  for (var i = 0u; i < 8; i++) { store(m + i, n, tile[i], 0); }
}
