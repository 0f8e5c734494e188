// columnSum - into[c] += sum_b partial[b, OFFSET + c] over the ceil(R/32) blocks that hold rows; ends a
// parameter's gradient
// shapes   partial (ceil(R/32),STRIDE) f32; into (C)
// launch   one thread a column, 64 a group
// numerics f32 sum in order, so the same every time; any C
// writes   into with +=
// proof    columnSum.ref.ts, columnSum.test.ts
import package::common::launch::linearIndex;

override WIDTH: u32;
override STRIDE: u32;
override OFFSET: u32;
override BLOCK: u32 = 32u;

@group(0) @binding(0) var<storage, read> partial: array<f32>;
@group(0) @binding(1) var<storage, read_write> into: array<f32>;
@group(0) @binding(2) var<uniform> rows: vec4u;

@compute @workgroup_size(64)
fn main(
  @builtin(workgroup_id) workgroup: vec3u,
  @builtin(num_workgroups) groups: vec3u,
  @builtin(local_invocation_index) local: u32,
) {
  let c = linearIndex(workgroup, groups, local);
  if (c >= WIDTH) { return; }
  var sum = 0.0;
  for (var b = 0u; b * BLOCK < rows.x; b++) { sum += partial[b * STRIDE + OFFSET + c]; }
  into[c] += sum;
}
