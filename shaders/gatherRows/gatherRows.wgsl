// gatherRows - out[s,c] = from[index[s],c]
// shapes   from (R,C) f32, index (S) u32, out (S,C)
// launch   one thread an element, 64 a workgroup
// numerics a copy, bit for bit
// writes   out with =
// proof    gatherRows.ref.ts, gatherRows.test.ts
import package::common::launch::linearIndex;

override C: u32;

@group(0) @binding(0) var<storage, read> source: array<f32>;
@group(0) @binding(1) var<storage, read> index: array<u32>;
@group(0) @binding(2) var<storage, read_write> out: array<f32>;
@group(0) @binding(3) var<uniform> rows: vec4u;

@compute @workgroup_size(64)
fn main(
  @builtin(workgroup_id) workgroup: vec3u,
  @builtin(num_workgroups) groups: vec3u,
  @builtin(local_invocation_index) local: u32,
) {
  let i = linearIndex(workgroup, groups, local);
  if (i >= rows.x * C) { return; }
  out[i] = source[index[i / C] * C + i % C];
}
