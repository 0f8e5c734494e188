// cacheWrite.prompt - keeps the keys and values of packed prompts: promptKv[r] = k and v of row r
// shapes   qkv (R,(H+2K)*D) f32, rotated; promptKv (>= R,2*K*D): k heads, then v heads
// launch   one thread an element of promptKv, 64 a group
// numerics a copy
// writes   promptKv with =
// proof    decode.test.ts
import package::common::launch::linearIndex;

override HEADS: u32;
override KV_HEADS: u32;
override HEAD_DIM: u32;
override KV: u32 = 2u * KV_HEADS * HEAD_DIM;

@group(0) @binding(0) var<storage, read> qkv: array<f32>;
@group(0) @binding(1) var<storage, read_write> promptKv: array<f32>;
@group(0) @binding(2) var<uniform> rows: vec4u;

@compute @workgroup_size(64)
fn main(
  @builtin(workgroup_id) workgroup: vec3u,
  @builtin(num_workgroups) groups: vec3u,
  @builtin(local_invocation_index) local: u32,
) {
  let index = linearIndex(workgroup, groups, local);
  let row = index / KV;
  if (row >= rows.x) { return; }
  promptKv[index] = qkv[(row + 1u) * HEADS * HEAD_DIM + index];
}
