// lora/parts - which columns of a fused projection have an adapter: up to three parts (q, k, v or gate, up),
// each with rows of its own in B and a slice of its own, RANK numbers wide, in the low-rank rows h.

struct Part {
  // First column of the projection, number of columns, first row in B.
  first: u32,
  count: u32,
  row: u32,
  padding: u32,
}

struct Job {
  // Columns of the projection.
  WIDTH: u32,
  RANK: u32,
  PARTS: u32,
  // Rows of B: columns of all parts.
  COUNT: u32,
  parts: array<Part, 3>,
  // alpha / rank
  SCALE: f32,
}

// Part of a row of B.
fn partOf(row: u32, job: Job) -> u32 {
  var part = 0u;
  for (var p = 1u; p < job.PARTS; p++) { part = select(part, p, row >= job.parts[p].row); }
  return part;
}
