// embedding.bwd - dtable[v,c] += SCALE * sum of dout[r,c] over the rows r that hold token v
// shapes   dout (R,C) f32, order (R) u32: rows sorted by token, offsets (V+1) u32: where each token's rows
//          begin in order; dtable (V,C)
// launch   one thread an element of dtable, 64 a workgroup
// numerics f32 sum in the given order of the rows: no atomics, the same every time
// writes   dtable with +=
// proof    embedding.ref.ts, embedding.test.ts
import package::common::launch::linearIndex;

override V: u32;
override C: u32;
override SCALE: f32;

@group(0) @binding(0) var<storage, read> dout: array<f32>;
@group(0) @binding(1) var<storage, read> order: array<u32>;
@group(0) @binding(2) var<storage, read> offsets: array<u32>;
@group(0) @binding(3) var<storage, read_write> dtable: array<f32>;

@compute @workgroup_size(64)
fn main(
  @builtin(workgroup_id) workgroup: vec3u,
  @builtin(num_workgroups) groups: vec3u,
  @builtin(local_invocation_index) local: u32,
) {
  let i = linearIndex(workgroup, groups, local);
  if (i >= V * C) { return; }
  let v = i / C;
  var sum = 0.0;
  for (var at = offsets[v]; at < offsets[v + 1]; at++) { sum += dout[order[at] * C + i % C]; }
  dtable[i] += SCALE * sum;
}
