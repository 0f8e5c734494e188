// policyLoss.workgroup.row - joins a row's slices as policyLoss.row does: logp of its target,
// entropy = log L - sum e^(x-M) (x-M) / L, its loss, and for the gradient M, 1/L and the coefficient.
// Likelihood: loss = -w A logp. Clipped: rho = e^(logp - old), loss = w max(-A rho, -A clamp(rho, 1-low,
// 1+high)), coefficient w A rho, or 0 where the clamp is the larger
// shapes   partial (S,ceil(V/512)) vec4f of policyLoss.partial; logits (S,V); target (S) u32; weight,
//          advantage, oldLogProb (S); settings f32[4]: temperature, low, high, clip (0 or 1); stats (S)
//          vec4f: logp, entropy (nats), loss, clipped
// launch   TEAM = 64 lanes a workgroup, which takes a row: lanes side by side along its slices; a workgroup a
//          row, spread over x and y
// numerics f32, tree reduction over lanes
// writes   stats with =; over the row's first slice: M, 1/L, coefficient
// proof    policyLoss.ref.ts, policyLoss.test.ts; source: Schulman et al. 2017 (arXiv 1707.06347), equation 7
import package::common::launch::groupNumber;
import package::common::reduce::{TEAM, teamSum, teamMax};

override VOCABULARY: u32;
override SLICES: u32 = (VOCABULARY + 511u) / 512u;

@group(0) @binding(0) var<storage, read_write> partial: array<vec4f>;
@group(0) @binding(1) var<storage, read> logits: array<f32>;
@group(0) @binding(2) var<storage, read> target_id: array<u32>;
@group(0) @binding(3) var<storage, read> weight: array<f32>;
@group(0) @binding(4) var<storage, read> advantage: array<f32>;
@group(0) @binding(5) var<storage, read> oldLogProb: array<f32>;
@group(0) @binding(6) var<storage, read> settings: array<f32>;
@group(0) @binding(7) var<storage, read_write> stats: array<vec4f>;
@group(0) @binding(8) var<uniform> rows: vec4u;

@compute @workgroup_size(64)
fn main(
  @builtin(workgroup_id) workgroup: vec3u,
  @builtin(num_workgroups) groups: vec3u,
  @builtin(local_invocation_index) lane: u32,
) {
  let row = groupNumber(workgroup, groups);
  if (row >= rows.x) { return; }
  let first = row * SLICES;
  var high = -3.4e38;
  for (var i = lane; i < SLICES; i += TEAM) { high = max(high, partial[first + i].x); }
  let largest = teamMax(lane, high);
  var ownSum = 0.0;
  var ownMoment = 0.0;
  for (var i = lane; i < SLICES; i += TEAM) {
    let part = partial[first + i];
    let shift = part.x - largest;
    let share = exp(shift);
    ownSum += share * part.y;
    ownMoment += share * (part.z + shift * part.y);
  }
  let sum = teamSum(lane, ownSum);
  let moment = teamSum(lane, ownMoment);
  if (lane != 0u) { return; }
  let logp = logits[row * VOCABULARY + target_id[row]] / settings[0] - largest - log(sum);
  let a = advantage[row];
  var coefficient = weight[row] * a;
  var loss = -coefficient * logp;
  var clipped = 0.0;
  if (settings[3] != 0.0) {
    let rho = exp(min(logp - oldLogProb[row], 80.0));
    let free = -a * rho;
    let bound = -a * clamp(rho, 1.0 - settings[1], 1.0 + settings[2]);
    clipped = select(0.0, 1.0, bound > free);
    loss = weight[row] * max(free, bound);
    coefficient = select(coefficient * rho, 0.0, bound > free);
  }
  stats[row] = vec4f(logp, log(sum) - moment / sum, loss, clipped);
  partial[first] = vec4f(largest, 1.0 / sum, coefficient, 0.0);
}
