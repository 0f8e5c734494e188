// rmsnorm.fwd - y[r,c] = x[r,c] * rstd[r] * w[c],  rstd[r] = 1/sqrt(mean_c x[r,c]^2 + eps)
// shapes   x (R,C) row-major f32, w (C); y (R,C); saves rstd (R) for backward
// launch   one thread a row, 32 a group, no barrier
// numerics f32 sum over C in order; any C
// writes   y with =, rstd with =
// proof    rmsnorm.ref.ts, rmsnorm.test.ts; source: Zhang & Sennrich 2019 (arXiv 1910.07467), equation 4
import package::common::launch::linearIndexOf32;

override WIDTH: u32;
override EPS: f32;

@group(0) @binding(0) var<storage, read> x: array<f32>;
@group(0) @binding(1) var<storage, read> weight: array<f32>;
@group(0) @binding(2) var<storage, read_write> y: array<f32>;
@group(0) @binding(3) var<storage, read_write> rstd: array<f32>;
@group(0) @binding(4) var<uniform> rows: vec4u;

@compute @workgroup_size(32)
fn main(
  @builtin(workgroup_id) workgroup: vec3u,
  @builtin(num_workgroups) groups: vec3u,
  @builtin(local_invocation_index) local: u32,
) {
  let row = linearIndexOf32(workgroup, groups, local);
  if (row >= rows.x) { return; }
  let first = row * WIDTH;
  var squares = 0.0;
  for (var c = 0u; c < WIDTH; c++) { squares += x[first + c] * x[first + c]; }
  let scale = 1.0 / sqrt(squares / f32(WIDTH) + EPS);
  for (var c = 0u; c < WIDTH; c++) { y[first + c] = x[first + c] * scale * weight[c]; }
  rstd[row] = scale;
}
