// head - what the kernels of attention share, those of decode too: heads side by side in qkv, (R,(H+2K)*D)
// f32 as vec4, heads of q, then k, then v.

override HEADS: u32;
override KV_HEADS: u32;
override HEAD_DIM: u32;
override D4: u32 = HEAD_DIM / 4u;
override STRIDE4: u32 = (HEADS + 2u * KV_HEADS) * D4;
override SLICES: u32 = (D4 + 7u) / 8u;
override SCALE: f32 = 1.0 / sqrt(f32(HEAD_DIM));

@group(0) @binding(0) var<storage, read> qkv: array<vec4f>;

/**
 * Sixteen channels from vec4 `at`; past a head's end they are the next head's, which zeros in what they meet
 * keep out of sums.
 */
fn block(at: u32) -> mat4x4f {
  return mat4x4f(qkv[at], qkv[at + 1u], qkv[at + 2u], qkv[at + 3u]);
}

/** Zero from vec4 D4 of the head on; b begins at its vec4 c. */
fn within(b: mat4x4f, c: u32) -> mat4x4f {
  let zero = vec4f();
  return mat4x4f(
    select(zero, b[0], c < D4), select(zero, b[1], c + 1u < D4), select(zero, b[2], c + 2u < D4),
    select(zero, b[3], c + 3u < D4)
  );
}

/** Vec4s c .. c+3 of the head at vec4 `head`, zero past D. */
fn headBlock(head: u32, c: u32) -> mat4x4f {
  return within(block(head + c), c);
}
