// quantised/blockOperands - what the products of many rows with a quantised matrix share: both operands in
// blocks of four numbers of the sum, whatever the form, and the store with what is added.
import package::quantised::weights::{words, FORMAT, weights4};

override NN: bool;
// nn: the rows of a begin at multiples of four and so does the chunk
override VEC4: bool;

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
  // Fours of the sum in a slice, and numbers of out from one slice's partial sums to the next.
  SLICE: u32,
  OUT_SLICE: u32,
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

fn store(m: u32, n: u32, sums: vec4f, slice: u32) {
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
    out[slice * job.OUT_SLICE + at] = value;
  }
}

