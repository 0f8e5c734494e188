// rmsnorm.bwd - dx[r,c] += rstd (g[c] - x[c] rstd^2 mean_j g[j] x[j]),  g = dy * w
// shapes   x, dy, dx (R,C) row-major f32, w (C), rstd (R) of the forward pass
// launch   one thread a row, 64 a group, no barrier
// numerics f32 sum over C in order; any C
// writes   dx with += (the residual path is there already)
// proof    rmsnorm.ref.ts, rmsnorm.test.ts; source: the derivative of Zhang & Sennrich 2019 (arXiv
//          1910.07467), equation 4
import package::common::launch::linearIndex;

override WIDTH: u32;

@group(0) @binding(0) var<storage, read> x: array<f32>;
@group(0) @binding(1) var<storage, read> weight: array<f32>;
@group(0) @binding(2) var<storage, read> rstd: array<f32>;
@group(0) @binding(3) var<storage, read> dy: array<f32>;
@group(0) @binding(4) var<storage, read_write> dx: array<f32>;
@group(0) @binding(5) var<uniform> rows: vec4u;

@compute @workgroup_size(64)
fn main(
  @builtin(workgroup_id) workgroup: vec3u,
  @builtin(num_workgroups) groups: vec3u,
  @builtin(local_invocation_index) local: u32,
) {
  let row = linearIndex(workgroup, groups, local);
  if (row >= rows.x) { return; }
  let first = row * WIDTH;
  let scale = rstd[row];
  var inner = 0.0;
  for (var c = 0u; c < WIDTH; c++) { inner += dy[first + c] * weight[c] * x[first + c]; }
  let pull = inner * scale * scale / f32(WIDTH);
  for (var c = 0u; c < WIDTH; c++) {
    dx[first + c] += scale * (dy[first + c] * weight[c] - x[first + c] * pull);
  }
}
