// roofline.copy - out[i] = from[i]: what the adapter reads and writes at most, 8 bytes a number
// shapes   from, out (N) f32 as vec4, N a multiple of 4
// launch   one thread four numbers, 64 a group spread over x and y
// numerics exact
// writes   out with =
// proof    roofline.ref.ts, roofline.test.ts
import package::common::launch::linearIndex;

@group(0) @binding(0) var<storage, read> source: array<vec4f>;
@group(0) @binding(1) var<storage, read_write> out: array<vec4f>;

@compute @workgroup_size(64)
fn main(
  @builtin(workgroup_id) workgroup: vec3u,
  @builtin(num_workgroups) groups: vec3u,
  @builtin(local_invocation_index) local: u32,
) {
  let at = linearIndex(workgroup, groups, local);
  if (at < arrayLength(&out)) { out[at] = source[at]; }
}
