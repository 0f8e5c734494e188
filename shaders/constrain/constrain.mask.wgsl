// constrain.mask - logits of tokens that a row's state forbids become -1e30: softmax is over the others
// shapes   logits (A,V) f32; slot (A) u32; state (slots) u32; automata in compressed rows: first (S+1), token
//          (E) u32, the tokens of state s ascending at first[s] .. first[s+1]; none: all are allowed
// launch   one thread an element, 64 of a row a group: (ceil(V/64), A)
// numerics -1e30 and not infinity: divided by a temperature it stays finite, its exponential is exactly zero
// writes   logits with =, of forbidden tokens alone
// proof    constrain.ref.ts, constrain.test.ts; source: Willard and Louf 2023 (arXiv 2307.09702), section 3
override VOCABULARY: u32;

@group(0) @binding(0) var<storage, read_write> logits: array<f32>;
@group(0) @binding(1) var<storage, read> slot: array<u32>;
@group(0) @binding(2) var<storage, read> state: array<u32>;
@group(0) @binding(3) var<storage, read> first: array<u32>;
@group(0) @binding(4) var<storage, read> token: array<u32>;
@group(0) @binding(5) var<uniform> rows: vec4u;

const FORBIDDEN = -1e30;

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3u) {
  let row = id.y;
  if (row >= rows.x || id.x >= VOCABULARY) { return; }
  let s = state[slot[row]];
  let end = first[s + 1u];
  var low = first[s];
  if (low == end) { return; }
  var high = end;
  while (low < high) {
    let middle = (low + high) / 2u;
    if (token[middle] < id.x) { low = middle + 1u; } else { high = middle; }
  }
  if (low < end && token[low] == id.x) { return; }
  logits[row * VOCABULARY + id.x] = FORBIDDEN;
}
