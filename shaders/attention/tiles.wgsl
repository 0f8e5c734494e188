// tiles - what the tiled kernels of attention share: 128 lanes a workgroup, 64 units (a row and one of the
// heads that share its keys) against blocks of 32 keys, both brought through workgroup memory 32 channels at
// a time. Lane ty * 8 + tx has units 4 ty .. 4 ty + 3, and keys tx, tx + 8, tx + 16, tx + 24 or vec4 tx of
// the channels.
import package::attention::head::{HEADS, KV_HEADS, D4};

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
