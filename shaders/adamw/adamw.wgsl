// adamw - g' = factor g;  m = beta1 m + (1-beta1) g';  v = beta2 v + (1-beta2) g'^2
//         p -= lr ((m / c1) / (sqrt(v / c2) + eps) + decay p),  c = 1 - beta^t,  decay only for i <
//         DECAY_COUNT
// shapes   p, g, m, v (COUNT) f32; norm (4): [1] is the factor that clips; hyper (8): lr, beta1, beta2, eps,
//          decay, c1, c2, 0
// launch   one thread an element, 64 a workgroup
// numerics f32; a factor of 0 (a norm that is not finite) leaves p, m and v as they are
// writes   p, m, v with =
// proof    adamw.ref.ts, adamw.test.ts; source: Loshchilov and Hutter, arXiv 1711.05101, algorithm 2
import package::common::launch::linearIndex;

override COUNT: u32;
override DECAY_COUNT: u32;

@group(0) @binding(0) var<storage, read_write> p: array<f32>;
@group(0) @binding(1) var<storage, read> g: array<f32>;
@group(0) @binding(2) var<storage, read_write> m: array<f32>;
@group(0) @binding(3) var<storage, read_write> v: array<f32>;
@group(0) @binding(4) var<storage, read> norm: array<f32>;
@group(0) @binding(5) var<storage, read> hyper: array<f32>;

@compute @workgroup_size(64)
fn main(
  @builtin(workgroup_id) workgroup: vec3u,
  @builtin(num_workgroups) groups: vec3u,
  @builtin(local_invocation_index) local: u32,
) {
  let i = linearIndex(workgroup, groups, local);
  let factor = norm[1];
  if (i >= COUNT || factor == 0.0) { return; }
  let lr = hyper[0];
  let beta1 = hyper[1];
  let beta2 = hyper[2];
  let gradient = factor * g[i];
  let mean = beta1 * m[i] + (1.0 - beta1) * gradient;
  let square = beta2 * v[i] + (1.0 - beta2) * gradient * gradient;
  let decay = select(0.0, hyper[4], i < DECAY_COUNT);
  m[i] = mean;
  v[i] = square;
  p[i] -= lr * ((mean / hyper[5]) / (sqrt(square / hyper[6]) + hyper[3]) + decay * p[i]);
}
