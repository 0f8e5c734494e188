// biasGradient - partial[z,n] = sum of dy[r,n] over the rows r of block z; columnSum then adds them to db
// shapes   dy (R,N) f32, partial (ceil(R/32),N)
// launch   one thread a column and block, 64 columns a workgroup; dispatch (ceil(N/64), ceil(R/32), 1)
// numerics f32 sum in order of r within a block
// writes   partial with =
// proof    biasGradient.ref.ts, biasGradient.test.ts

override N: u32;
override BLOCK: u32 = 32u;

@group(0) @binding(0) var<storage, read> dy: array<f32>;
@group(0) @binding(1) var<storage, read_write> partial: array<f32>;
@group(0) @binding(2) var<uniform> rows: vec4u;

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3u) {
  let n = id.x;
  if (n >= N) { return; }
  let first = id.y * BLOCK;
  var sum = 0.0;
  for (var r = first; r < min(rows.x, first + BLOCK); r++) { sum += dy[r * N + n]; }
  partial[id.y * N + n] = sum;
}
