// rmsnorm.workgroup.fwd - y[r,c] = x[r,c] * rstd[r] * w[c],  rstd[r] = 1/sqrt(mean_c x[r,c]^2 + eps)
// shapes   x (R,C) row-major f32, w (C); y (R,C); saves rstd (R) for backward
// launch   TEAM lanes a workgroup, which takes ROWS rows one after another; lanes lie along C, 16 numbers of
//          each stay in registers; dispatch ceil(R/ROWS) in x and y
// numerics f32 sums of a lane in order, tree reduction over lanes; any C
// writes   y with =, rstd with =
// proof    rmsnorm.ref.ts, rmsnorm.test.ts; source: Zhang & Sennrich 2019 (arXiv 1910.07467), equation 4
import package::common::launch::groupNumber;
import package::common::reduce::{TEAM, teamSum};

override WIDTH: u32;
override EPS: f32;
override ROWS: u32;

@group(0) @binding(0) var<storage, read> x: array<f32>;
@group(0) @binding(1) var<storage, read> weight: array<f32>;
@group(0) @binding(2) var<storage, read_write> y: array<f32>;
@group(0) @binding(3) var<storage, read_write> rstd: array<f32>;
@group(0) @binding(4) var<uniform> rows: vec4u;

// Four numbers of a lane, TEAM apart, from column c on; zeros beyond the row.
fn fourOfX(first: u32, c: u32) -> vec4f {
  let at = vec4u(c, c + TEAM, c + 2u * TEAM, c + 3u * TEAM);
  let inside = first + min(at, vec4u(WIDTH - 1u));
  return select(vec4f(), vec4f(x[inside.x], x[inside.y], x[inside.z], x[inside.w]), at < vec4u(WIDTH));
}

fn fourOfWeight(c: u32) -> vec4f {
  let at = min(vec4u(c, c + TEAM, c + 2u * TEAM, c + 3u * TEAM), vec4u(WIDTH - 1u));
  return vec4f(weight[at.x], weight[at.y], weight[at.z], weight[at.w]);
}

fn store(first: u32, c: u32, value: vec4f) {
  if (c < WIDTH) { y[first + c] = value.x; }
  if (c + TEAM < WIDTH) { y[first + c + TEAM] = value.y; }
  if (c + 2u * TEAM < WIDTH) { y[first + c + 2u * TEAM] = value.z; }
  if (c + 3u * TEAM < WIDTH) { y[first + c + 3u * TEAM] = value.w; }
}

@compute @workgroup_size(TEAM)
fn main(
  @builtin(workgroup_id) workgroup: vec3u,
  @builtin(num_workgroups) groups: vec3u,
  @builtin(local_invocation_index) lane: u32,
) {
  let begin = groupNumber(workgroup, groups) * ROWS;
  // What a row of this width has no use for is never computed: WIDTH and TEAM are constants.
  var w0 = fourOfWeight(lane);
  var w1 = vec4f();
  var w2 = vec4f();
  var w3 = vec4f();
  if (WIDTH > 4u * TEAM) { w1 = fourOfWeight(lane + 4u * TEAM); }
  if (WIDTH > 8u * TEAM) { w2 = fourOfWeight(lane + 8u * TEAM); }
  if (WIDTH > 12u * TEAM) { w3 = fourOfWeight(lane + 12u * TEAM); }
  for (var row = begin; row < min(begin + ROWS, rows.x); row++) {
    let first = row * WIDTH;
    let x0 = fourOfX(first, lane);
    var x1 = vec4f();
    var x2 = vec4f();
    var x3 = vec4f();
    if (WIDTH > 4u * TEAM) { x1 = fourOfX(first, lane + 4u * TEAM); }
    if (WIDTH > 8u * TEAM) { x2 = fourOfX(first, lane + 8u * TEAM); }
    if (WIDTH > 12u * TEAM) { x3 = fourOfX(first, lane + 12u * TEAM); }
    var squares = dot(x0, x0) + dot(x1, x1) + dot(x2, x2) + dot(x3, x3);
    for (var c = lane + 16u * TEAM; c < WIDTH; c += TEAM) { squares += x[first + c] * x[first + c]; }
    let scale = 1.0 / sqrt(teamSum(lane, squares) / f32(WIDTH) + EPS);
    store(first, lane, x0 * scale * w0);
    if (WIDTH > 4u * TEAM) { store(first, lane + 4u * TEAM, x1 * scale * w1); }
    if (WIDTH > 8u * TEAM) { store(first, lane + 8u * TEAM, x2 * scale * w2); }
    if (WIDTH > 12u * TEAM) { store(first, lane + 12u * TEAM, x3 * scale * w3); }
    for (var c = lane + 16u * TEAM; c < WIDTH; c += TEAM) { y[first + c] = x[first + c] * scale * weight[c]; }
    if (lane == 0u) { rstd[row] = scale; }
  }
}
