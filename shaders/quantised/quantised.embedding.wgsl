// quantised.embedding - out[r,c] = SCALE * W[token[r],c] with W (V,C) kept in f16, 8 or 4 bits (weights.wgsl)
// shapes   token (R) u32, out (R,C) f32; C a multiple of 4; W in chunks of rows, one a dispatch
// launch   one thread four columns, 64 a workgroup
// numerics one product; a token beyond the table counts as the last one
// writes   out with =, the rows whose token lies in the chunk
// proof    quantised.ref.ts, quantised.test.ts
import package::common::launch::linearIndex;
import package::quantised::weights::{words, FORMAT, weights4};

override V: u32;
override C: u32;
override SCALE: f32;

@group(0) @binding(1) var<storage, read> token: array<u32>;
@group(0) @binding(2) var<storage, read_write> out: array<f32>;
@group(0) @binding(3) var<uniform> rows: vec4u;

struct Job {
  // Rows of the chunk, and the first of them.
  ROWS: u32,
  FIRST: u32,
  BLOCKS: u32,
  SCALES: u32,
}
@group(0) @binding(4) var<uniform> job: Job;

@compute @workgroup_size(64)
fn main(
  @builtin(workgroup_id) workgroup: vec3u,
  @builtin(num_workgroups) groups: vec3u,
  @builtin(local_invocation_index) local: u32,
) {
  let i = linearIndex(workgroup, groups, local);
  if (i >= rows.x * (C / 4)) { return; }
  let row = min(token[i / (C / 4)], V - 1);
  if (row < job.FIRST || row >= job.FIRST + job.ROWS) { return; }
  let value = SCALE * weights4(row - job.FIRST, i % (C / 4), job.BLOCKS, job.SCALES);
  for (var j = 0u; j < 4; j++) { out[4 * i + j] = value[j]; }
}
