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
import package::quantised::weights::{words, FORMAT, weights4};

override NN: bool;
// nn: the rows of a begin at multiples of four and so does the chunk
override VEC4: bool;
override SIDE_X: u32;
override SIDE_Y: u32;

@group(0) @binding(1) var<storage, read> a4: array<vec4f>;
@group(0) @binding(2) var<storage, read> a: array<f32>;
@group(0) @binding(3) var<storage, read> bias: array<f32>;
@group(0) @binding(4) var<storage, read> residual: array<f32>;
@group(0) @binding(5) var<storage, read_write> out: array<f32>;
@group(0) @binding(6) var<uniform> rows: vec4u;

struct Job {
  // Columns of out that this dispatch makes, from FIRST_COLUMN on: rows of the chunk in nt, columns of W in
  // nn.
  COLUMNS: u32,
  FIRST_COLUMN: u32,
  // Length of the sum: columns of W in nt, rows of the chunk in nn.
  SUM: u32,
  // Blocks in a row of W, and where its scales begin.
  BLOCKS: u32,
  SCALES: u32,
  // Numbers in a row of a and of out, and where the chunk begins in them.
  A_STRIDE: u32,
  A_FIRST: u32,
  OUT_STRIDE: u32,
  OUT_FIRST: u32,
  FIRST_ROW: u32,
  // bits: 1 bias, 2 residual, 4 accumulate
  ADDED: u32,
  PADDING: u32,
}
@group(0) @binding(7) var<uniform> job: Job;

// a[m, 4 group .. 4 group + 3] of the chunk's part of the row; what lies beyond the sum counts as zero.
fn left(m: u32, group: u32) -> vec4f {
  let row = min(m, rows.x - 1) * job.A_STRIDE + job.A_FIRST;
  if (!NN || VEC4) { return a4[row / 4 + group]; }
  var value = vec4f();
  for (var j = 0u; j < 4; j++) {
    if (4 * group + j < job.SUM) { value[j] = a[row + 4 * group + j]; }
  }
  return value;
}

// Four numbers of the sum from 4 group on, by the four columns n .. n + 3.
fn right(group: u32, n: u32) -> mat4x4f {
  let j = vec4u(0, 1, 2, 3);
  if (NN) {
    let at = min(4 * group + j, vec4u(job.SUM - 1));
    return mat4x4f(
      weights4(at.x, n / 4, job.BLOCKS, job.SCALES), weights4(at.y, n / 4, job.BLOCKS, job.SCALES),
      weights4(at.z, n / 4, job.BLOCKS, job.SCALES), weights4(at.w, n / 4, job.BLOCKS, job.SCALES));
  }
  let at = min(n + j, vec4u(job.FIRST_COLUMN + job.COLUMNS - 1));
  return transpose(mat4x4f(
    weights4(at.x, group, job.BLOCKS, job.SCALES), weights4(at.y, group, job.BLOCKS, job.SCALES),
    weights4(at.z, group, job.BLOCKS, job.SCALES), weights4(at.w, group, job.BLOCKS, job.SCALES)));
}

fn store(m: u32, n: u32, sums: vec4f) {
  if (m >= rows.x) { return; }
  for (var j = 0u; j < 4 && n + j < job.FIRST_COLUMN + job.COLUMNS; j++) {
    let column = job.OUT_FIRST + n + j;
    let at = m * job.OUT_STRIDE + column;
    var value = sums[j];
    // Loops that run once or not at all: a software adapter goes through a branch not taken, but past such a
    // loop.
    for (var i = 0u; i < (job.ADDED & 1); i++) { value += bias[column]; }
    for (var i = 0u; i < ((job.ADDED >> 1) & 1); i++) { value += residual[at]; }
    for (var i = 0u; i < ((job.ADDED >> 2) & 1); i++) { value += out[at]; }
    out[at] = value;
  }
}

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
  for (var i = 0u; i < 8; i++) { store(m + i, n, tile[i]); }
}
