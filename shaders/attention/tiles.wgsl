// tiles - what the tiled kernels of attention share: 128 lanes a workgroup, 64 units (a row and one of the
// heads that share its keys) against blocks of 32 keys, both brought through workgroup memory 32 channels at
// a time. Lane ty * 8 + tx has units 4 ty .. 4 ty + 3, and keys tx, tx + 8, tx + 16, tx + 24 or vec4 tx of
// the channels.
import package::attention::head::{HEADS, KV_HEADS, D4, STRIDE4, qkv};

/** Query heads of a key head, and rows of a workgroup. */
override SHARING: u32 = HEADS / KV_HEADS;
override TOGETHER: u32 = 64u / SHARING;

const LANES = 128u;
const UNITS = 64u;
const BLOCK = 32u;
/** Vec4s of a row that stand there at once; a pitch of one more keeps lanes on different banks. */
const STAGED = 8u;
const PITCH = 9u;
const LOWEST = -3.4e38;

// Of the units queries or gradients; then what each key weighs for them, by key and four units.
var<workgroup> owned: array<vec4f, 576>;
// Keys or values.
var<workgroup> walked: array<vec4f, 288>;

/** Of four units: head, row (the last live one stands in beyond it) and whether they are live. */
struct Units {
  head: vec4u,
  row: vec4u,
  live: vec4<bool>,
}

fn unitsOf(first: u32, kvHead: u32, group: u32, last: u32) -> Units {
  let unit = 4u * first + vec4u(0u, 1u, 2u, 3u);
  let row = group * TOGETHER + unit / SHARING;
  let head = min(kvHead * SHARING + unit % SHARING, vec4u(HEADS - 1u));
  return Units(head, min(row, vec4u(last)), (unit < vec4u(TOGETHER * SHARING)) & (row <= vec4u(last)));
}

/** Which keys t0 .. t0+31 a row sees, those of a lane. */
fn seenBy(t: vec4u, row: u32, span: vec4u) -> vec4<bool> {
  return ((t >= vec4u(span.x)) & (t < vec4u(span.y))) | ((t >= vec4u(span.z)) & (t <= vec4u(row)));
}

fn outer(by: vec4f, value: vec4f) -> mat4x4f {
  return mat4x4f(by.x * value, by.y * value, by.z * value, by.w * value);
}

fn scaled(columns: mat4x4f, by: vec4f) -> mat4x4f {
  return mat4x4f(columns[0] * by.x, columns[1] * by.y, columns[2] * by.z, columns[3] * by.w);
}

// Of head `head` of qkv, rows t0 .. t0+31.
fn stageRows(lane: u32, t0: u32, last: u32, head: u32, c0: u32) {
  for (var i = lane; i < BLOCK * STAGED; i += LANES) {
    let c = c0 + i % STAGED;
    let at = min(t0 + i / STAGED, last) * STRIDE4 + head * D4 + min(c, D4 - 1u);
    walked[i / STAGED * PITCH + i % STAGED] = select(vec4f(), qkv[at], c < D4);
  }
}

/** Four units' weights of the lane's keys, a column a key, to where `gather` finds them. */
fn weigh(lane: u32, byKey: mat4x4f) {
  let place = lane % 8u * 16u + lane / 8u;
  owned[place] = byKey[0];
  owned[place + 128u] = byKey[1];
  owned[place + 256u] = byKey[2];
  owned[place + 384u] = byKey[3];
}

/** `before` and the block's rows of head `head`, as `weigh` left them weighed, 32 channels from vec4 c0 on. */
fn gather(lane: u32, t0: u32, last: u32, head: u32, c0: u32, before: mat4x4f) -> mat4x4f {
  workgroupBarrier();
  stageRows(lane, t0, last, head, c0);
  workgroupBarrier();
  var sum = before;
  for (var t = 0u; t < min(BLOCK, last + 1u - t0); t++) {
    sum += outer(owned[t * 16u + lane / 8u], walked[t * PITCH + lane % 8u]);
  }
  return sum;
}
