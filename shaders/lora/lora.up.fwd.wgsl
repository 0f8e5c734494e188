// lora.up.fwd - out[m,n] += SCALE sum_j h[m, part RANK + j] B[b,j]: what an adapter adds to the columns that
// it targets
// shapes   h (R, PARTS RANK) = x A^T, B (COUNT,RANK), out (R,WIDTH), f32 row-major; row b of B belongs to
//          column n of out (parts.wgsl)
// launch   one thread an element of the targeted columns, 64 a workgroup
// numerics f32 sum in order of j
// writes   out with +=, targeted columns alone
// proof    lora.ref.ts, lora.test.ts; LoRA, arXiv 2106.09685, 4.1: h = W0 x + (alpha/r) B A x
import package::common::launch::linearIndex;
import package::lora::parts::{Job, partOf};

@group(0) @binding(0) var<storage, read> h: array<f32>;
@group(0) @binding(1) var<storage, read> B: array<f32>;
@group(0) @binding(2) var<storage, read_write> out: array<f32>;
@group(0) @binding(3) var<uniform> rows: vec4u;
@group(0) @binding(4) var<uniform> job: Job;

@compute @workgroup_size(64)
fn main(
  @builtin(workgroup_id) workgroup: vec3u,
  @builtin(num_workgroups) groups: vec3u,
  @builtin(local_invocation_index) local: u32,
) {
  let i = linearIndex(workgroup, groups, local);
  if (i >= rows.x * job.COUNT) { return; }
  let m = i / job.COUNT;
  let b = i % job.COUNT;
  let p = partOf(b, job);
  let begin = (m * job.PARTS + p) * job.RANK;
  var sum = 0.0;
  for (var j = 0u; j < job.RANK; j++) { sum += h[begin + j] * B[b * job.RANK + j]; }
  out[m * job.WIDTH + job.parts[p].first + b - job.parts[p].row] += job.SCALE * sum;
}
