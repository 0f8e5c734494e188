// matmul.registers - out[m,n] = sum_k A[m,k] B[k,n]  (+ bias[n]) (+ residual[m,n]) (+ out[m,n]), fast with no barrier
// shapes   row-major f32, three forms of one product:
//            nt  a (R,K), b (N,K)   A = a,   B = b^T   R = rows
//            nn  a (R,K), b (K,N)   A = a,   B = b     R = rows
//            tn  a (R,M), b (R,N)   A = a^T, B = b     K = rows, cut into slices of SLICE rows
// launch   8x8 threads a workgroup, each 8 rows by 8 columns in registers; dispatch (ceil(N/64), ceil(rows out/64), slices),
//          cut by rows (nt, nn) or by slices (tn) where it would take too long
// numerics f32 sums in order of k; any sizes: VEC4 where the strides are multiples of 4, else one element at a time
// writes   out with = or += (ACCUMULATE); tn with several slices writes partial sums (slices,M,N) that columnSum adds to out
// proof    matmul.ref.ts, matmul.test.ts
//
// The accumulators are sixteen named vectors and not an array: software adapters keep an array in memory,
// and the kernel is then three times slower.

override TRANSPOSE_A: bool;
override TRANSPOSE_B: bool;
override VEC4: bool;
override BIAS: bool;
override RESIDUAL: bool;
override ACCUMULATE: bool;

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
// FIRST_ROW, FIRST_SLICE: where this dispatch begins, since a product too long for one submit is cut into several;
// FIRST_OUT: the matrix of out that its first slice writes.
struct Sizes { M: u32, N: u32, K: u32, SLICE: u32, FIRST_ROW: u32, FIRST_SLICE: u32, FIRST_OUT: u32 }
@group(0) @binding(8) var<uniform> sizes: Sizes;

// Reads beyond an edge are moved onto the last row or column; `store` drops what they make.
fn elementOfA(m: u32, k: u32, rowsOut: u32) -> f32 {
  let row = min(m, rowsOut - 1);
  return a[select(row * sizes.K + k, k * sizes.M + row, TRANSPOSE_A)];
}

fn elementOfB(k: u32, n: u32) -> f32 {
  let column = min(n, sizes.N - 1);
  return b[select(k * sizes.N + column, column * sizes.K + k, TRANSPOSE_B)];
}

// A[m .. m+3, k]
fn columnOfA(m: u32, k: u32, rowsOut: u32) -> vec4f {
  return vec4f(elementOfA(m, k, rowsOut), elementOfA(m + 1, k, rowsOut), elementOfA(m + 2, k, rowsOut), elementOfA(m + 3, k, rowsOut));
}

// B[k, n .. n+3]
fn rowOfB(k: u32, n: u32) -> vec4f {
  return vec4f(elementOfB(k, n), elementOfB(k, n + 1), elementOfB(k, n + 2), elementOfB(k, n + 3));
}

// Index in a4 of A[m, 0].
fn rowOfA(m: u32, rowsOut: u32) -> u32 {
  return min(m, rowsOut - 1) * (sizes.K / 4);
}

// Indices in b4 of the four vectors that make B[0 .. 3, n .. n+3].
fn blockIndices(n: u32) -> vec4u {
  let j = vec4u(0, 1, 2, 3);
  if (TRANSPOSE_B) { return min(n + j, vec4u(sizes.N - 1)) * (sizes.K / 4); }
  return j * (sizes.N / 4) + min(n / 4, sizes.N / 4 - 1);
}

// That block `at` vectors further on, its columns by k.
fn blockOfB(indices: vec4u, at: u32) -> mat4x4f {
  let block = mat4x4f(b4[indices.x + at], b4[indices.y + at], b4[indices.z + at], b4[indices.w + at]);
  if (TRANSPOSE_B) { return transpose(block); }
  return block;
}

fn store(z: u32, m: u32, n: u32, sums: vec4f, rowsOut: u32) {
  if (m >= rowsOut) { return; }
  for (var j = 0u; j < 4 && n + j < sizes.N; j++) {
    let at = m * sizes.N + n + j;
    var value = sums[j];
    if (BIAS) { value += bias[n + j]; }
    if (RESIDUAL) { value += residual[at]; }
    if (ACCUMULATE) { value += out[at]; }
    out[z * sizes.M * sizes.N + at] = value;
  }
}

