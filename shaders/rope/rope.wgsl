// rope - in place, for every q and k head: channels i and i + D/2 turn by the angle position * base^(-2i/D) /
// factor[i]; v stays
// shapes   qkv (R,(H+2K)*D) f32; position (R) u32; frequency (D/2) u32, base^(-2i/D) / factor[i] / (2 pi)
//          turns in units of 2^-32
// launch   one thread a pair of channels, R*(H+K)*D/2 threads, 64 a group
// numerics angles as integer parts of a turn, so whole turns vanish exactly: error below position * 8e-10
//          radians, where a product of floats is off by 6e-8 of the angle; sine and cosine by series, since
//          WGSL promises the built-ins only to 2^-11
// writes   the q and k parts of qkv with =; DIRECTION 1 is forward, -1 the inverse turn, which is the
//          backward pass
// proof    rope.ref.ts, rope.test.ts; source: Su et al. 2021 (arXiv 2104.09864), equation 34, halves paired
//          as in Hugging Face's Llama
import package::common::launch::linearIndex;
import package::rope::turn::turn;

override HEADS: u32;
override KV_HEADS: u32;
override HEAD_DIM: u32;
override DIRECTION: f32;
override HALF: u32 = HEAD_DIM / 2u;
override NORMED: u32 = HEADS + KV_HEADS;

@group(0) @binding(0) var<storage, read_write> qkv: array<f32>;
@group(0) @binding(1) var<storage, read> position: array<u32>;
@group(0) @binding(2) var<storage, read> frequency: array<u32>;
@group(0) @binding(3) var<uniform> rows: vec4u;

@compute @workgroup_size(64)
fn main(
  @builtin(workgroup_id) workgroup: vec3u,
  @builtin(num_workgroups) groups: vec3u,
  @builtin(local_invocation_index) local: u32,
) {
  let index = linearIndex(workgroup, groups, local);
  let row = index / (NORMED * HALF);
  if (row >= rows.x) { return; }
  let head = index / HALF % NORMED;
  let i = index % HALF;
  let at = (row * (NORMED + KV_HEADS) + head) * HEAD_DIM + i;
  let t = turn(position[row] * frequency[i]);
  let low = qkv[at];
  let high = qkv[at + HALF];
  qkv[at] = low * t.x - DIRECTION * high * t.y;
  qkv[at + HALF] = high * t.x + DIRECTION * low * t.y;
}
