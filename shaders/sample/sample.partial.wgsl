// sample.partial - of each slice of 512 logits, x = logits / temperature (1 at temperature 0): m = max x, sum
// e^(x-m),
//                  sum e^(x-m) (x-m), the token that maximises x + Gumbel noise (x alone at temperature 0),
//                  and the five largest x
//                  ids that may not come first have x = -inf where a sequence has no token yet
// shapes   logits (A,V) f32; slot (A) u32; stream, length, done (slots) u32; settings u32[16]: seed, bits of
//          the temperature, number of stop ids, number of ids that may not come first, stop ids, these from
//          the last word down; partial (A,ceil(V/512),16) u32: bits of m, sums, best value, best x, best id,
//          5 ids, 5 x
// launch   one thread a slice, 32 a group, no barrier
// numerics f32; any V; noise is finite for every hash; lowest id first among equals
// writes   partial with =
// proof    sample.ref.ts, sample.test.ts; source: Maddison et al. 2014 (arXiv 1411.0030), section 2
import package::common::launch::linearIndexOf32;
import package::common::rand::drawKeys;
import package::common::rand::tokenBits;
import package::common::rand::gumbel;

override VOCABULARY: u32;
override SLICE: u32 = 512u;
override SLICES: u32 = (VOCABULARY + SLICE - 1u) / SLICE;

@group(0) @binding(0) var<storage, read> logits: array<f32>;
@group(0) @binding(1) var<storage, read> slot: array<u32>;
@group(0) @binding(2) var<storage, read> stream: array<u32>;
@group(0) @binding(3) var<storage, read> length: array<u32>;
@group(0) @binding(4) var<storage, read> done: array<u32>;
@group(0) @binding(5) var<storage, read> settings: array<u32>;
@group(0) @binding(6) var<storage, read_write> partial: array<u32>;
@group(0) @binding(7) var<uniform> rows: vec4u;

const LOWEST = -3.4e38;

// x, or LOWEST for one of the first `forbidden` ids that may not come first
fn allowed(x: f32, v: u32, forbidden: u32) -> f32 {
  for (var i = 0u; i < forbidden; i++) {
    if (settings[15u - i] == v) { return LOWEST; }
  }
  return x;
}

@compute @workgroup_size(32)
fn main(
  @builtin(workgroup_id) workgroup: vec3u,
  @builtin(num_workgroups) groups: vec3u,
  @builtin(local_invocation_index) local: u32,
) {
  let index = linearIndexOf32(workgroup, groups, local);
  let row = index / SLICES;
  if (row >= rows.x) { return; }
  let s = slot[row];
  if (done[s] != 0u) { return; }
  let first = index % SLICES * SLICE;
  let end = min(first + SLICE, VOCABULARY);
  let base = row * VOCABULARY;
  let temperature = bitcast<f32>(settings[1]);
  let sharpness = select(1.0 / temperature, 1.0, temperature == 0.0);
  let keys = drawKeys(settings[0], stream[s], length[s]);
  let forbidden = select(0u, settings[3], length[s] == 0u);
  var best = LOWEST;
  var bestX = LOWEST;
  var bestId = first;
  var top = vec4f(LOWEST);
  var fifth = LOWEST;
  var topId = vec4u();
  var fifthId = 0u;
  for (var v = first; v < end; v++) {
    let x = allowed(logits[base + v] * sharpness, v, forbidden);
    var value = x;
    if (temperature != 0.0) { value += gumbel(tokenBits(keys, v)); }
    if (value > best) {
      best = value;
      bestX = x;
      bestId = v;
    }
    if (x > fifth) {
      let above = vec4<bool>(x > top.x, x > top.y, x > top.z, x > top.w);
      fifth = select(x, top.w, above.w);
      fifthId = select(v, topId.w, above.w);
      let shifted = vec4f(x, top.xyz);
      let shiftedId = vec4u(v, topId.xyz);
      let moved = vec4<bool>(false, above.xyz);
      topId = select(topId, select(vec4u(v), shiftedId, moved), above);
      top = select(top, select(vec4f(x), shifted, moved), above);
    }
  }
  var sum = 0.0;
  var moment = 0.0;
  for (var v = first; v < end; v++) {
    let scaled = allowed(logits[base + v] * sharpness, v, forbidden);
    if (scaled == LOWEST) { continue; }
    let x = scaled - top.x;
    let e = exp(x);
    sum += e;
    moment += e * x;
  }
  let at = index * 16u;
  partial[at] = bitcast<u32>(top.x);
  partial[at + 1u] = bitcast<u32>(sum);
  partial[at + 2u] = bitcast<u32>(moment);
  partial[at + 3u] = bitcast<u32>(best);
  partial[at + 4u] = bitcast<u32>(bestX);
  partial[at + 5u] = bestId;
  for (var i = 0u; i < 4u; i++) {
    partial[at + 6u + i] = topId[i];
    partial[at + 11u + i] = bitcast<u32>(top[i]);
  }
  partial[at + 10u] = fifthId;
  partial[at + 15u] = bitcast<u32>(fifth);
}
