// swiglu.fwd - y[r,f] = silu(gate[r,f]) * up[r,f],  silu(g) = g / (1 + e^-g)
// shapes   gateUp (R,2F) f32, a row's F gates and then its F ups; y (R,F)
// launch   one thread an element of y, 64 a group
// numerics f32; any F; the exponent ends at 80, where silu is below 1e-32, so that nothing overflows
// writes   y with =
// proof    swiglu.ref.ts, swiglu.test.ts; source: Shazeer 2020 (arXiv 2002.05202), equation 5
import package::common::launch::linearIndex;

override HIDDEN: u32;

@group(0) @binding(0) var<storage, read> gateUp: array<f32>;
@group(0) @binding(1) var<storage, read_write> y: array<f32>;
@group(0) @binding(2) var<uniform> rows: vec4u;

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) workgroup: vec3u, @builtin(num_workgroups) groups: vec3u, @builtin(local_invocation_index) local: u32) {
  let index = linearIndex(workgroup, groups, local);
  let row = index / HIDDEN;
  if (row >= rows.x) { return; }
  let at = row * HIDDEN + index;
  let gate = gateUp[at];
  y[index] = gate / (1.0 + exp(min(-gate, 80.0))) * gateUp[at + HIDDEN];
}
