// rope/turn - cosine and sine of a rotary angle.

/**
 * (cos, sin) of an angle in units of 2^-32 turns: the nearest quarter turn, and Taylor series of the rest,
 * |rest| <= pi/4.
 */
fn turn(angle: u32) -> vec2f {
  let quarter = (angle + 0x20000000u) >> 30u;
  let rest = f32(bitcast<i32>(angle - (quarter << 30u))) * 1.4629180792671596e-9;
  let s = rest * rest;
  let sine = rest * (1.0 + s * (-1.0 / 6.0 + s * (1.0 / 120.0 + s * (-1.0 / 5040.0 + s / 362880.0))));
  let cosine = 1.0 + s * (-0.5 + s * (1.0 / 24.0 + s * (-1.0 / 720.0 + s / 40320.0)));
  let swapped = select(vec2f(cosine, sine), vec2f(-sine, cosine), (quarter & 1u) == 1u);
  return select(swapped, -swapped, (quarter & 2u) == 2u);
}
