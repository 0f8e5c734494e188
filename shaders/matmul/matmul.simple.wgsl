// matmul.simple - out[m,n] = sum_k A[m,k] B[k,n]  (+ bias[n]) (+ residual[m,n]) (+ out[m,n]): the one to read
// shapes   row-major f32; nt: a (R,K), b (N,K); nn: a (R,K), b (K,N); tn: a (R,M), b (R,N), K = rows
//          A[m,k] = a[m*A_ROW + k*A_COLUMN], B[k,n] = b[k*B_ROW + n*B_COLUMN]: a transpose is a swap of
//          strides
// launch   one thread an output, 8x8 a workgroup; dispatch (ceil(N/8), ceil(rows out/8), 1)
// numerics f32 sum in order of k; any sizes
// writes   out with = or += (ACCUMULATE)
// proof    matmul.ref.ts, matmul.test.ts

override M: u32;
override N: u32;
override K: u32;
override A_ROW: u32;
override A_COLUMN: u32;
override B_ROW: u32;
override B_COLUMN: u32;
override SUM_ROWS: bool; // tn: the rows are summed over; else they are the rows of out
override BIAS: bool;
override RESIDUAL: bool;
override ACCUMULATE: bool;

@group(0) @binding(0) var<storage, read> a: array<f32>;
@group(0) @binding(1) var<storage, read> b: array<f32>;
@group(0) @binding(2) var<storage, read> bias: array<f32>;
@group(0) @binding(3) var<storage, read> residual: array<f32>;
@group(0) @binding(4) var<storage, read_write> out: array<f32>;
@group(0) @binding(5) var<uniform> rows: vec4u;

@compute @workgroup_size(8, 8)
fn main(@builtin(global_invocation_id) id: vec3u) {
  let n = id.x;
  let m = id.y;
  if (m >= select(rows.x, M, SUM_ROWS) || n >= N) { return; }
  var sum = 0.0;
  for (var k = 0u; k < select(K, rows.x, SUM_ROWS); k++) {
    sum += a[m * A_ROW + k * A_COLUMN] * b[k * B_ROW + n * B_COLUMN];
  }
  let at = m * N + n;
  if (BIAS) { sum += bias[n]; }
  if (RESIDUAL) { sum += residual[at]; }
  if (ACCUMULATE) { sum += out[at]; }
  out[at] = sum;
}
