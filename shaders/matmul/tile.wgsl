// matmul/tile - what the products through workgroup memory share: sixteen numbers of the sum, of 128 rows
// and 64 columns, stand there; each of 256 lanes has eight rows of four columns.

/** Rows and columns of out that a workgroup makes. */
const ROWS = 128u;
const COLUMNS = 64u;

/** Sums: a column of a matrix is a row of out. */
struct Tile {
  top: mat4x4f,
  bottom: mat4x4f,
}

// By number of the sum, four rows or columns to a vector.
var<workgroup> leftTile: array<array<vec4f, 32>, 16>;
var<workgroup> rightTile: array<array<vec4f, 16>, 16>;

/** Four numbers of the sum from 4 group on, of four rows; one of 128 lanes each. */
fn stageLeft(four: u32, group: u32, byNumber: mat4x4f) {
  leftTile[4u * group][four] = byNumber[0];
  leftTile[4u * group + 1u][four] = byNumber[1];
  leftTile[4u * group + 2u][four] = byNumber[2];
  leftTile[4u * group + 3u][four] = byNumber[3];
}

/** The same of four columns; one of 64 lanes each. */
fn stageRight(four: u32, group: u32, byNumber: mat4x4f) {
  rightTile[4u * group][four] = byNumber[0];
  rightTile[4u * group + 1u][four] = byNumber[1];
  rightTile[4u * group + 2u][four] = byNumber[2];
  rightTile[4u * group + 3u][four] = byNumber[3];
}

fn outer(by: vec4f, row: vec4f) -> mat4x4f {
  return mat4x4f(by.x * row, by.y * row, by.z * row, by.w * row);
}

/** `before` and what stands in workgroup memory. `zero` is 0, which the compiler must not know: unrolled, the
 * loop would hold all that it loads in registers. */
fn multiplied(lane: u32, before: Tile, zero: u32) -> Tile {
  let x = lane % 16u;
  let y = lane / 16u;
  var sums = before;
  for (var k = 0u; k < 4u + zero; k++) {
    for (var j = 0u; j < 4u; j++) {
      let w = rightTile[4u * k + j][x];
      sums.top += outer(leftTile[4u * k + j][2u * y], w);
      sums.bottom += outer(leftTile[4u * k + j][2u * y + 1u], w);
    }
  }
  return sums;
}
