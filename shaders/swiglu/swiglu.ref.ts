// SwiGLU in f64: Shazeer 2020 (arXiv 2002.05202), equation 5, without biases.

/** out[r,f] = silu(gate[r,f]) * up[r,f], silu(g) = g / (1 + e^-g). gateUp (R,2F): F gates, then F ups. */
export function swigluReference(gateUp: ArrayLike<number>, rows: number, hidden: number): Float64Array {
  const out = new Float64Array(rows * hidden)
  for (let r = 0; r < rows; r++) {
    for (let f = 0; f < hidden; f++) {
      const gate = gateUp[r * 2 * hidden + f]
      const up = gateUp[r * 2 * hidden + hidden + f]
      out[r * hidden + f] = (gate / (1 + Math.exp(-gate))) * up
    }
  }
  return out
}

/** dgate = dout * up * s (1 + gate (1 - s)), dup = dout * gate * s, with s = 1 / (1 + e^-gate). */
export function swigluBackwardReference(
  gateUp: ArrayLike<number>,
  dout: ArrayLike<number>,
  rows: number,
  hidden: number,
): Float64Array {
  const dgateUp = new Float64Array(rows * 2 * hidden)
  for (let r = 0; r < rows; r++) {
    for (let f = 0; f < hidden; f++) {
      const i = r * 2 * hidden + f
      const gate = gateUp[i]
      const up = gateUp[i + hidden]
      const sigmoid = 1 / (1 + Math.exp(-gate))
      dgateUp[i] = dout[r * hidden + f] * up * sigmoid * (1 + gate * (1 - sigmoid))
      dgateUp[i + hidden] = dout[r * hidden + f] * gate * sigmoid
    }
  }
  return dgateUp
}
