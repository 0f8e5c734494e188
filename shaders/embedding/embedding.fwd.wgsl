// embedding.fwd - out[r,c] = SCALE * table[token[r],c]
// shapes   table (V,C) f32, token (R) u32, out (R,C)
// launch   one thread an element, 64 a workgroup
// numerics one product; a token beyond the table counts as the last one
// writes   out with =
// proof    embedding.ref.ts, embedding.test.ts
import package::common::launch::linearIndex;

override V: u32;
override C: u32;
override SCALE: f32;

@group(0) @binding(0) var<storage, read> table: array<f32>;
@group(0) @binding(1) var<storage, read> token: array<u32>;
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
  out[i] = SCALE * table[min(token[i / C], V - 1) * C + i % C];
}
