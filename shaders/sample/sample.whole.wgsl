// sample.whole - of each row's logits the token drawn, its log-probability, the entropy and the five
// likeliest tokens, as sample.partial and sample.row make them together, and the sequence moves on: x =
// logits / temperature (1 at temperature 0), the token maximises x + Gumbel noise (x alone at temperature
// 0); ids that may not come first have x = -inf where a sequence has no token yet
// shapes   logits (A,V) f32; slot (A), stream, length, done (slots) u32; settings (16) u32; record
//          (slots,MOST,13) u32; nextToken (A) u32
// launch   64 lanes a workgroup, which takes a row: neighbouring lanes at neighbouring logits; a workgroup a
//          row, spread over x and y
// numerics f32, each lane's largest, sums and five largest as it goes, then trees over the lanes; any V,
//          meant for small ones; lowest id first among equals; a slot stands in one row only; a row that is
//          done, or has MOST tokens, changes nothing
// writes   record with = at [slot, length]; length with += 1; done, nextToken with =
// proof    sample.ref.ts, sample.test.ts; source: Maddison et al. 2014 (arXiv 1411.0030), section 2
import package::common::launch::groupNumber;
import package::common::rand::drawKeys;
import package::common::rand::tokenBits;
import package::common::rand::gumbel;
import package::common::reduce::{TEAM, teamSum};
import package::sample::allowed::{LOWEST, allowed, settings};
import package::sample::argmax::argmax;

override VOCABULARY: u32;
override MOST: u32;

@group(0) @binding(0) var<storage, read> logits: array<f32>;
@group(0) @binding(1) var<storage, read> slot: array<u32>;
@group(0) @binding(2) var<storage, read> stream: array<u32>;
@group(0) @binding(3) var<storage, read_write> length: array<u32>;
@group(0) @binding(4) var<storage, read_write> done: array<u32>;
@group(0) @binding(6) var<storage, read_write> record: array<u32>;
@group(0) @binding(7) var<storage, read_write> nextToken: array<u32>;
@group(0) @binding(8) var<uniform> rows: vec4u;

const NOBODY = 0xffffffffu;
const SIZE = 13u;

var<workgroup> going: u32;
var<workgroup> drawnX: f32;

@compute @workgroup_size(64)
fn main(
  @builtin(workgroup_id) workgroup: vec3u,
  @builtin(num_workgroups) groups: vec3u,
  @builtin(local_invocation_index) lane: u32,
) {
  let row = groupNumber(workgroup, groups);
  if (row >= rows.x) { return; }
  let s = slot[row];
  // What is written here cannot be known to be the same for all lanes but through workgroup memory.
  if (lane == 0u) { going = select(0u, length[s] + 1u, done[s] == 0u && length[s] < MOST); }
  let count = workgroupUniformLoad(&going);
  if (count == 0u) { return; }
  let temperature = bitcast<f32>(settings[1]);
  let sharpness = select(1.0 / temperature, 1.0, temperature == 0.0);
  let keys = drawKeys(settings[0], stream[s], count - 1u);
  let forbidden = select(0u, settings[3], count == 1u);
  var ownBest = LOWEST;
  var ownBestId = NOBODY;
  var ownBestX = LOWEST;
  var ownLargest = LOWEST;
  var ownSum = 0.0;
  var ownMoment = 0.0;
  var ids = array<u32, 5>();
  var xs = array<f32, 5>(LOWEST, LOWEST, LOWEST, LOWEST, LOWEST);
  for (var v = lane; v < VOCABULARY; v += TEAM) {
    let scaled = allowed(logits[row * VOCABULARY + v] * sharpness, v, forbidden);
    var value = scaled;
    if (temperature != 0.0) { value += gumbel(tokenBits(keys, v)); }
    if (value > ownBest || ownBestId == NOBODY) {
      ownBest = value;
      ownBestId = v;
      ownBestX = scaled;
    }
    if (scaled == LOWEST) { continue; }
    if (scaled > ownLargest) {
      // With nothing counted yet both sums are zero, and stay so.
      let shift = max(ownLargest - scaled, -100.0);
      let share = exp(shift);
      ownMoment = share * (ownMoment + shift * ownSum);
      ownSum *= share;
      ownLargest = scaled;
    }
    let e = exp(scaled - ownLargest);
    ownSum += e;
    ownMoment += e * (scaled - ownLargest);
    var x = scaled;
    var id = v;
    for (var j = 0u; j < 5u; j++) {
      if (x > xs[j]) {
        let lowerX = xs[j];
        let lowerId = ids[j];
        xs[j] = x;
        ids[j] = id;
        x = lowerX;
        id = lowerId;
      }
    }
  }
  let drawn = argmax(lane, ownBest, ownBestId);
  if (drawn.id == ownBestId) { drawnX = ownBestX; }
  let out = (s * MOST + count - 1u) * SIZE;
  var largest = LOWEST;
  var tops = array<f32, 5>();
  for (var place = 0u; place < 5u; place++) {
    // A lane's largest stands first: the one that wins gives it away.
    let next = argmax(lane, xs[0], select(ids[0], NOBODY, xs[0] == LOWEST));
    if (place == 0u) { largest = next.value; }
    tops[place] = next.value;
    if (xs[0] != LOWEST && next.id == ids[0]) {
      for (var j = 0u; j < 4u; j++) {
        xs[j] = xs[j + 1u];
        ids[j] = ids[j + 1u];
      }
      xs[4] = LOWEST;
    }
    if (lane == 0u) { record[out + 3u + place] = select(next.id, 0u, next.id == NOBODY); }
  }
  let shift = max(ownLargest - largest, -100.0);
  let share = exp(shift);
  let sum = teamSum(lane, share * ownSum);
  let moment = teamSum(lane, share * (ownMoment + shift * ownSum));
  if (lane != 0u) { return; }
  for (var place = 0u; place < 5u; place++) {
    record[out + 8u + place] = bitcast<u32>(exp(tops[place] - largest) / sum);
  }
  record[out] = drawn.id;
  record[out + 1u] = bitcast<u32>(drawnX - largest - log(sum));
  record[out + 2u] = bitcast<u32>(log(sum) - moment / sum);
  for (var i = 0u; i < settings[2]; i++) {
    if (settings[4u + i] == drawn.id) { done[s] = 1u; }
  }
  length[s] = count;
  nextToken[row] = drawn.id;
}
