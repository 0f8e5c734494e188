// sample.workgroup.row - joins a row's slices as sample.row does, into the token drawn, its log-probability,
// the entropy and the five likeliest tokens, and moves the sequence on
// shapes   as sample.row: partial (A,ceil(V/512),16) u32; record (slots,MOST,13) u32
// launch   TEAM = 64 lanes a workgroup, which takes a row: lanes side by side along its slices; a workgroup a
//          row, spread over x and y
// numerics f32, tree reductions over lanes; a slot stands in one row only; a row that is done, or has MOST
//          tokens, changes nothing
// writes   record with = at [slot, length]; length and position with += 1; done, nextToken with =
// proof    sample.ref.ts, sample.test.ts; source: Maddison et al. 2014 (arXiv 1411.0030), section 2
import package::common::launch::groupNumber;
import package::common::reduce::{TEAM, teamSum, teamMax};
import package::sample::argmax::argmax;

override VOCABULARY: u32;
override MOST: u32;
override SLICES: u32 = (VOCABULARY + 511u) / 512u;

@group(0) @binding(0) var<storage, read> partial: array<u32>;
@group(0) @binding(1) var<storage, read> slot: array<u32>;
@group(0) @binding(2) var<storage, read_write> length: array<u32>;
@group(0) @binding(3) var<storage, read_write> done: array<u32>;
@group(0) @binding(4) var<storage, read> settings: array<u32>;
@group(0) @binding(5) var<storage, read_write> record: array<u32>;
@group(0) @binding(6) var<storage, read_write> nextToken: array<u32>;
@group(0) @binding(7) var<storage, read_write> position: array<u32>;
@group(0) @binding(8) var<uniform> rows: vec4u;

const LOWEST = -3.4e38;
const NOBODY = 0xffffffffu;
const SIZE = 13u;

var<workgroup> going: u32;

fn number(at: u32) -> f32 {
  return bitcast<f32>(partial[at]);
}

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
  let first = row * SLICES * 16u;
  var ownLargest = LOWEST;
  var ownBest = LOWEST;
  var ownBestAt = NOBODY;
  for (var i = lane; i < SLICES; i += TEAM) {
    let at = first + i * 16u;
    ownLargest = max(ownLargest, number(at));
    if (number(at + 3u) > ownBest || ownBestAt == NOBODY) {
      ownBest = number(at + 3u);
      ownBestAt = at;
    }
  }
  let largest = teamMax(lane, ownLargest);
  let bestAt = argmax(lane, ownBest, ownBestAt).id;
  var ownSum = 0.0;
  var ownMoment = 0.0;
  var ids = array<u32, 5>();
  var xs = array<f32, 5>(LOWEST, LOWEST, LOWEST, LOWEST, LOWEST);
  for (var i = lane; i < SLICES; i += TEAM) {
    let at = first + i * 16u;
    let shift = number(at) - largest;
    let share = exp(shift);
    ownSum += share * number(at + 1u);
    ownMoment += share * (number(at + 2u) + shift * number(at + 1u));
    for (var k = 0u; k < 5u; k++) {
      var x = number(at + 11u + k);
      var id = partial[at + 6u + k];
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
  }
  let sum = teamSum(lane, ownSum);
  let moment = teamSum(lane, ownMoment);
  let out = (s * MOST + count - 1u) * SIZE;
  for (var place = 0u; place < 5u; place++) {
    // A lane's largest stands first: the one that wins gives it away.
    let next = argmax(lane, xs[0], select(ids[0], NOBODY, xs[0] == LOWEST));
    if (xs[0] != LOWEST && next.id == ids[0]) {
      for (var j = 0u; j < 4u; j++) {
        xs[j] = xs[j + 1u];
        ids[j] = ids[j + 1u];
      }
      xs[4] = LOWEST;
    }
    if (lane == 0u) {
      record[out + 3u + place] = select(next.id, 0u, next.id == NOBODY);
      record[out + 8u + place] = bitcast<u32>(exp(next.value - largest) / sum);
    }
  }
  if (lane != 0u) { return; }
  let token = partial[bestAt + 5u];
  record[out] = token;
  record[out + 1u] = bitcast<u32>(number(bestAt + 4u) - largest - log(sum));
  record[out + 2u] = bitcast<u32>(log(sum) - moment / sum);
  for (var i = 0u; i < settings[2]; i++) {
    if (settings[4u + i] == token) { done[s] = 1u; }
  }
  length[s] = count;
  nextToken[row] = token;
  position[row] += 1u;
}
