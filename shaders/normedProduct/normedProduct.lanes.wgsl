// normedProduct.lanes - of 1 to 8 rows at a time, what a decoding step does around a product with b:
//   y = f sum_k g[k] x[r,k] b[n,k]  (+ bias[n]) (+ residual[r,n]),
//   f = 1 / sqrt(mean_k x[r,k]^2 + EPS), or 1 and g = 1 without the norm
// and out = y, or out[r,i] = silu(y[r,i]) y[r,N/2+i]
// shapes   x (R,K), or a table (V,K) of which row r is SCALE x[token[r]]; b (N,K), g (K), bias (N); residual
//          (R,N), or a table likewise; out (R,N), or (R,N/2) for gates and ups; all row-major f32
// launch   256 lanes a workgroup: 8 teams of 32 lanes along K, each for 4 columns, or two gates and their
//          ups, of ROWS rows (1, 2, 4 or 8); dispatch (ceil(N/32), ceil(R/ROWS), 1)
// numerics f32: each lane sums its k in order, then a tree over the lanes of a team; the squares beside the
//          products, so that x is read once; K a multiple of 4; a token beyond the table counts as its last
// writes   out with =
// proof    normedProduct.ref.ts, normedProduct.test.ts; sources: rmsnorm, matmul.lanes, swiglu, embedding
import package::common::reduce::teamSum;
import package::matmul::teams::{LANES, COLUMNS, teamColumns};

override ROWS: u32;

@group(0) @binding(0) var<storage, read> x: array<vec4f>;
@group(0) @binding(1) var<storage, read> b: array<vec4f>;
@group(0) @binding(2) var<storage, read> gain: array<vec4f>;
@group(0) @binding(3) var<storage, read> bias: array<f32>;
@group(0) @binding(4) var<storage, read> residual: array<f32>;
@group(0) @binding(5) var<storage, read> token: array<u32>;
@group(0) @binding(6) var<storage, read_write> out: array<f32>;
@group(0) @binding(7) var<uniform> rows: vec4u;

// Uniform and not override: one pipeline then serves all of a decoding step.
struct Job {
  N: u32,
  K: u32,
  // Rows of the table that tokens name.
  V: u32,
  // 1 or 0 each.
  NORM: u32,
  BIAS: u32,
  RESIDUAL: u32,
  GATED: u32,
  // What is a table: 1 x, 2 the residual.
  TABLE: u32,
  EPS: f32,
  SCALE: f32,
}
@group(0) @binding(8) var<uniform> job: Job;

// What lanes of up to 32 columns have to hand on to each other.
var<workgroup> columnSums: array<f32, 32>;

/** The row of a table, or the row itself; rows beyond the last are that one. */
fn source(row: u32, table: bool) -> u32 {
  let live = min(row, rows.x - 1u);
  return select(live, min(token[live], job.V - 1u), table);
}

fn silu(gate: f32) -> f32 {
  return gate / (1.0 + exp(min(-gate, 80.0)));
}

@compute @workgroup_size(256)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) lane: u32) {
  let m = ROWS * group.y;
  let team = lane / LANES;
  let gated = job.GATED == 1u;
  let half = job.N / 2u;
  let plain = COLUMNS * group.x + 4u * team;
  let gate = COLUMNS / 2u * group.x + 2u * team;
  let wanted = select(
    vec4u(plain, plain + 1u, plain + 2u, plain + 3u),
    vec4u(gate, gate + 1u, half + gate, half + gate + 1u),
    gated
  );
  let at = min(wanted, vec4u(job.N - 1u)) * (job.K / 4u);
  var begins = array<u32, 8>();
  for (var i = 0u; i < ROWS; i++) { begins[i] = source(m + i, job.TABLE == 1u) * (job.K / 4u); }
  var sums = array<vec4f, 8>();
  var squares = array<f32, 8>();
  for (var k = lane % LANES; k < job.K / 4u; k += LANES) {
    let w = mat4x4f(b[at.x + k], b[at.y + k], b[at.z + k], b[at.w + k]);
    var g = vec4f(1.0);
    if (job.NORM == 1u) { g = gain[k]; }
    for (var i = 0u; i < ROWS; i++) {
      let own = x[begins[i] + k];
      sums[i] += (own * g) * w;
      squares[i] += dot(own, own);
    }
  }
  let scale = select(1.0, job.SCALE, job.TABLE == 1u);
  for (var i = 0u; i < ROWS; i++) {
    let row = m + i;
    var factor = scale;
    if (job.NORM == 1u) {
      let mean = teamSum(lane, squares[i]) * scale * scale / f32(job.K);
      factor = scale * inverseSqrt(mean + job.EPS);
    }
    var sum = factor * teamColumns(lane, sums[i]);
    // Column lane % 4 of team lane / 4; in pairs the third and fourth are the ups of the first and second.
    if (gated) {
      if (lane < COLUMNS) { columnSums[lane] = sum; }
      workgroupBarrier();
      let column = COLUMNS / 2u * group.x + lane / 4u * 2u + lane % 4u;
      if (lane < COLUMNS && lane % 4u < 2u && column < half && row < rows.x) {
        out[row * half + column] = silu(sum) * columnSums[lane + 2u];
      }
      workgroupBarrier();
    } else {
      let column = COLUMNS * group.x + lane;
      if (lane < COLUMNS && column < job.N && row < rows.x) {
        if (job.BIAS == 1u) { sum += bias[column]; }
        if (job.RESIDUAL == 1u) {
          let table = job.TABLE == 2u;
          sum += select(1.0, job.SCALE, table) * residual[source(row, table) * job.N + column];
        }
        out[row * job.N + column] = sum;
      }
    }
  }
}
