// quantised.lanes - out[m,n] = sum_k a[m,k] W[n,k]  (+ bias[n]) (+ residual[m,n]) (+ out[m,n]) for 1 to 8
// rows and a matrix W (N,K) that is kept in f16, 8 or 4 bits (weights.wgsl): lanes lie along k, so that
// neighbours read neighbouring words and each word is read once
// shapes   a (R,K), out (R,N) f32 row-major; K a multiple of 4; W in chunks of rows, one a dispatch
// launch   256 lanes a workgroup: 8 teams of 32 lanes along K, each for 4 columns of ROWS rows (1, 2, 4 or
//          8); dispatch (ceil(columns/32), ceil(R/ROWS), 1), cut by columns where it would take too long
// numerics W as f32 in registers; each lane sums its k in order in f32, then a tree over the lanes of a team
// writes   out with = or += (ACCUMULATE)
// proof    quantised.ref.ts, quantised.test.ts
import package::quantised::weights::{words, FORMAT, weights4};
import package::matmul::teams::{LANES, COLUMNS, teamColumns};

override ROWS: u32;

@group(0) @binding(1) var<storage, read> a4: array<vec4f>;
@group(0) @binding(2) var<storage, read> bias: array<f32>;
@group(0) @binding(3) var<storage, read> residual: array<f32>;
@group(0) @binding(4) var<storage, read_write> out: array<f32>;
@group(0) @binding(5) var<uniform> rows: vec4u;

struct Job {
  // Columns of out that this dispatch makes, from FIRST_COLUMN of the chunk on.
  COLUMNS: u32,
  FIRST_COLUMN: u32,
  // Length of the sum.
  SUM: u32,
  // Blocks in a row of W, and where its scales begin.
  BLOCKS: u32,
  SCALES: u32,
  // Numbers in a row of out, and where the chunk begins in them.
  OUT_STRIDE: u32,
  OUT_FIRST: u32,
  FIRST_ROW: u32,
  // bits: 1 bias, 2 residual, 4 accumulate
  ADDED: u32,
}
@group(0) @binding(6) var<uniform> job: Job;

// Four numbers of row m; zeros beyond the sum, where the padding of a block is no zero.
fn left(m: u32, group: u32) -> vec4f {
  let at = min(m, rows.x - 1u) * (job.SUM / 4u) + min(group, job.SUM / 4u - 1u);
  return select(vec4f(), a4[at], 4u * group < job.SUM);
}

fn right(column: vec4u, group: u32) -> mat4x4f {
  return mat4x4f(
    weights4(column.x, group, job.BLOCKS, job.SCALES), weights4(column.y, group, job.BLOCKS, job.SCALES),
    weights4(column.z, group, job.BLOCKS, job.SCALES), weights4(column.w, group, job.BLOCKS, job.SCALES));
}

fn store(m: u32, n: u32, sum: f32) {
  let column = job.OUT_FIRST + n;
  let at = m * job.OUT_STRIDE + column;
  var value = sum;
  if ((job.ADDED & 1u) != 0u) { value += bias[column]; }
  if ((job.ADDED & 2u) != 0u) { value += residual[at]; }
  if ((job.ADDED & 4u) != 0u) { value += out[at]; }
  out[at] = value;
}

@compute @workgroup_size(256)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) lane: u32) {
  let m = job.FIRST_ROW + ROWS * group.y;
  let end = job.FIRST_COLUMN + job.COLUMNS;
  let n = job.FIRST_COLUMN + COLUMNS * group.x + lane / LANES * 4u;
  let column = min(vec4u(n, n + 1u, n + 2u, n + 3u), vec4u(end - 1u));
  var s0 = vec4f(); var s1 = vec4f(); var s2 = vec4f(); var s3 = vec4f();
  var s4 = vec4f(); var s5 = vec4f(); var s6 = vec4f(); var s7 = vec4f();
  // A lane takes eight k at a time: a word of four bits, two of eight.
  for (var pair = lane % LANES; 8u * pair < job.SUM; pair += LANES) {
    for (var i = 0u; i < 2u; i++) {
      let k = 2u * pair + i;
      let w = right(column, k);
      s0 += left(m, k) * w;
      if (ROWS > 1u) { s1 += left(m + 1u, k) * w; }
      if (ROWS > 2u) { s2 += left(m + 2u, k) * w; s3 += left(m + 3u, k) * w; }
      if (ROWS > 4u) {
        s4 += left(m + 4u, k) * w; s5 += left(m + 5u, k) * w;
        s6 += left(m + 6u, k) * w; s7 += left(m + 7u, k) * w;
      }
    }
  }
  // One row after another goes through workgroup memory; the first lanes of the workgroup then have a column
  // each.
  var sums = array(s0, s1, s2, s3, s4, s5, s6, s7);
  for (var i = 0u; i < ROWS; i++) {
    let sum = teamColumns(lane, sums[i]);
    let to = job.FIRST_COLUMN + COLUMNS * group.x + lane;
    if (lane < COLUMNS && to < end && m + i < rows.x) { store(m + i, to, sum); }
  }
}
