// quantised.join - out[m,n] = sum_s partial[s,m,n]  (+ bias[n]) (+ residual[m,n]) (+ out[m,n]): ends a
// product whose sum was cut into slices
// shapes   partial (S,CAPACITY,N), bias (N), residual and out (R,N), f32 row-major
// launch   one thread a number, 64 a workgroup
// numerics f32 sum in order of the slices
// writes   out with = or += (ADDED)
// proof    quantised.ref.ts, quantised.test.ts
import package::common::launch::linearIndex;

@group(0) @binding(0) var<storage, read> partial: array<f32>;
@group(0) @binding(1) var<storage, read> bias: array<f32>;
@group(0) @binding(2) var<storage, read> residual: array<f32>;
@group(0) @binding(3) var<storage, read_write> out: array<f32>;
@group(0) @binding(4) var<uniform> rows: vec4u;

struct Job {
  N: u32,
  SLICES: u32,
  // Numbers from one slice's sums to the next.
  STRIDE: u32,
  // bits: 1 bias, 2 residual, 4 accumulate
  ADDED: u32,
}
@group(0) @binding(5) var<uniform> job: Job;

@compute @workgroup_size(64)
fn main(
  @builtin(workgroup_id) workgroup: vec3u,
  @builtin(num_workgroups) groups: vec3u,
  @builtin(local_invocation_index) local: u32,
) {
  let i = linearIndex(workgroup, groups, local);
  if (i >= rows.x * job.N) { return; }
  var value = 0.0;
  for (var s = 0u; s < job.SLICES; s++) { value += partial[s * job.STRIDE + i]; }
  if ((job.ADDED & 1u) != 0u) { value += bias[i % job.N]; }
  if ((job.ADDED & 2u) != 0u) { value += residual[i]; }
  if ((job.ADDED & 4u) != 0u) { value += out[i]; }
  out[i] = value;
}
