// swiglu.bwd - dgate = dy * up * s (1 + gate (1 - s)),  dup = dy * gate * s,  s = 1 / (1 + e^-gate)
// shapes   gateUp, dgateUp (R,2F) f32, a row's F gates and then its F ups; dy (R,F)
// launch   one thread an element of dy, 64 of a row a group: (ceil(F/64), R); no division by F, which is slow
//          in software
// numerics f32; any F; the exponent ends at 80, where s is below 1e-34, so that nothing overflows
// writes   dgateUp with =
// proof    swiglu.ref.ts, swiglu.test.ts; source: the derivative of Shazeer 2020 (arXiv 2002.05202), equation
//          5
override HIDDEN: u32;

@group(0) @binding(0) var<storage, read> gateUp: array<f32>;
@group(0) @binding(1) var<storage, read> dy: array<f32>;
@group(0) @binding(2) var<storage, read_write> dgateUp: array<f32>;
@group(0) @binding(3) var<uniform> rows: vec4u;

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3u) {
  let row = id.y;
  if (row >= rows.x || id.x >= HIDDEN) { return; }
  let index = row * HIDDEN + id.x;
  let at = row * HIDDEN + index;
  let gate = gateUp[at];
  let s = 1.0 / (1.0 + exp(min(-gate, 80.0)));
  dgateUp[at] = dy[index] * gateUp[at + HIDDEN] * s * (1.0 + gate * (1.0 - s));
  dgateUp[at + HIDDEN] = dy[index] * gate * s;
}
