// attentionDecode.turning - a decoding step's attention from the projection on: q and the newest key turn by
// their position as in rope, that key and its value join the suffix, and
//   out = sum_t softmax_t(q . k[t] / sqrt(D)) v[t]
// for up to four heads that share their keys; t over the slot's prompt and then over the first length[slot]
// tokens of its own suffix, the newest last
// shapes   qkv (A,(H+2K)*D) f32, not rotated; promptKv (rows,2*K*D), suffixKv (slots,MOST,2*K*D): k heads,
//          then v heads; promptStart, promptLength, length (slots) u32, slot (A) u32; out (A,H*D)
// launch   128 lanes a workgroup, which takes 128 keys at a time: a lane a key for the scores, then lanes
//          side by side along the channels, several keys at once, for the values; dispatch (K, A, 1)
// numerics f32, online softmax over the blocks of keys; D a multiple of 4 up to 128, H/K up to 4; angles as
//          in rope
// writes   out with =; suffixKv[slot, length - 1] with =
// proof    decode.ref.ts, decode.test.ts; sources: rope, attentionDecode
import package::rope::turn::turn;

override HEADS: u32;
override KV_HEADS: u32;
override HEAD_DIM: u32;
override MOST: u32;
override D4: u32 = HEAD_DIM / 4u;
override HALF: u32 = HEAD_DIM / 2u;
override KV4: u32 = 2u * KV_HEADS * D4;
override STRIDE: u32 = (HEADS + 2u * KV_HEADS) * HEAD_DIM;
override SHARING: u32 = HEADS / KV_HEADS;
override SCALE: f32 = 1.0 / sqrt(f32(HEAD_DIM));
// Keys whose values are added up side by side.
override BESIDE: u32 = 128u / D4;

@group(0) @binding(0) var<storage, read> qkv: array<f32>;
@group(0) @binding(1) var<storage, read> promptKv: array<vec4f>;
@group(0) @binding(2) var<storage, read_write> suffixKv: array<vec4f>;
@group(0) @binding(3) var<storage, read> promptStart: array<u32>;
@group(0) @binding(4) var<storage, read> promptLength: array<u32>;
@group(0) @binding(5) var<storage, read> slot: array<u32>;
@group(0) @binding(6) var<storage, read> length: array<u32>;
@group(0) @binding(7) var<storage, read_write> out: array<vec4f>;
@group(0) @binding(8) var<uniform> rows: vec4u;
// Of the D/2 pairs, in units of 2^-32 turns.
@group(0) @binding(9) var<uniform> frequency: array<vec4u, 16>;

const LOWEST = -3.4e38;
const BLOCK = 128u;

// The queries by head; then the newest key and its value.
var<workgroup> queries: array<f32, 512>;
var<workgroup> newest: array<f32, 256>;
// By key, a component a head.
var<workgroup> shares: array<vec4f, 128>;
var<workgroup> joined: array<vec4f, 128>;

fn largestOf(lane: u32, value: vec4f) -> vec4f {
  joined[lane] = value;
  workgroupBarrier();
  for (var half = BLOCK / 2u; half > 0u; half /= 2u) {
    if (lane < half) { joined[lane] = max(joined[lane], joined[lane + half]); }
    workgroupBarrier();
  }
  let found = joined[0];
  workgroupBarrier();
  return found;
}

fn sumOf(lane: u32, value: vec4f) -> vec4f {
  joined[lane] = value;
  workgroupBarrier();
  for (var half = BLOCK / 2u; half > 0u; half /= 2u) {
    if (lane < half) { joined[lane] += joined[lane + half]; }
    workgroupBarrier();
  }
  let found = joined[0];
  workgroupBarrier();
  return found;
}

fn fourOfQuery(head: u32, c: u32) -> vec4f {
  let at = head * HEAD_DIM + 4u * c;
  return vec4f(queries[at], queries[at + 1u], queries[at + 2u], queries[at + 3u]);
}

fn fourOfNewest(c: u32) -> vec4f {
  return vec4f(newest[4u * c], newest[4u * c + 1u], newest[4u * c + 2u], newest[4u * c + 3u]);
}

