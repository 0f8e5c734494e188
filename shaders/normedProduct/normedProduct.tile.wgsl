// normedProduct.tile - of many rows, a product with its norm before and its gate after:
//   y[r,n] = f[r] sum_k g[k] x[r,k] b[n,k]  (+ bias[n]),  f[r] = 1 / sqrt(mean_k x[r,k]^2 + EPS),
//   inner[r,i] = silu(y[r,i]) y[r,N/2+i]
// shapes   x (R,K), b (N,K), g (K), bias (N), out (R,N), inner (R,N/2), normed (R,K), rstd (R); row-major f32
// launch   8x8 threads a workgroup, each 8 rows by 8 columns in registers, or by four gates and their ups,
//          after one row's squares each, which go through workgroup memory; dispatch (ceil(N/64), ceil(R/64),
//          1)
// numerics f32 sums in order of k; K and N multiples of 4, N of 8 with gates
// writes   out with = (y), unless it is gated and nothing is kept; inner with = where it is gated; where it
//          is kept, rstd with = (f) and normed with = (f g x), which the backward pass reads
// proof    normedProduct.ref.ts, normedProduct.test.ts; sources: rmsnorm, matmul.registers, swiglu
override GATED: bool;
override KEEP: bool;

@group(0) @binding(0) var<storage, read> x: array<vec4f>;
@group(0) @binding(1) var<storage, read> b: array<vec4f>;
@group(0) @binding(2) var<storage, read> gain: array<vec4f>;
@group(0) @binding(3) var<storage, read> bias: array<vec4f>;
@group(0) @binding(4) var<storage, read_write> out: array<vec4f>;
@group(0) @binding(5) var<storage, read_write> inner: array<vec4f>;
@group(0) @binding(6) var<storage, read_write> normed: array<vec4f>;
@group(0) @binding(7) var<storage, read_write> rstd: array<f32>;
@group(0) @binding(8) var<uniform> rows: vec4u;

struct Job {
  N: u32,
  K: u32,
  BIAS: u32,
  EPS: f32,
}
@group(0) @binding(9) var<uniform> job: Job;

fn blockOf(columns: vec4u, k: u32) -> mat4x4f {
  return mat4x4f(b[columns.x + k], b[columns.y + k], b[columns.z + k], b[columns.w + k]);
}

fn silu(gate: vec4f) -> vec4f {
  return gate / (1.0 + exp(min(-gate, vec4f(80.0))));
}

// f of the workgroup's rows.
var<workgroup> scales: array<f32, 64>;

@compute @workgroup_size(8, 8)
fn main(
  @builtin(global_invocation_id) id: vec3u,
  @builtin(workgroup_id) group: vec3u,
  @builtin(local_invocation_id) local: vec3u,
) {
  let place = 8u * local.y + local.x;
  let own = min(64u * group.y + place, rows.x - 1u) * (job.K / 4u);
  var squares = 0.0;
  for (var k = 0u; k < job.K / 4u; k++) { squares += dot(x[own + k], x[own + k]); }
  scales[place] = inverseSqrt(squares / f32(job.K) + job.EPS);
  workgroupBarrier();
  let m = 8u * id.y;
  let K4 = job.K / 4u;
  let n = select(8u * id.x, 4u * id.x, GATED);
  let second = n + select(4u, job.N / 2u, GATED);
  if (m >= rows.x || n >= select(job.N, job.N / 2u, GATED)) { return; }
  let j = vec4u(0u, 1u, 2u, 3u);
  let columns0 = (n + j) * K4;
  let columns1 = min(second + j, vec4u(job.N - 1u)) * K4;
  let top = rows.x - 1u;
  let row0 = m * K4;
  let row1 = min(m + 1u, top) * K4;
  let row2 = min(m + 2u, top) * K4;
  let row3 = min(m + 3u, top) * K4;
  let row4 = min(m + 4u, top) * K4;
  let row5 = min(m + 5u, top) * K4;
  let row6 = min(m + 6u, top) * K4;
  let row7 = min(m + 7u, top) * K4;
  var a0 = vec4f(); var a1 = vec4f();
  var b0 = vec4f(); var b1 = vec4f();
  var c0 = vec4f(); var c1 = vec4f();
  var d0 = vec4f(); var d1 = vec4f();
  var e0 = vec4f(); var e1 = vec4f();
  var f0 = vec4f(); var f1 = vec4f();
  var g0 = vec4f(); var g1 = vec4f();
  var h0 = vec4f(); var h1 = vec4f();
  for (var k = 0u; k < K4; k++) {
    let left = blockOf(columns0, k);
    let right = blockOf(columns1, k);
    let g = gain[k];
    let v0 = g * x[row0 + k]; a0 += v0 * left; a1 += v0 * right;
    let v1 = g * x[row1 + k]; b0 += v1 * left; b1 += v1 * right;
    let v2 = g * x[row2 + k]; c0 += v2 * left; c1 += v2 * right;
    let v3 = g * x[row3 + k]; d0 += v3 * left; d1 += v3 * right;
    let v4 = g * x[row4 + k]; e0 += v4 * left; e1 += v4 * right;
    let v5 = g * x[row5 + k]; f0 += v5 * left; f1 += v5 * right;
    let v6 = g * x[row6 + k]; g0 += v6 * left; g1 += v6 * right;
    let v7 = g * x[row7 + k]; h0 += v7 * left; h1 += v7 * right;
  }
  // An array only here, where it costs a few writes and saves the compiler from as many copies.
  var tile = array(a0, a1, b0, b1, c0, c1, d0, d1, e0, e1, f0, f1, g0, g1, h0, h1);
  var bias0 = vec4f();
  var bias1 = vec4f();
  if (job.BIAS == 1u) {
    bias0 = bias[n / 4u];
    bias1 = bias[min(second, job.N - 4u) / 4u];
  }
  for (var i = 0u; i < 8u; i++) {
    let row = m + i;
    if (row >= rows.x) { break; }
    let scale = scales[8u * local.y + i];
    let y0 = scale * tile[2u * i] + bias0;
    let y1 = scale * tile[2u * i + 1u] + bias1;
    if (!GATED || KEEP) {
      out[(row * job.N + n) / 4u] = y0;
      if (second < job.N) { out[(row * job.N + second) / 4u] = y1; }
    }
    if (GATED) { inner[(row * job.N / 2u + n) / 4u] = silu(y0) * y1; }
    // The threads of the first columns keep the rows, each an eighth of them.
    if (KEEP && id.x < 8u) {
      if (id.x == 0u) { rstd[row] = scale; }
      let stride = min(8u, select((job.N + 7u) / 8u, (job.N / 2u + 3u) / 4u, GATED));
      for (var k = id.x; k < K4; k += stride) { normed[row * K4 + k] = scale * gain[k] * x[row * K4 + k]; }
    }
  }
}
