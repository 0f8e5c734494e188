// matmul/teams - what the products share whose lanes lie along the sum: teams of LANES lanes in a workgroup
// of 256, each with 4 columns, and the sums of the teams' lanes. Narrower teams are more of them: a
// workgroup then has more columns, for which it asks for the rows once.
override LANES: u32 = 32u;
override COLUMNS: u32 = 1024u / LANES;

var<workgroup> parts: array<vec4f, 256>;

/** Of four columns a team: the first COLUMNS lanes get the sum of a column of the workgroup each. */
fn teamColumns(lane: u32, own: vec4f) -> f32 {
  parts[lane] = own;
  workgroupBarrier();
  for (var half = LANES / 2u; half > 0u; half /= 2u) {
    if (lane % LANES < half) { parts[lane] += parts[lane + half]; }
    workgroupBarrier();
  }
  let sum = parts[lane % COLUMNS / 4u * LANES][lane % 4u];
  // The next row writes here again.
  workgroupBarrier();
  return sum;
}