@compute @workgroup_size(128)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) lane: u32) {
  let row = group.y;
  let kvHead = group.x;
  if (row >= rows.x) { return; }
  let s = slot[row];
  let prompt = promptLength[s];
  let promptAt = promptStart[s];
  let count = prompt + length[s];
  let suffixAt = s * MOST;
  // The heads' queries, and after them the newest key.
  for (var i = lane; i < (SHARING + 1u) * HALF; i += BLOCK) {
    let head = i / HALF;
    let c = i % HALF;
    let isKey = head == SHARING;
    let begin = row * STRIDE + select(kvHead * SHARING + head, HEADS + kvHead, isKey) * HEAD_DIM + c;
    let t = turn((count - 1u) * frequency[c / 4u][c % 4u]);
    let low = qkv[begin] * t.x - qkv[begin + HALF] * t.y;
    let high = qkv[begin + HALF] * t.x + qkv[begin] * t.y;
    if (isKey) {
      newest[c] = low;
      newest[c + HALF] = high;
    } else {
      queries[head * HEAD_DIM + c] = low * SCALE;
      queries[head * HEAD_DIM + c + HALF] = high * SCALE;
    }
  }
  for (var c = lane; c < HEAD_DIM; c += BLOCK) {
    newest[HEAD_DIM + c] = qkv[row * STRIDE + (HEADS + KV_HEADS + kvHead) * HEAD_DIM + c];
  }
  workgroupBarrier();
  for (var c = lane; c < 2u * D4; c += BLOCK) {
    let to = select(KV_HEADS + kvHead, kvHead, c < D4) * D4 + c % D4;
    suffixKv[(suffixAt + length[s] - 1u) * KV4 + to] = fourOfNewest(c);
  }
  var largest = vec4f(LOWEST);
  var sum = vec4f();
  // Of four channels, by head.
  var values = mat4x4f();
  for (var t0 = 0u; t0 < count; t0 += BLOCK) {
    let t = t0 + lane;
    var score = vec4f(LOWEST);
    if (t < count) {
      score = vec4f();
      for (var c = 0u; c < D4; c++) {
        var key = vec4f();
        if (t < prompt) { key = promptKv[(promptAt + t) * KV4 + kvHead * D4 + c]; }
        else if (t + 1u < count) { key = suffixKv[(suffixAt + t - prompt) * KV4 + kvHead * D4 + c]; }
        else { key = fourOfNewest(c); }
        score.x += dot(fourOfQuery(0u, c), key);
        if (SHARING > 1u) { score.y += dot(fourOfQuery(1u, c), key); }
        if (SHARING > 2u) { score.z += dot(fourOfQuery(2u, c), key); }
        if (SHARING > 3u) { score.w += dot(fourOfQuery(3u, c), key); }
      }
    }
    let next = max(largest, largestOf(lane, score));
    let share = select(vec4f(), exp(score - next), t < count);
    let shrink = exp(largest - next);
    sum = sum * shrink + sumOf(lane, share);
    largest = next;
    shares[lane] = share;
    workgroupBarrier();
    values = mat4x4f(
      values[0] * shrink.x, values[1] * shrink.y, values[2] * shrink.z, values[3] * shrink.w
    );
    if (lane / D4 < BESIDE) {
      let c = (KV_HEADS + kvHead) * D4 + lane % D4;
      for (var i = lane / D4; i < min(BLOCK, count - t0); i += BESIDE) {
        let at = t0 + i;
        var value = vec4f();
        if (at < prompt) { value = promptKv[(promptAt + at) * KV4 + c]; }
        else if (at + 1u < count) { value = suffixKv[(suffixAt + at - prompt) * KV4 + c]; }
        else { value = fourOfNewest(D4 + lane % D4); }
        values[0] += shares[i].x * value;
        if (SHARING > 1u) { values[1] += shares[i].y * value; }
        if (SHARING > 2u) { values[2] += shares[i].z * value; }
        if (SHARING > 3u) { values[3] += shares[i].w * value; }
      }
    }
    workgroupBarrier();
  }
  let parts = array(values[0], values[1], values[2], values[3]);
  for (var h = 0u; h < SHARING; h++) {
    joined[lane] = parts[h];
    workgroupBarrier();
    if (lane < D4) {
      var whole = vec4f();
      for (var i = 0u; i < BESIDE; i++) { whole += joined[i * D4 + lane]; }
      out[(row * HEADS + kvHead * SHARING + h) * D4 + lane] = whole / sum[h];
    }
    workgroupBarrier();
  }
}