@compute @workgroup_size(8, 8)
fn main(@builtin(global_invocation_id) id: vec3u) {
  let n = 8 * id.x;
  let m = sizes.FIRST_ROW + 8 * id.y;
  let z = sizes.FIRST_OUT + id.z;
  let rowsOut = select(rows.x, sizes.M, TRANSPOSE_A);
  let kBegin = (sizes.FIRST_SLICE + id.z) * sizes.SLICE;
  let kEnd = select(sizes.K, min(rows.x, kBegin + sizes.SLICE), TRANSPOSE_A);
  if (m >= rowsOut || n >= sizes.N) { return; }
  var c00 = vec4f(); var c01 = vec4f();
  var c10 = vec4f(); var c11 = vec4f();
  var c20 = vec4f(); var c21 = vec4f();
  var c30 = vec4f(); var c31 = vec4f();
  var c40 = vec4f(); var c41 = vec4f();
  var c50 = vec4f(); var c51 = vec4f();
  var c60 = vec4f(); var c61 = vec4f();
  var c70 = vec4f(); var c71 = vec4f();

  if (VEC4 && !TRANSPOSE_A) {
    // Four k at once: each row of A and each block of B is read as vectors along K.
    let row0 = rowOfA(m + 0, rowsOut);
    let row1 = rowOfA(m + 1, rowsOut);
    let row2 = rowOfA(m + 2, rowsOut);
    let row3 = rowOfA(m + 3, rowsOut);
    let row4 = rowOfA(m + 4, rowsOut);
    let row5 = rowOfA(m + 5, rowsOut);
    let row6 = rowOfA(m + 6, rowsOut);
    let row7 = rowOfA(m + 7, rowsOut);
    let indices0 = blockIndices(n);
    let indices1 = blockIndices(n + 4);
    let step = select(sizes.N, 1, TRANSPOSE_B);
    for (var k = 0u; k < sizes.K / 4; k++) {
      let b0 = blockOfB(indices0, k * step);
      let b1 = blockOfB(indices1, k * step);
      let x0 = a4[row0 + k]; c00 += b0 * x0; c01 += b1 * x0;
      let x1 = a4[row1 + k]; c10 += b0 * x1; c11 += b1 * x1;
      let x2 = a4[row2 + k]; c20 += b0 * x2; c21 += b1 * x2;
      let x3 = a4[row3 + k]; c30 += b0 * x3; c31 += b1 * x3;
      let x4 = a4[row4 + k]; c40 += b0 * x4; c41 += b1 * x4;
      let x5 = a4[row5 + k]; c50 += b0 * x5; c51 += b1 * x5;
      let x6 = a4[row6 + k]; c60 += b0 * x6; c61 += b1 * x6;
      let x7 = a4[row7 + k]; c70 += b0 * x7; c71 += b1 * x7;
    }
  } else if (VEC4) {
    // One k at a time: an outer product of a column of A and a row of B, read as vectors along M and N.
    let columnA0 = min(m / 4, sizes.M / 4 - 1);
    let columnA1 = min(m / 4 + 1, sizes.M / 4 - 1);
    let columnB0 = min(n / 4, sizes.N / 4 - 1);
    let columnB1 = min(n / 4 + 1, sizes.N / 4 - 1);
    for (var k = kBegin; k < kEnd; k++) {
      let atA = k * (sizes.M / 4);
      let atB = k * (sizes.N / 4);
      let u0 = a4[atA + columnA0];
      let u1 = a4[atA + columnA1];
      let w0 = b4[atB + columnB0];
      let w1 = b4[atB + columnB1];
      c00 += u0.x * w0; c01 += u0.x * w1;
      c10 += u0.y * w0; c11 += u0.y * w1;
      c20 += u0.z * w0; c21 += u0.z * w1;
      c30 += u0.w * w0; c31 += u0.w * w1;
      c40 += u1.x * w0; c41 += u1.x * w1;
      c50 += u1.y * w0; c51 += u1.y * w1;
      c60 += u1.z * w0; c61 += u1.z * w1;
      c70 += u1.w * w0; c71 += u1.w * w1;
    }
  } else {
    for (var k = kBegin; k < kEnd; k++) {
      let u0 = columnOfA(m, k, rowsOut);
      let u1 = columnOfA(m + 4, k, rowsOut);
      let w0 = rowOfB(k, n);
      let w1 = rowOfB(k, n + 4);
      c00 += u0.x * w0; c01 += u0.x * w1;
      c10 += u0.y * w0; c11 += u0.y * w1;
      c20 += u0.z * w0; c21 += u0.z * w1;
      c30 += u0.w * w0; c31 += u0.w * w1;
      c40 += u1.x * w0; c41 += u1.x * w1;
      c50 += u1.y * w0; c51 += u1.y * w1;
      c60 += u1.z * w0; c61 += u1.z * w1;
      c70 += u1.w * w0; c71 += u1.w * w1;
    }
  }

  // An array only here, where it costs sixteen writes and saves the compiler from sixteen copies of `store`.
  var tile = array(c00, c01, c10, c11, c20, c21, c30, c31, c40, c41, c50, c51, c60, c61, c70, c71);
  for (var i = 0u; i < 16; i++) { store(z, m + i / 2, n + 4 * (i % 2), tile[i], rowsOut); }
}
