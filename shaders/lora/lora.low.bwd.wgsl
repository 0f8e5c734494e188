// lora.low.bwd - dh[m, p RANK + j] = SCALE sum over the columns n of part p of dout[m,n] B[b,j]: the low-rank
// rows' gradient
// shapes   dout (R,WIDTH), B (COUNT,RANK), dh (R, PARTS RANK), f32 row-major; row b of B belongs to column n
//          (parts.wgsl)
// launch   one thread an element of dh, 64 a workgroup
// numerics f32 sum in order of n
// writes   dh with =
// proof    lora.ref.ts, lora.test.ts
import package::common::launch::linearIndex;
import package::lora::parts::Job;

@group(0) @binding(0) var<storage, read> dout: array<f32>;
@group(0) @binding(1) var<storage, read> B: array<f32>;
@group(0) @binding(2) var<storage, read_write> dh: array<f32>;
@group(0) @binding(3) var<uniform> rows: vec4u;
@group(0) @binding(4) var<uniform> job: Job;

@compute @workgroup_size(64)
fn main(
  @builtin(workgroup_id) workgroup: vec3u,
  @builtin(num_workgroups) groups: vec3u,
  @builtin(local_invocation_index) local: u32,
) {
  let i = linearIndex(workgroup, groups, local);
  let width = job.PARTS * job.RANK;
  if (i >= rows.x * width) { return; }
  let part = job.parts[(i % width) / job.RANK];
  let begin = (i / width) * job.WIDTH + part.first;
  let column = part.row * job.RANK + i % job.RANK;
  var sum = 0.0;
  for (var n = 0u; n < part.count; n++) { sum += dout[begin + n] * B[column + n * job.RANK]; }
  dh[i] = job.SCALE * sum;
}
