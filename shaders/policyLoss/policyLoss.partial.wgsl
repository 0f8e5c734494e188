// policyLoss.partial - of each slice of 512 logits, x = logits / temperature: m = max x, sum e^(x-m), sum
// e^(x-m) (x-m)
// shapes   logits (S,V) f32; settings f32[4]: temperature, low, high, clip; partial (S,ceil(V/512)) vec4f
// launch   one thread a slice, 64 a group, no barrier: short rows have few threads' worth, a vocabulary of
//          150,000 has many
// numerics f32; any V
// writes   partial with =
// proof    policyLoss.ref.ts, policyLoss.test.ts
import package::common::launch::linearIndex;

override VOCABULARY: u32;
override SLICE: u32 = 512u;
override SLICES: u32 = (VOCABULARY + SLICE - 1u) / SLICE;

@group(0) @binding(0) var<storage, read> logits: array<f32>;
@group(0) @binding(1) var<storage, read> settings: array<f32>;
@group(0) @binding(2) var<storage, read_write> partial: array<vec4f>;
@group(0) @binding(3) var<uniform> rows: vec4u;

@compute @workgroup_size(64)
fn main(
  @builtin(workgroup_id) workgroup: vec3u,
  @builtin(num_workgroups) groups: vec3u,
  @builtin(local_invocation_index) local: u32,
) {
  let index = linearIndex(workgroup, groups, local);
  let row = index / SLICES;
  if (row >= rows.x) { return; }
  let first = index % SLICES * SLICE;
  let low = row * VOCABULARY + first;
  let high = row * VOCABULARY + min(first + SLICE, VOCABULARY);
  let sharpness = 1.0 / settings[0];
  var largest = -3.4e38;
  for (var i = low; i < high; i++) { largest = max(largest, logits[i] * sharpness); }
  var sum = 0.0;
  var moment = 0.0;
  for (var i = low; i < high; i++) {
    let x = logits[i] * sharpness - largest;
    let e = exp(x);
    sum += e;
    moment += e * x;
  }
  partial[index] = vec4f(largest, sum, moment, 0.0);
}
