// rmsnorm.weight.bwd - partial[b,c] = sum over the 32 rows of block b of dy[r,c] x[r,c] rstd[r]; columnSum
// adds the blocks up
// shapes   x, dy (R,C) row-major f32, rstd (R); partial (ceil(R/32),C)
// launch   one thread an element of partial, 64 a group, no barrier
// numerics f32 sum of 32 in order; any C
// writes   partial with =
// proof    rmsnorm.ref.ts, rmsnorm.test.ts; source: the derivative of Zhang & Sennrich 2019 (arXiv
//          1910.07467), equation 4
import package::common::launch::linearIndex;

override WIDTH: u32;
override BLOCK: u32 = 32u;

@group(0) @binding(0) var<storage, read> x: array<f32>;
@group(0) @binding(1) var<storage, read> rstd: array<f32>;
@group(0) @binding(2) var<storage, read> dy: array<f32>;
@group(0) @binding(3) var<storage, read_write> partial: array<f32>;
@group(0) @binding(4) var<uniform> rows: vec4u;

@compute @workgroup_size(64)
fn main(
  @builtin(workgroup_id) workgroup: vec3u,
  @builtin(num_workgroups) groups: vec3u,
  @builtin(local_invocation_index) local: u32,
) {
  let index = linearIndex(workgroup, groups, local);
  let first = index / WIDTH * BLOCK;
  if (first >= rows.x) { return; }
  let c = index % WIDTH;
  var sum = 0.0;
  for (var r = first; r < min(first + BLOCK, rows.x); r++) {
    sum += dy[r * WIDTH + c] * x[r * WIDTH + c] * rstd[r];
  }
  partial[index] = sum;
}
