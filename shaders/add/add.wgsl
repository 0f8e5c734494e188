// add - into[i] += from[i]
// shapes   both (COUNT) f32
// launch   one thread an element, 64 a workgroup
// numerics one sum an element
// writes   into with +=
// proof    add.ref.ts, add.test.ts
import package::common::launch::linearIndex;

override COUNT: u32;

@group(0) @binding(0) var<storage, read> source: array<f32>;
@group(0) @binding(1) var<storage, read_write> into: array<f32>;

@compute @workgroup_size(64)
fn main(
  @builtin(workgroup_id) workgroup: vec3u,
  @builtin(num_workgroups) groups: vec3u,
  @builtin(local_invocation_index) local: u32,
) {
  let i = linearIndex(workgroup, groups, local);
  if (i >= COUNT) { return; }
  into[i] += source[i];
}
