// matmul.lanes - out[m,n] = sum_k a[m,k] b[n,k]  (+ bias[n]) (+ residual[m,n]) (+ out[m,n]) for 1 to 8 rows:
// lanes lie along k, so that neighbours read neighbouring weights and each weight is read once
// shapes   a (R,K), b (N,K) row-major f32, the form nt alone
// launch   256 lanes a workgroup: 8 teams of 32 lanes along K, each for 4 columns of ROWS rows (1, 2, 4 or
//          8); dispatch (ceil(N/32), ceil(R/ROWS), 1)
// numerics f32: each lane sums its k in order, then a tree over the lanes of a team
// writes   out with = or += (ACCUMULATE)
// proof    matmul.ref.ts, matmul.test.ts
//
// A product with few rows costs what reading its weights costs.
import package::matmul::operands::{bindAll, a, a4, b, b4, rows, job, VEC4, storeOne};
import package::matmul::teams::{LANES, COLUMNS, teamColumns};

override ROWS: u32;

fn elements(m: u32, k: u32) -> f32 {
  return a[min(m, rows.x - 1u) * job.K + k];
}

// Four columns' products with row m at k.
fn fourOf(m: u32, k: u32, weights: vec4f) -> vec4f {
  return elements(m, k) * weights;
}

// The same over the four k of vector k4; weights[j] are those of column j.
fn fourOfVector(m: u32, k4: u32, weights: mat4x4f) -> vec4f {
  return a4[min(m, rows.x - 1u) * (job.K / 4u) + k4] * weights;
}

@compute @workgroup_size(256)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) lane: u32) {
  bindAll();
  let m = job.FIRST_ROW + ROWS * group.y;
  let n = COLUMNS * group.x + lane / LANES * 4u;
  let column = min(vec4u(n, n + 1u, n + 2u, n + 3u), vec4u(job.N - 1u)) * job.K;
  var s0 = vec4f(); var s1 = vec4f(); var s2 = vec4f(); var s3 = vec4f();
  var s4 = vec4f(); var s5 = vec4f(); var s6 = vec4f(); var s7 = vec4f();
  if (VEC4) {
    let at = column / 4u;
    for (var k = lane % LANES; k < job.K / 4u; k += LANES) {
      let w = mat4x4f(b4[at.x + k], b4[at.y + k], b4[at.z + k], b4[at.w + k]);
      s0 += fourOfVector(m, k, w);
      if (ROWS > 1u) { s1 += fourOfVector(m + 1u, k, w); }
      if (ROWS > 2u) { s2 += fourOfVector(m + 2u, k, w); s3 += fourOfVector(m + 3u, k, w); }
      if (ROWS > 4u) {
        s4 += fourOfVector(m + 4u, k, w); s5 += fourOfVector(m + 5u, k, w);
        s6 += fourOfVector(m + 6u, k, w); s7 += fourOfVector(m + 7u, k, w);
      }
    }
  } else {
    for (var k = lane % LANES; k < job.K; k += LANES) {
      let w = vec4f(b[column.x + k], b[column.y + k], b[column.z + k], b[column.w + k]);
      s0 += fourOf(m, k, w);
      if (ROWS > 1u) { s1 += fourOf(m + 1u, k, w); }
      if (ROWS > 2u) { s2 += fourOf(m + 2u, k, w); s3 += fourOf(m + 3u, k, w); }
      if (ROWS > 4u) {
        s4 += fourOf(m + 4u, k, w); s5 += fourOf(m + 5u, k, w);
        s6 += fourOf(m + 6u, k, w); s7 += fourOf(m + 7u, k, w);
      }
    }
  }
  // One row after another goes through workgroup memory; the first lanes of the workgroup then have a column
  // each.
  var sums = array(s0, s1, s2, s3, s4, s5, s6, s7);
  for (var i = 0u; i < ROWS; i++) {
    let sum = teamColumns(lane, sums[i]);
    let to = COLUMNS * group.x + lane;
    if (lane < COLUMNS && to < job.N && m + i < rows.x) { storeOne(0u, m + i, to, sum); }
  }
}
