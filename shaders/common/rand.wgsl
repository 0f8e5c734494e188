// rand - noise without state: a hash of (seed, stream, step, token), so that a draw does not depend on what
// else is in the batch. pcg is the output function RXS-M-XS of O'Neill 2014 (HMC-CS-2014-0905), a bijection
// of u32.
fn pcg(value: u32) -> u32 {
  let state = value * 747796405u + 2891336453u;
  let word = ((state >> ((state >> 28u) + 4u)) ^ state) * 277803737u;
  return (word >> 22u) ^ word;
}

/**
 * Two keys of one draw, the step `step` of the sequence `stream`: the same three numbers hashed in two
 * orders.
 */
fn drawKeys(seed: u32, stream: u32, step: u32) -> vec2u {
  return vec2u(pcg(seed + pcg(stream + pcg(step))), pcg(step + pcg(seed + pcg(stream ^ 0x9e3779b9u))));
}

fn tokenBits(keys: vec2u, token: u32) -> u32 {
  return pcg(pcg(token + keys.x) ^ keys.y);
}

/**
 * Standard Gumbel noise, finite for every u32 (-2.9 .. 22.9): -log(-log(1-d)), d in (0, 1 - 2^-24]; by series
 * where log loses d.
 */
fn gumbel(bits: u32) -> f32 {
  let d = min((f32(bits) + 0.5) * 2.3283064365386963e-10, 0.99999994);
  let series = d * (1.0 + d * (0.5 + d * (1.0 / 3.0 + d * (0.25 + d * 0.2))));
  return -log(select(-log(1.0 - d), series, d < 0.0625));
}
