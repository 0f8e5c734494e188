// constrain.advance - a row's state moves on by the token drawn: state = next of its edge with that token
// shapes   slot, drawn (A) u32; state (slots) u32; automata as in constrain.mask, with next (E) u32
// launch   one thread a row, 64 a group
// numerics whole numbers; a slot stands in one row only; a state without that edge stays
// writes   state with =
// proof    constrain.ref.ts, constrain.test.ts; source: Willard and Louf 2023 (arXiv 2307.09702), section 3
import package::common::launch::linearIndex;

@group(0) @binding(0) var<storage, read> slot: array<u32>;
@group(0) @binding(1) var<storage, read> drawn: array<u32>;
@group(0) @binding(2) var<storage, read_write> state: array<u32>;
@group(0) @binding(3) var<storage, read> first: array<u32>;
@group(0) @binding(4) var<storage, read> token: array<u32>;
@group(0) @binding(5) var<storage, read> next: array<u32>;
@group(0) @binding(6) var<uniform> rows: vec4u;

@compute @workgroup_size(64)
fn main(
  @builtin(workgroup_id) workgroup: vec3u,
  @builtin(num_workgroups) groups: vec3u,
  @builtin(local_invocation_index) local: u32,
) {
  let row = linearIndex(workgroup, groups, local);
  if (row >= rows.x) { return; }
  let s = state[slot[row]];
  for (var edge = first[s]; edge < first[s + 1u]; edge++) {
    if (token[edge] == drawn[row]) { state[slot[row]] = next[edge]; }
  }
}
