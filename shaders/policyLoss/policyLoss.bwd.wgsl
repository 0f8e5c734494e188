// policyLoss.bwd - in place: logits become dlogits = coefficient (p - onehot(target)) / temperature, p =
// e^(x-M) / L
// shapes   logits (S,V) f32; partial (S,ceil(V/512)) vec4f, a row's first: M, 1/L, coefficient; target (S)
//          u32; settings f32[4]
// launch   one thread an element, 64 of a row a group: (ceil(V/64), S); no division by V, which is slow in
//          software
// numerics f32; a coefficient of zero gives exactly zero
// writes   logits with =
// proof    policyLoss.ref.ts, policyLoss.test.ts; source: the derivative of the softmax's logarithm
override VOCABULARY: u32;
override SLICES: u32 = (VOCABULARY + 511u) / 512u;

@group(0) @binding(0) var<storage, read_write> logits: array<f32>;
@group(0) @binding(1) var<storage, read> partial: array<vec4f>;
@group(0) @binding(2) var<storage, read> target_id: array<u32>;
@group(0) @binding(3) var<storage, read> settings: array<f32>;
@group(0) @binding(4) var<uniform> rows: vec4u;

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3u) {
  let row = id.y;
  if (row >= rows.x || id.x >= VOCABULARY) { return; }
  let index = row * VOCABULARY + id.x;
  let state = partial[row * SLICES];
  let sharpness = 1.0 / settings[0];
  let p = exp(logits[index] * sharpness - state.x) * state.y;
  logits[index] = state.z * sharpness * (p - select(0.0, 1.0, id.x == target_id[row]));
}
