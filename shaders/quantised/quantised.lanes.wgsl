// quantised.lanes - out[m,n] = sum_k a[m,k] W[n,k]  (+ bias[n]) (+ residual[m,n]) (+ out[m,n]) for 1 to 8
// rows and a matrix W (N,K) that is kept in f16, 8 or 4 bits (weights.wgsl): lanes lie along k, so that
// neighbours read neighbouring words and each word is read once
// shapes   a (R,K), out (R,N) f32 row-major; K a multiple of 4; W in chunks of rows, one a dispatch
// launch   256 lanes a workgroup: teams of LANES lanes along K (4, 8, 16 or 32), each for 4 columns of ROWS
//          rows (1, 2, 4 or 8); dispatch (ceil(columns/(1024/LANES)), ceil(R/ROWS), slices of the sum), cut
//          by columns where it would take too long
// numerics W as f32 in registers; each lane sums its k in order in f32, then a tree over the lanes of a team
// writes   out with = or += (ACCUMULATE); several slices write partial sums (slices,R,N) that quantised.join
//          adds up
// proof    quantised.ref.ts, quantised.test.ts
import package::quantised::weights::{words, FORMAT, fourNibbles, weights4};
import package::matmul::teams::{LANES, COLUMNS, teamColumns};

override ROWS: u32;
/**
 * 4 bits alone: a lane takes a block of 32 at once, so that a narrow team still reads 64 neighbouring bytes.
 */
override BLOCKWISE: bool = false;

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
  // Blocks of the sum in a slice, and numbers of out from one slice's partial sums to the next.
  SLICE: u32,
  OUT_SLICE: u32,
  PADDING: u32,
}
@group(0) @binding(6) var<uniform> job: Job;
// The same words by blocks of 4 bits.
@group(0) @binding(7) var<storage, read> blocks4: array<vec4u>;

struct Sums {
  low: mat4x4f,
  high: mat4x4f,
}

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

// Four columns' products with the rows from m on, at four k.
fn added(s: Sums, m: u32, group: u32, w: mat4x4f) -> Sums {
  var sums = s;
  sums.low[0] += left(m, group) * w;
  if (ROWS > 1u) { sums.low[1] += left(m + 1u, group) * w; }
  if (ROWS > 2u) {
    sums.low[2] += left(m + 2u, group) * w;
    sums.low[3] += left(m + 3u, group) * w;
  }
  if (ROWS > 4u) {
    sums.high[0] += left(m + 4u, group) * w;
    sums.high[1] += left(m + 5u, group) * w;
    sums.high[2] += left(m + 6u, group) * w;
    sums.high[3] += left(m + 7u, group) * w;
  }
  return sums;
}

fn scalesOf(column: u32, block: u32) -> vec2f {
  return unpack2x16float(words[job.SCALES + column * job.BLOCKS + block]);
}

fn store(m: u32, n: u32, sum: f32, slice: u32) {
  let column = job.OUT_FIRST + n;
  let at = m * job.OUT_STRIDE + column;
  var value = sum;
  if ((job.ADDED & 1u) != 0u) { value += bias[column]; }
  if ((job.ADDED & 2u) != 0u) { value += residual[at]; }
  if ((job.ADDED & 4u) != 0u) { value += out[at]; }
  out[slice * job.OUT_SLICE + at] = value;
}

@compute @workgroup_size(256)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) lane: u32) {
  let m = job.FIRST_ROW + ROWS * group.y;
  let end = job.FIRST_COLUMN + job.COLUMNS;
  let n = job.FIRST_COLUMN + COLUMNS * group.x + lane / LANES * 4u;
  let column = min(vec4u(n, n + 1u, n + 2u, n + 3u), vec4u(end - 1u));
  let begin = group.z * job.SLICE;
  let last = min(begin + job.SLICE, (job.SUM + 31u) / 32u);
  var s = Sums();
  if (BLOCKWISE) {
    for (var block = begin + lane % LANES; block < last; block += LANES) {
      let at = column * job.BLOCKS + block;
      let packed = transpose4(blocks4[at.x], blocks4[at.y], blocks4[at.z], blocks4[at.w]);
      let p = scalesOf(column.x, block);
      let q = scalesOf(column.y, block);
      let r = scalesOf(column.z, block);
      let t = scalesOf(column.w, block);
      // rows.w is zero: unrolled, the loop would hold all that it loads in registers.
      for (var i = 0u; i < 8u + rows.w; i++) {
        let word = select(
          select(packed.a, packed.b, i >= 2u), select(packed.c, packed.d, i >= 6u), i >= 4u);
        let w = mat4x4f(
          fourNibbles(word.x, i, p), fourNibbles(word.y, i, q), fourNibbles(word.z, i, r),
          fourNibbles(word.w, i, t));
        s = added(s, m, 8u * block + i, w);
      }
    }
  } else {
    // A lane takes eight k at a time: a word of four bits, two of eight.
    for (var pair = 4u * begin + lane % LANES; pair < 4u * last && 8u * pair < job.SUM; pair += LANES) {
      for (var i = 0u; i < 2u; i++) {
        let k = 2u * pair + i;
        s = added(s, m, k, right(column, k));
      }
    }
  }
  // One row after another goes through workgroup memory; the first lanes of the workgroup then have a column
  // each.
  var sums = array(s.low[0], s.low[1], s.low[2], s.low[3], s.high[0], s.high[1], s.high[2], s.high[3]);
  for (var i = 0u; i < ROWS; i++) {
    let sum = teamColumns(lane, sums[i]);
    let to = job.FIRST_COLUMN + COLUMNS * group.x + lane;
    if (lane < COLUMNS && to < end && m + i < rows.x) { store(m + i, to, sum, group.z); }
  }
}

/** Words 0 .. 3 of a block, each of four columns. */
struct Words {
  a: vec4u,
  b: vec4u,
  c: vec4u,
  d: vec4u,
}

fn transpose4(x: vec4u, y: vec4u, z: vec4u, w: vec4u) -> Words {
  return Words(
    vec4u(x.x, y.x, z.x, w.x), vec4u(x.y, y.y, z.y, w.y), vec4u(x.z, y.z, z.z, w.z),
    vec4u(x.w, y.w, z.w, w.w));
}
