// lora.up.bwd - dB[b,j] += SCALE sum_m dout[m,n] h[m, part RANK + j]
// shapes   dout (R,WIDTH), h (R, PARTS RANK), dB (COUNT,RANK), f32 row-major; row b of B belongs to column n
//          (parts.wgsl)
// launch   one thread an element of dB, 64 a workgroup
// numerics f32 sum in order of m: no atomics, the same every time
// writes   dB with +=
// proof    lora.ref.ts, lora.test.ts
import package::common::launch::linearIndex;
import package::lora::parts::{Job, partOf};

@group(0) @binding(0) var<storage, read> dout: array<f32>;
@group(0) @binding(1) var<storage, read> h: array<f32>;
@group(0) @binding(2) var<storage, read_write> dB: array<f32>;
@group(0) @binding(3) var<uniform> rows: vec4u;
@group(0) @binding(4) var<uniform> job: Job;

@compute @workgroup_size(64)
fn main(
  @builtin(workgroup_id) workgroup: vec3u,
  @builtin(num_workgroups) groups: vec3u,
  @builtin(local_invocation_index) local: u32,
) {
  let i = linearIndex(workgroup, groups, local);
  if (i >= job.COUNT * job.RANK) { return; }
  let b = i / job.RANK;
  let p = partOf(b, job);
  let column = job.parts[p].first + b - job.parts[p].row;
  let low = p * job.RANK + i % job.RANK;
  var sum = 0.0;
  for (var m = 0u; m < rows.x; m++) {
    sum += dout[m * job.WIDTH + column] * h[m * job.PARTS * job.RANK + low];
  }
  dB[i] += job.SCALE * sum;
}
