// sgd - g' = factor g;  u = mu u + g';  p -= lr (u + decay p),  decay only for i < DECAY_COUNT
// shapes   p, g, u (COUNT) f32; norm (4): [1] is the factor that clips; hyper (4): lr, mu, decay, 0
// launch   one thread an element, 64 a workgroup
// numerics f32; a factor of 0 (a norm that is not finite) leaves p and u as they are
// writes   p, u with =
// proof    sgd.ref.ts, sgd.test.ts; source: Loshchilov and Hutter, arXiv 1711.05101, algorithm 1, with the
//          learning rate outside the velocity, as PyTorch has it
import package::common::launch::linearIndex;

override COUNT: u32;
override DECAY_COUNT: u32;

@group(0) @binding(0) var<storage, read_write> p: array<f32>;
@group(0) @binding(1) var<storage, read> g: array<f32>;
@group(0) @binding(2) var<storage, read_write> u: array<f32>;
@group(0) @binding(3) var<storage, read> norm: array<f32>;
@group(0) @binding(4) var<storage, read> hyper: array<f32>;

@compute @workgroup_size(64)
fn main(
  @builtin(workgroup_id) workgroup: vec3u,
  @builtin(num_workgroups) groups: vec3u,
  @builtin(local_invocation_index) local: u32,
) {
  let i = linearIndex(workgroup, groups, local);
  let factor = norm[1];
  if (i >= COUNT || factor == 0.0) { return; }
  let velocity = hyper[1] * u[i] + factor * g[i];
  let decay = select(0.0, hyper[2], i < DECAY_COUNT);
  u[i] = velocity;
  p[i] -= hyper[0] * (velocity + decay * p[i]);
}
