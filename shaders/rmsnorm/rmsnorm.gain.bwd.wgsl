// rmsnorm.gain.bwd - both gradients of rmsnorm in one dispatch:
//   dx[r,c] += rstd (g[c] - x[c] rstd^2 mean_j g[j] x[j]),  g = dy * w,
//   partial[b,c] = sum over the ROWS rows of block b of dy[r,c] x[r,c] rstd[r]
// shapes   x, dy, dx (R,C) row-major f32, w (C), rstd (R) of the forward pass; partial (ceil(R/ROWS),C)
// launch   TEAM lanes a workgroup, which takes ROWS rows one after another; lanes lie along C, at most 16
//          numbers of each stay in registers; dispatch ceil(R/ROWS) in x and y
// numerics f32 sums of a lane in order, tree reduction over lanes; C up to 16 TEAM
// writes   dx with += (the residual path is there already), partial with =, which columnSums adds up
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
@group(0) @binding(5) var<storage, read_write> partial: array<f32>;
@group(0) @binding(6) var<uniform> rows: vec4u;

// Places of four numbers of a lane, TEAM apart, from column c on; those beyond the row are its last.
fn places(c: u32) -> vec4u {
  return min(vec4u(c, c + TEAM, c + 2u * TEAM, c + 3u * TEAM), vec4u(WIDTH - 1u));
}

fn inside(c: u32) -> vec4<bool> {
  return vec4u(c, c + TEAM, c + 2u * TEAM, c + 3u * TEAM) < vec4u(WIDTH);
}

fn fourOfX(first: u32, c: u32) -> vec4f {
  let at = first + places(c);
  return select(vec4f(), vec4f(x[at.x], x[at.y], x[at.z], x[at.w]), inside(c));
}

fn fourOfGradient(first: u32, c: u32) -> vec4f {
  let at = first + places(c);
  return vec4f(dy[at.x], dy[at.y], dy[at.z], dy[at.w]);
}

fn fourOfWeight(c: u32) -> vec4f {
  let at = places(c);
  return vec4f(weight[at.x], weight[at.y], weight[at.z], weight[at.w]);
}

fn add(first: u32, c: u32, value: vec4f) {
  if (c < WIDTH) { dx[first + c] += value.x; }
  if (c + TEAM < WIDTH) { dx[first + c + TEAM] += value.y; }
  if (c + 2u * TEAM < WIDTH) { dx[first + c + 2u * TEAM] += value.z; }
  if (c + 3u * TEAM < WIDTH) { dx[first + c + 3u * TEAM] += value.w; }
}

fn keep(first: u32, c: u32, value: vec4f) {
  if (c < WIDTH) { partial[first + c] = value.x; }
  if (c + TEAM < WIDTH) { partial[first + c + TEAM] = value.y; }
  if (c + 2u * TEAM < WIDTH) { partial[first + c + 2u * TEAM] = value.z; }
  if (c + 3u * TEAM < WIDTH) { partial[first + c + 3u * TEAM] = value.w; }
}

@compute @workgroup_size(TEAM)
fn main(
  @builtin(workgroup_id) workgroup: vec3u,
  @builtin(num_workgroups) groups: vec3u,
  @builtin(local_invocation_index) lane: u32,
) {
  let block = groupNumber(workgroup, groups);
  let begin = block * ROWS;
  if (begin >= rows.x) { return; }
  var gain0 = vec4f(); var gain1 = vec4f(); var gain2 = vec4f(); var gain3 = vec4f();
  for (var row = begin; row < min(begin + ROWS, rows.x); row++) {
    let first = row * WIDTH;
    let scale = rstd[row];
    // What a row of this width has no use for is never computed: WIDTH and TEAM are constants.
    let x0 = fourOfX(first, lane) * scale;
    let g0 = fourOfGradient(first, lane);
    gain0 += g0 * x0;
    var x1 = vec4f(); var g1 = vec4f();
    var x2 = vec4f(); var g2 = vec4f();
    var x3 = vec4f(); var g3 = vec4f();
    var inner = dot(x0, g0 * fourOfWeight(lane));
    if (WIDTH > 4u * TEAM) {
      x1 = fourOfX(first, lane + 4u * TEAM) * scale;
      g1 = fourOfGradient(first, lane + 4u * TEAM);
      gain1 += g1 * x1;
      inner += dot(x1, g1 * fourOfWeight(lane + 4u * TEAM));
    }
    if (WIDTH > 8u * TEAM) {
      x2 = fourOfX(first, lane + 8u * TEAM) * scale;
      g2 = fourOfGradient(first, lane + 8u * TEAM);
      gain2 += g2 * x2;
      inner += dot(x2, g2 * fourOfWeight(lane + 8u * TEAM));
    }
    if (WIDTH > 12u * TEAM) {
      x3 = fourOfX(first, lane + 12u * TEAM) * scale;
      g3 = fourOfGradient(first, lane + 12u * TEAM);
      gain3 += g3 * x3;
      inner += dot(x3, g3 * fourOfWeight(lane + 12u * TEAM));
    }
    let pull = teamSum(lane, inner) / f32(WIDTH);
    add(first, lane, scale * (g0 * fourOfWeight(lane) - x0 * pull));
    if (WIDTH > 4u * TEAM) {
      add(first, lane + 4u * TEAM, scale * (g1 * fourOfWeight(lane + 4u * TEAM) - x1 * pull));
    }
    if (WIDTH > 8u * TEAM) {
      add(first, lane + 8u * TEAM, scale * (g2 * fourOfWeight(lane + 8u * TEAM) - x2 * pull));
    }
    if (WIDTH > 12u * TEAM) {
      add(first, lane + 12u * TEAM, scale * (g3 * fourOfWeight(lane + 12u * TEAM) - x3 * pull));
    }
  }
  keep(block * WIDTH, lane, gain0);
  if (WIDTH > 4u * TEAM) { keep(block * WIDTH, lane + 4u * TEAM, gain1); }
  if (WIDTH > 8u * TEAM) { keep(block * WIDTH, lane + 8u * TEAM, gain2); }
  if (WIDTH > 12u * TEAM) { keep(block * WIDTH, lane + 12u * TEAM, gain3); }
}
