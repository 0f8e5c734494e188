// attentionDecode.split - of each row, key/value head and slice of the keys: m = max_t s[t],
// l = sum_t e^(s[t] - m),  o = sum_t e^(s[t] - m) v[t],  s[t] = q . k[t] / sqrt(D), for up to four heads that
// share the keys; t over the slot's prompt and then over the first length[slot] tokens of its own suffix
// shapes   qkv (A,(H+2K)*D) f32 as vec4, rotated; promptKv (rows,2*K*D), suffixKv (slots,MOST,2*K*D): k
//          heads, then v heads; promptStart, promptLength, length (slots) u32, slot (A) u32; partial
//          (A,H,SPLITS,D+2): o, then m and l
// launch   128 lanes a workgroup, which takes 32 keys at a time through workgroup memory: a lane a key and a
//          head for the scores, then a lane a channel for the values; dispatch (K*ceil(H/K/4)*SPLITS, A, 1)
// numerics f32, online softmax over the blocks of keys; D a multiple of 4 up to 128
// writes   partial with =; attentionDecode.join makes the rows of it
// proof    decode.ref.ts, decode.test.ts; source: Dao et al. 2023, Flash-Decoding for long-context inference
import package::attention::head::{HEADS, KV_HEADS, HEAD_DIM, D4, STRIDE4, SCALE, qkv};
import package::common::reduce::{TEAM, teamSum, teamMax};

override MOST: u32;
override SPLITS: u32;
override KV4: u32 = 2u * KV_HEADS * D4;
override SHARING: u32 = HEADS / KV_HEADS;
override PARTS: u32 = (SHARING + 3u) / 4u;

@group(0) @binding(1) var<storage, read> promptKv: array<vec4f>;
@group(0) @binding(2) var<storage, read> suffixKv: array<vec4f>;
@group(0) @binding(3) var<storage, read> promptStart: array<u32>;
@group(0) @binding(4) var<storage, read> promptLength: array<u32>;
@group(0) @binding(5) var<storage, read> slot: array<u32>;
@group(0) @binding(6) var<storage, read> length: array<u32>;
@group(0) @binding(7) var<storage, read_write> partial: array<f32>;
@group(0) @binding(8) var<uniform> rows: vec4u;

const LOWEST = -3.4e38;
// Keys of a block: the TEAM of lanes that has a head's scores.
const BLOCK = 32u;
// Vec4s of a key that stand in workgroup memory at once; rows of one more keep lanes on different banks.
const STAGED = 8u;
const PITCH = 9u;

var<workgroup> queries: array<vec4f, 128>;
var<workgroup> keys: array<vec4f, 288>;
var<workgroup> shares: array<f32, 128>;

@compute @workgroup_size(128)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) lane: u32) {
  let row = group.y;
  if (row >= rows.x) { return; }
  let split = group.x % SPLITS;
  let part = group.x / SPLITS % PARTS;
  let kvHead = group.x / SPLITS / PARTS;
  let s = slot[row];
  let prompt = promptLength[s];
  let promptAt = promptStart[s];
  let count = prompt + length[s];
  // Whole blocks a slice.
  let size = ((count + BLOCK - 1u) / BLOCK + SPLITS - 1u) / SPLITS * BLOCK;
  let begin = min(split * size, count);
  let end = min(begin + size, count);
  let head = kvHead * SHARING + part * 4u + lane / BLOCK;
  let live = part * 4u + lane / BLOCK < SHARING;
  for (var i = lane; i < 4u * D4; i += 128u) {
    let source = min(kvHead * SHARING + part * 4u + i / D4, HEADS - 1u);
    queries[i] = qkv[row * STRIDE4 + source * D4 + i % D4] * SCALE;
  }
  var largest = LOWEST;
  var sum = 0.0;
  // Of channel `lane`, by head.
  var values = vec4f();
  for (var t0 = begin; t0 < end; t0 += BLOCK) {
    var score = 0.0;
    for (var c0 = 0u; c0 < D4; c0 += STAGED) {
      workgroupBarrier();
      for (var i = lane; i < BLOCK * STAGED; i += 128u) {
        let t = min(t0 + i / STAGED, end - 1u);
        let c = kvHead * D4 + min(c0 + i % STAGED, D4 - 1u);
        var key = vec4f();
        if (t < prompt) { key = promptKv[(promptAt + t) * KV4 + c]; }
        else { key = suffixKv[(s * MOST + t - prompt) * KV4 + c]; }
        keys[i / STAGED * PITCH + i % STAGED] = key;
      }
      workgroupBarrier();
      for (var c = 0u; c < min(STAGED, D4 - c0); c++) {
        score += dot(queries[lane / BLOCK * D4 + c0 + c], keys[lane % BLOCK * PITCH + c]);
      }
    }
    let seen = live && t0 + lane % BLOCK < end;
    let next = max(largest, teamMax(lane, select(LOWEST, score, seen)));
    let share = select(0.0, exp(score - next), seen);
    let shrink = exp(largest - next);
    sum = sum * shrink + teamSum(lane, share);
    largest = next;
    shares[lane] = share;
    // What the heads' old values shrink by, where the keys stood.
    if (lane % BLOCK == 0u) { keys[lane / BLOCK] = vec4f(shrink); }
    workgroupBarrier();
    values *= vec4f(keys[0].x, keys[1].x, keys[2].x, keys[3].x);
    if (lane < HEAD_DIM) {
      let c = (KV_HEADS + kvHead) * D4 + lane / 4u;
      for (var i = 0u; i < min(BLOCK, end - t0); i++) {
        let t = t0 + i;
        var value = 0.0;
        if (t < prompt) { value = promptKv[(promptAt + t) * KV4 + c][lane % 4u]; }
        else { value = suffixKv[(s * MOST + t - prompt) * KV4 + c][lane % 4u]; }
        values += value * vec4f(shares[i], shares[BLOCK + i], shares[2u * BLOCK + i], shares[3u * BLOCK + i]);
      }
    }
  }
  for (var h = 0u; h < min(4u, SHARING - part * 4u); h++) {
    let out = ((row * HEADS + kvHead * SHARING + part * 4u + h) * SPLITS + split) * (HEAD_DIM + 2u);
    if (lane < HEAD_DIM) { partial[out + lane] = values[h]; }
  }
  if (live && lane % BLOCK == 0u) {
    let out = ((row * HEADS + head) * SPLITS + split) * (HEAD_DIM + 2u) + HEAD_DIM;
    partial[out] = largest;
    partial[out + 1u] = sum;
  }
}
