// rmsnorm.workgroup.bwd - dx[r,c] += rstd (g[c] - x[c] rstd^2 mean_j g[j] x[j]),  g = dy * w
// shapes   x, dy, dx (R,C) row-major f32, w (C), rstd (R) of the forward pass
// launch   TEAM lanes a workgroup, which takes ROWS rows one after another; lanes lie along C, 16 numbers of
//          each stay in registers; dispatch ceil(R/ROWS) in x and y
// numerics f32 sums of a lane in order, tree reduction over lanes; any C
// writes   dx with += (the residual path is there already)
// proof    rmsnorm.ref.ts, rmsnorm.test.ts; source: the derivative of Zhang & Sennrich 2019 (arXiv
//          1910.07467), equation 4
import package::common::launch::groupNumber;
import package::common::reduce::{TEAM, teamSum};

override WIDTH: u32;
override ROWS: u32;

@group(0) @binding(0) var<storage, read> x: array<f32>;
@group(0) @binding(1) var<storage, read> weight: array<f32>;
@group(0) @binding(2) var<storage, read> rstd: array<f32>;
@group(0) @binding(3) var<storage, read> dy: array<f32>;
@group(0) @binding(4) var<storage, read_write> dx: array<f32>;
@group(0) @binding(5) var<uniform> rows: vec4u;

// Four numbers of a lane, TEAM apart, from column c on; zeros beyond the row.
fn fourOfX(first: u32, c: u32) -> vec4f {
  let at = vec4u(c, c + TEAM, c + 2u * TEAM, c + 3u * TEAM);
  let inside = first + min(at, vec4u(WIDTH - 1u));
  return select(vec4f(), vec4f(x[inside.x], x[inside.y], x[inside.z], x[inside.w]), at < vec4u(WIDTH));
}

// dy * w, likewise.
fn fourOfGradient(first: u32, c: u32) -> vec4f {
  let at = min(vec4u(c, c + TEAM, c + 2u * TEAM, c + 3u * TEAM), vec4u(WIDTH - 1u));
  let inside = first + at;
  return vec4f(dy[inside.x], dy[inside.y], dy[inside.z], dy[inside.w])
    * vec4f(weight[at.x], weight[at.y], weight[at.z], weight[at.w]);
}

fn add(first: u32, c: u32, value: vec4f) {
  if (c < WIDTH) { dx[first + c] += value.x; }
  if (c + TEAM < WIDTH) { dx[first + c + TEAM] += value.y; }
  if (c + 2u * TEAM < WIDTH) { dx[first + c + 2u * TEAM] += value.z; }
  if (c + 3u * TEAM < WIDTH) { dx[first + c + 3u * TEAM] += value.w; }
}

@compute @workgroup_size(TEAM)
fn main(
  @builtin(workgroup_id) workgroup: vec3u,
  @builtin(num_workgroups) groups: vec3u,
  @builtin(local_invocation_index) lane: u32,
) {
  let begin = groupNumber(workgroup, groups) * ROWS;
  for (var row = begin; row < min(begin + ROWS, rows.x); row++) {
    let first = row * WIDTH;
    let scale = rstd[row];
    // What a row of this width has no use for is never computed: WIDTH and TEAM are constants.
    let x0 = fourOfX(first, lane);
    let g0 = fourOfGradient(first, lane);
    var x1 = vec4f();
    var g1 = vec4f();
    var x2 = vec4f();
    var g2 = vec4f();
    var x3 = vec4f();
    var g3 = vec4f();
    if (WIDTH > 4u * TEAM) {
      x1 = fourOfX(first, lane + 4u * TEAM);
      g1 = fourOfGradient(first, lane + 4u * TEAM);
    }
    if (WIDTH > 8u * TEAM) {
      x2 = fourOfX(first, lane + 8u * TEAM);
      g2 = fourOfGradient(first, lane + 8u * TEAM);
    }
    if (WIDTH > 12u * TEAM) {
      x3 = fourOfX(first, lane + 12u * TEAM);
      g3 = fourOfGradient(first, lane + 12u * TEAM);
    }
    var inner = dot(x0, g0) + dot(x1, g1) + dot(x2, g2) + dot(x3, g3);
    for (var c = lane + 16u * TEAM; c < WIDTH; c += TEAM) {
      inner += dy[first + c] * weight[c] * x[first + c];
    }
    let pull = teamSum(lane, inner) * scale * scale / f32(WIDTH);
    add(first, lane, scale * (g0 - x0 * pull));
    if (WIDTH > 4u * TEAM) { add(first, lane + 4u * TEAM, scale * (g1 - x1 * pull)); }
    if (WIDTH > 8u * TEAM) { add(first, lane + 8u * TEAM, scale * (g2 - x2 * pull)); }
    if (WIDTH > 12u * TEAM) { add(first, lane + 12u * TEAM, scale * (g3 - x3 * pull)); }
    for (var c = lane + 16u * TEAM; c < WIDTH; c += TEAM) {
      dx[first + c] += scale * (dy[first + c] * weight[c] - x[first + c] * pull);
    }
  }
}
