// matmul/operands - what the register variants of matmul share: the two matrices read as A and B of out = A B
// whatever the form, and the store with its bias, residual and accumulation.

override TRANSPOSE_A: bool;
override TRANSPOSE_B: bool;
override VEC4: bool;
/** N is a multiple of 4, so that four columns are stored at once; only with VEC4, for fewer pipelines. */
override WHOLE: bool;

// a and b are each bound twice: as vectors for VEC4 and as numbers for the rest.
@group(0) @binding(0) var<storage, read> a4: array<vec4f>;
@group(0) @binding(1) var<storage, read> a: array<f32>;
@group(0) @binding(2) var<storage, read> b4: array<vec4f>;
@group(0) @binding(3) var<storage, read> b: array<f32>;
@group(0) @binding(4) var<storage, read> bias: array<f32>;
@group(0) @binding(5) var<storage, read> residual: array<f32>;
@group(0) @binding(6) var<storage, read_write> out: array<f32>;
@group(0) @binding(7) var<uniform> rows: vec4u;

// Uniform and not override: one pipeline then serves every layer, and pipelines take long to make.
struct Job {
  M: u32,
  N: u32,
  K: u32,
  // Rows of one slice of the sum of tn.
  SLICE: u32,
  // Where this dispatch begins, since a product too long for one submit is cut into several.
  FIRST_ROW: u32,
  FIRST_SLICE: u32,
  // The matrix of out that the first slice writes.
  FIRST_OUT: u32,
  // 1 or 0: what is added to the product.
  BIAS: u32,
  RESIDUAL: u32,
  ACCUMULATE: u32,
}
@group(0) @binding(8) var<uniform> job: Job;

/**
 * For kernels that read a matrix in one of its two ways: the other stays bound, so that all have one layout.
 */
fn bindAll() {
  _ = &a4;
  _ = &a;
  _ = &b4;
  _ = &b;
}

// Reads beyond an edge are moved onto the last row or column; `store` drops what they make.
fn elementOfA(m: u32, k: u32, rowsOut: u32) -> f32 {
  let row = min(m, rowsOut - 1);
  return a[select(row * job.K + k, k * job.M + row, TRANSPOSE_A)];
}

fn elementOfB(k: u32, n: u32) -> f32 {
  let column = min(n, job.N - 1);
  return b[select(k * job.N + column, column * job.K + k, TRANSPOSE_B)];
}

// A[m .. m+3, k]
fn columnOfA(m: u32, k: u32, rowsOut: u32) -> vec4f {
  return vec4f(
    elementOfA(m, k, rowsOut), elementOfA(m + 1, k, rowsOut), elementOfA(m + 2, k, rowsOut),
    elementOfA(m + 3, k, rowsOut)
  );
}

// B[k, n .. n+3]
fn rowOfB(k: u32, n: u32) -> vec4f {
  return vec4f(elementOfB(k, n), elementOfB(k, n + 1), elementOfB(k, n + 2), elementOfB(k, n + 3));
}

// Index in a4 of A[m, 0].
fn rowOfA(m: u32, rowsOut: u32) -> u32 {
  return min(m, rowsOut - 1) * (job.K / 4);
}

// Indices in b4 of the four vectors that make B[0 .. 3, n .. n+3].
fn blockIndices(n: u32) -> vec4u {
  let j = vec4u(0, 1, 2, 3);
  if (TRANSPOSE_B) { return min(n + j, vec4u(job.N - 1)) * (job.K / 4); }
  return j * (job.N / 4) + min(n / 4, job.N / 4 - 1);
}

// That block `at` vectors further on, its columns by k.
fn blockOfB(indices: vec4u, at: u32) -> mat4x4f {
  let block = mat4x4f(b4[indices.x + at], b4[indices.y + at], b4[indices.z + at], b4[indices.w + at]);
  if (TRANSPOSE_B) { return transpose(block); }
  return block;
}

// Rows k .. k+3 of B at four columns, from the index in b4 of the first.
fn blockOfRows(at: u32, stride: u32) -> mat4x4f {
  return mat4x4f(b4[at], b4[at + stride], b4[at + 2 * stride], b4[at + 3 * stride]);
}

// Columns k .. k+3 of A at four rows, the rows as vectors along K; from the index in a4 of the first column,
// in tn.
fn blockOfColumns(at: u32, stride: u32) -> mat4x4f {
  return transpose(mat4x4f(a4[at], a4[at + stride], a4[at + 2 * stride], a4[at + 3 * stride]));
}

fn fourOfBias(at: u32) -> vec4f { return vec4f(bias[at], bias[at + 1], bias[at + 2], bias[at + 3]); }

fn fourOfResidual(at: u32) -> vec4f {
  return vec4f(residual[at], residual[at + 1], residual[at + 2], residual[at + 3]);
}

fn fourOfOut(at: u32) -> vec4f { return vec4f(out[at], out[at + 1], out[at + 2], out[at + 3]); }

fn storeFour(at: u32, value: vec4f) {
  out[at] = value.x;
  out[at + 1] = value.y;
  out[at + 2] = value.z;
  out[at + 3] = value.w;
}

/** One element, with what is added to it. */
fn storeOne(z: u32, m: u32, n: u32, sum: f32) {
  let at = m * job.N + n;
  let to = z * job.M * job.N + at;
  var value = sum;
  for (var i = 0u; i < job.BIAS; i++) { value += bias[n]; }
  for (var i = 0u; i < job.RESIDUAL; i++) { value += residual[at]; }
  for (var i = 0u; i < job.ACCUMULATE; i++) { value += out[to]; }
  out[to] = value;
}

// What is added is asked by loops that run once or not at all: a software adapter goes through a branch not
// taken with all its loads, but past such a loop.
fn store(z: u32, m: u32, n: u32, sums: vec4f, rowsOut: u32) {
  if (m >= rowsOut || n >= job.N) { return; }
  let at = m * job.N + n;
  let to = z * job.M * job.N + at;
  if (WHOLE) {
    var value = sums;
    for (var i = 0u; i < job.BIAS; i++) { value += fourOfBias(n); }
    for (var i = 0u; i < job.RESIDUAL; i++) { value += fourOfResidual(at); }
    for (var i = 0u; i < job.ACCUMULATE; i++) { value += fourOfOut(to); }
    storeFour(to, value);
  } else {
    for (var j = 0u; j < 4 && n + j < job.N; j++) {
      var value = sums[j];
      for (var i = 0u; i < job.BIAS; i++) { value += bias[n + j]; }
      for (var i = 0u; i < job.RESIDUAL; i++) { value += residual[at + j]; }
      for (var i = 0u; i < job.ACCUMULATE; i++) { value += out[to + j]; }
      out[to + j] = value;
    }
  }
}
