// sample.workgroup.partial - of each slice of 512 logits what sample.partial makes of it: x = logits /
// temperature (1 at temperature 0): m = max x, sum e^(x-m), sum e^(x-m) (x-m), the token that maximises x +
// Gumbel noise (x alone at temperature 0), and the five largest x; ids that may not come first have x = -inf
// where a sequence has no token yet
// shapes   as sample.partial: logits (A,V) f32; partial (A,ceil(V/512),16) u32
// launch   TEAM = 64 lanes a workgroup, which takes a slice: neighbouring lanes at neighbouring logits, eight
//          each; a workgroup a slice, spread over x and y
// numerics f32, tree reductions over lanes; any V; lowest id first among equals
// writes   partial with =
// proof    sample.ref.ts, sample.test.ts; source: Maddison et al. 2014 (arXiv 1411.0030), section 2
import package::common::launch::groupNumber;
import package::common::rand::drawKeys;
import package::common::rand::tokenBits;
import package::common::rand::gumbel;
import package::common::reduce::{TEAM, teamSum};
import package::sample::allowed::{LOWEST, allowed, settings};
import package::sample::argmax::argmax;

override VOCABULARY: u32;
override SLICE: u32 = 512u;
override SLICES: u32 = (VOCABULARY + SLICE - 1u) / SLICE;

@group(0) @binding(0) var<storage, read> logits: array<f32>;
@group(0) @binding(1) var<storage, read> slot: array<u32>;
@group(0) @binding(2) var<storage, read> stream: array<u32>;
@group(0) @binding(3) var<storage, read> length: array<u32>;
@group(0) @binding(4) var<storage, read> done: array<u32>;
@group(0) @binding(6) var<storage, read_write> partial: array<u32>;
@group(0) @binding(7) var<uniform> rows: vec4u;

const NOBODY = 0xffffffffu;

@compute @workgroup_size(64)
fn main(
  @builtin(workgroup_id) workgroup: vec3u,
  @builtin(num_workgroups) groups: vec3u,
  @builtin(local_invocation_index) lane: u32,
) {
  let index = groupNumber(workgroup, groups);
  let row = index / SLICES;
  if (row >= rows.x) { return; }
  let s = slot[row];
  if (done[s] != 0u) { return; }
  let first = index % SLICES * SLICE + lane;
  let temperature = bitcast<f32>(settings[1]);
  let sharpness = select(1.0 / temperature, 1.0, temperature == 0.0);
  let keys = drawKeys(settings[0], stream[s], length[s]);
  let forbidden = select(0u, settings[3], length[s] == 0u);
  // Of the lane's eight logits; those beyond the vocabulary are nobody's.
  var xs = array<f32, 8>();
  var ownBest = LOWEST;
  var ownBestId = NOBODY;
  var ownBestX = LOWEST;
  for (var i = 0u; i < 8u; i++) {
    let v = first + i * TEAM;
    xs[i] = LOWEST;
    if (v >= VOCABULARY) { continue; }
    let x = allowed(logits[row * VOCABULARY + v] * sharpness, v, forbidden);
    var value = x;
    if (temperature != 0.0) { value += gumbel(tokenBits(keys, v)); }
    xs[i] = x;
    if (value > ownBest || ownBestId == NOBODY) {
      ownBest = value;
      ownBestId = v;
      ownBestX = x;
    }
  }
  let drawn = argmax(lane, ownBest, ownBestId);
  let at = index * 16u;
  if (drawn.id == ownBestId) {
    partial[at + 3u] = bitcast<u32>(drawn.value);
    partial[at + 4u] = bitcast<u32>(ownBestX);
    partial[at + 5u] = drawn.id;
  }
  // The five largest, one after another; bit i of `taken` for one that the lane has given.
  var taken = 0u;
  var largest = LOWEST;
  for (var place = 0u; place < 5u; place++) {
    var own = LOWEST;
    var ownId = NOBODY;
    for (var i = 0u; i < 8u; i++) {
      if (((taken >> i) & 1u) == 0u && xs[i] > own) {
        own = xs[i];
        ownId = first + i * TEAM;
      }
    }
    let next = argmax(lane, own, ownId);
    if (place == 0u) { largest = next.value; }
    if (next.id == ownId && ownId != NOBODY) { taken |= 1u << ((ownId - first) / TEAM); }
    if (lane == 0u) {
      partial[at + 6u + place] = select(next.id, 0u, next.id == NOBODY);
      partial[at + 11u + place] = bitcast<u32>(next.value);
    }
  }
  var sum = 0.0;
  var moment = 0.0;
  for (var i = 0u; i < 8u; i++) {
    if (xs[i] != LOWEST) {
      let e = exp(xs[i] - largest);
      sum += e;
      moment += e * (xs[i] - largest);
    }
  }
  let sums = teamSum(lane, sum);
  let moments = teamSum(lane, moment);
  if (lane == 0u) {
    partial[at] = bitcast<u32>(largest);
    partial[at + 1u] = bitcast<u32>(sums);
    partial[at + 2u] = bitcast<u32>(moments);
  }
}
