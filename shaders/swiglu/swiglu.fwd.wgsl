// swiglu.fwd - y[r,f] = silu(gate[r,f]) * up[r,f],  silu(g) = g / (1 + e^-g)
// shapes   gateUp (R,2F) f32, a row's F gates and then its F ups; y (R,F)
// launch   one thread an element of y, 64 of a row a group: (ceil(F/64), R); no division by F, which is slow
//          in software
// numerics f32; any F; the exponent ends at 80, where silu is below 1e-32, so that nothing overflows
// writes   y with =
// proof    swiglu.ref.ts, swiglu.test.ts; source: Shazeer 2020 (arXiv 2002.05202), equation 5
override HIDDEN: u32;

@group(0) @binding(0) var<storage, read> gateUp: array<f32>;
@group(0) @binding(1) var<storage, read_write> y: array<f32>;
@group(0) @binding(2) var<uniform> rows: vec4u;

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3u) {
  let row = id.y;
  if (row >= rows.x || id.x >= HIDDEN) { return; }
  let index = row * HIDDEN + id.x;
  let at = row * HIDDEN + index;
  let gate = gateUp[at];
  y[index] = gate / (1.0 + exp(min(-gate, 80.0))) * gateUp[at + HIDDEN];
}
