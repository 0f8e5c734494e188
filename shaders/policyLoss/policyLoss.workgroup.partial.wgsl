// policyLoss.workgroup.partial - of each slice of 512 logits, x = logits / temperature: m = max x,
// sum e^(x-m), sum e^(x-m) (x-m)
// shapes   logits (S,V) f32; settings f32[4]: temperature, low, high, clip; partial (S,ceil(V/512)) vec4f
// launch   TEAM = 64 lanes a workgroup, which takes a slice: neighbouring lanes at neighbouring logits, eight
//          each in registers; a workgroup a slice, spread over x and y
// numerics f32, tree reduction over lanes; any V
// writes   partial with =
// proof    policyLoss.ref.ts, policyLoss.test.ts
import package::common::launch::groupNumber;
import package::common::reduce::{TEAM, teamSum, teamMax};

override VOCABULARY: u32;
override SLICE: u32 = 512u;
override SLICES: u32 = (VOCABULARY + SLICE - 1u) / SLICE;

@group(0) @binding(0) var<storage, read> logits: array<f32>;
@group(0) @binding(1) var<storage, read> settings: array<f32>;
@group(0) @binding(2) var<storage, read_write> partial: array<vec4f>;
@group(0) @binding(3) var<uniform> rows: vec4u;

const LOWEST = -3.4e38;

fn four(row: u32, at: vec4u, sharpness: f32) -> vec4f {
  let inside = row * VOCABULARY + min(at, vec4u(VOCABULARY - 1u));
  let x = vec4f(logits[inside.x], logits[inside.y], logits[inside.z], logits[inside.w]);
  return select(vec4f(LOWEST), x * sharpness, at < vec4u(VOCABULARY));
}

@compute @workgroup_size(64)
fn main(
  @builtin(workgroup_id) workgroup: vec3u,
  @builtin(num_workgroups) groups: vec3u,
  @builtin(local_invocation_index) lane: u32,
) {
  let index = groupNumber(workgroup, groups);
  let row = index / SLICES;
  if (row >= rows.x) { return; }
  let at = index % SLICES * SLICE + lane + TEAM * vec4u(0u, 1u, 2u, 3u);
  let sharpness = 1.0 / settings[0];
  let a = four(row, at, sharpness);
  let b = four(row, at + 4u * TEAM, sharpness);
  let high = max(a, b);
  let largest = teamMax(lane, max(max(high.x, high.y), max(high.z, high.w)));
  let one = vec4f(1.0);
  let xa = a - largest;
  let xb = b - largest;
  // What lies beyond the vocabulary weighs nothing, and so do its moments.
  let ea = select(vec4f(), exp(xa), at < vec4u(VOCABULARY));
  let eb = select(vec4f(), exp(xb), at + 4u * TEAM < vec4u(VOCABULARY));
  let sum = teamSum(lane, dot(ea + eb, one));
  let moment = teamSum(lane, dot(ea, max(xa, vec4f(-1e30))) + dot(eb, max(xb, vec4f(-1e30))));
  if (lane == 0u) { partial[index] = vec4f(largest, sum, moment, 0.0); }
}
