// sample.row - joins a row's slices into the token drawn, its log-probability, the entropy and the five
// likeliest tokens, and
//              moves the sequence on: its length, whether it is done (a stop id), the token and position of
//              the next step
// shapes   partial (A,ceil(V/512),16) u32 of sample.partial; slot (A) u32; length, done (slots) u32; settings
//          u32[16] of sample.partial: word 2 number of stop ids, stop ids from word 4; record (slots,MOST,13)
//          u32: token, bits of logp, bits of entropy (nats), 5 ids, bits of their probabilities; nextToken,
//          position (A) u32
// launch   one thread a row, 64 a group
// numerics f32; a slot stands in one row only; a row that is done, or has MOST tokens, changes nothing
// writes   record with = at [slot, length]; length and position with += 1; done, nextToken with =
// proof    sample.ref.ts, sample.test.ts; source: Maddison et al. 2014 (arXiv 1411.0030), section 2
import package::common::launch::linearIndex;

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
const SIZE = 13u;

fn number(at: u32) -> f32 {
  return bitcast<f32>(partial[at]);
}

@compute @workgroup_size(64)
fn main(
  @builtin(workgroup_id) workgroup: vec3u,
  @builtin(num_workgroups) groups: vec3u,
  @builtin(local_invocation_index) local: u32,
) {
  let row = linearIndex(workgroup, groups, local);
  if (row >= rows.x) { return; }
  let s = slot[row];
  if (done[s] != 0u || length[s] >= MOST) { return; }
  let first = row * SLICES * 16u;
  let end = first + SLICES * 16u;
  var largest = LOWEST;
  var best = LOWEST;
  var bestAt = first;
  for (var at = first; at < end; at += 16u) {
    largest = max(largest, number(at));
    if (number(at + 3u) > best) {
      best = number(at + 3u);
      bestAt = at;
    }
  }
  var sum = 0.0;
  var moment = 0.0;
  var ids = array<u32, 5>();
  var xs = array<f32, 5>(LOWEST, LOWEST, LOWEST, LOWEST, LOWEST);
  for (var at = first; at < end; at += 16u) {
    let shift = number(at) - largest;
    let share = exp(shift);
    sum += share * number(at + 1u);
    moment += share * (number(at + 2u) + shift * number(at + 1u));
    for (var i = 0u; i < 5u; i++) {
      var x = number(at + 11u + i);
      var id = partial[at + 6u + i];
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
  let token = partial[bestAt + 5u];
  let out = (s * MOST + length[s]) * SIZE;
  record[out] = token;
  record[out + 1u] = bitcast<u32>(number(bestAt + 4u) - largest - log(sum));
  record[out + 2u] = bitcast<u32>(log(sum) - moment / sum);
  for (var i = 0u; i < 5u; i++) {
    record[out + 3u + i] = ids[i];
    record[out + 8u + i] = bitcast<u32>(exp(xs[i] - largest) / sum);
  }
  for (var i = 0u; i < settings[2]; i++) {
    if (settings[4u + i] == token) { done[s] = 1u; }
  }
  length[s] += 1u;
  nextToken[row] = token;
  position[row] += 1u;
}
