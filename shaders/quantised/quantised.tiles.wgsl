// quantised.tiles - quantised.matmul with both operands through workgroup memory: a workgroup unpacks each
// weight once for 128 rows
// shapes   a (R,K) or (R,N), out (R,N) or (R,K), f32 row-major, forms nt and nn; W in chunks of rows
// launch   256 lanes a workgroup, 128 rows by 64 columns (matmul/tile.wgsl); dispatch (ceil(columns/64),
//          ceil(rows/128), slices of the sum), cut by rows and by columns where it would take too long
// numerics W as f32 in workgroup memory, f32 sums in order of k or n
// writes   out with = or += (ACCUMULATE); several slices write partial sums (slices,R,N) that quantised.join
//          adds up
// proof    quantised.ref.ts, quantised.test.ts
import package::quantised::blockOperands::{rows, job, left, right, store};
import package::matmul::tile::{ROWS, COLUMNS, Tile, stageLeft, stageRight, multiplied};

@compute @workgroup_size(256)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) lane: u32) {
  let firstRow = job.FIRST_ROW + ROWS * group.y;
  let firstColumn = job.FIRST_COLUMN + COLUMNS * group.x;
  let begin = group.z * job.SLICE;
  let end = min(begin + job.SLICE, (job.SUM + 3u) / 4u);
  let at = lane % 4u;
  let m = firstRow + lane / 4u * 4u;
  let n = firstColumn + (lane - 128u) / 4u * 4u;
  var sums = Tile();
  for (var first = begin; first < end; first += 4u) {
    // What lies beyond the sum counts as zero on the left, and is any number of the matrix on the right.
    let four = min(first + at, end - 1u);
    let inside = f32(first + at < end);
    workgroupBarrier();
    if (lane < 128u) {
      let rowsOfA = mat4x4f(left(m, four), left(m + 1u, four), left(m + 2u, four), left(m + 3u, four));
      stageLeft(lane / 4u, at, inside * transpose(rowsOfA));
    } else if (lane < 192u) {
      stageRight((lane - 128u) / 4u, at, right(four, n));
    }
    workgroupBarrier();
    sums = multiplied(lane, sums, rows.w);
  }
  let row = firstRow + lane / 16u * 8u;
  let column = firstColumn + lane % 16u * 4u;
  var tile = array(
    sums.top[0], sums.top[1], sums.top[2], sums.top[3], sums.bottom[0], sums.bottom[1], sums.bottom[2],
    sums.bottom[3]);
  for (var i = 0u; i < 8u; i++) { store(row + i, column, tile[i], group.z); }
}
