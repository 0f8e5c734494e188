// cacheWrite.suffix - keeps the keys and values of the newest token of each active sequence:
//                     suffixKv[slot, length - 1] = k and v of row a
// shapes   qkv (A,(H+2K)*D) f32 as vec4, rotated; suffixKv (slots,MOST,2*K*D): k heads, then v heads; slot
//          (A), length (slots) u32
// launch   one thread four elements of a row's k and v, A*2*K*D/4 threads, 64 a group
// numerics a copy; D a multiple of 4
// writes   suffixKv with =; a slot of length 0 is left alone
// proof    decode.test.ts
import package::common::launch::linearIndex;

override HEADS: u32;
override KV_HEADS: u32;
override HEAD_DIM: u32;
override MOST: u32;
override D4: u32 = HEAD_DIM / 4u;
override KV4: u32 = 2u * KV_HEADS * D4;

@group(0) @binding(0) var<storage, read> qkv: array<vec4f>;
@group(0) @binding(1) var<storage, read_write> suffixKv: array<vec4f>;
@group(0) @binding(2) var<storage, read> slot: array<u32>;
@group(0) @binding(3) var<storage, read> length: array<u32>;
@group(0) @binding(4) var<uniform> rows: vec4u;

@compute @workgroup_size(64)
fn main(
  @builtin(workgroup_id) workgroup: vec3u,
  @builtin(num_workgroups) groups: vec3u,
  @builtin(local_invocation_index) local: u32,
) {
  let index = linearIndex(workgroup, groups, local);
  let row = index / KV4;
  if (row >= rows.x) { return; }
  let s = slot[row];
  let count = length[s];
  if (count == 0u) { return; }
  suffixKv[(s * MOST + count - 1u) * KV4 + index % KV4] = qkv[(row + 1u) * HEADS * D4 + index];
}
