// sample/allowed - the sampler's settings, and which ids its kernels leave out of a sequence's first token.

@group(0) @binding(5) var<storage, read> settings: array<u32>;

const LOWEST = -3.4e38;

// x, or LOWEST for one of the first `forbidden` ids that may not come first
fn allowed(x: f32, v: u32, forbidden: u32) -> f32 {
  for (var i = 0u; i < forbidden; i++) {
    if (settings[15u - i] == v) { return LOWEST; }
  }
  return x;
}
