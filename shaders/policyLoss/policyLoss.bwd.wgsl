// policyLoss.bwd - in place: logits become dlogits = coefficient (p - onehot(target)) / temperature, p = e^(x-M) / L
// shapes   logits (S,V) f32; partial (S,ceil(V/512)) vec4f, a row's first: M, 1/L, coefficient; target (S) u32; settings f32[4]
// launch   one thread an element, 64 a group
// numerics f32; a coefficient of zero gives exactly zero
// writes   logits with =
// proof    policyLoss.ref.ts, policyLoss.test.ts; source: the derivative of the softmax's logarithm
import package::common::launch::linearIndex;

override VOCABULARY: u32;
override SLICES: u32 = (VOCABULARY + 511u) / 512u;

@group(0) @binding(0) var<storage, read_write> logits: array<f32>;
@group(0) @binding(1) var<storage, read> partial: array<vec4f>;
@group(0) @binding(2) var<storage, read> target_id: array<u32>;
@group(0) @binding(3) var<storage, read> settings: array<f32>;
@group(0) @binding(4) var<uniform> rows: vec4u;

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) workgroup: vec3u, @builtin(num_workgroups) groups: vec3u, @builtin(local_invocation_index) local: u32) {
  let index = linearIndex(workgroup, groups, local);
  let row = index / VOCABULARY;
  if (row >= rows.x) { return; }
  let state = partial[row * SLICES];
  let sharpness = 1.0 / settings[0];
  let p = exp(logits[index] * sharpness - state.x) * state.y;
  logits[index] = state.z * sharpness * (p - select(0.0, 1.0, index % VOCABULARY == target_id[row]));
}
