// columnSums - several sums of columnSum in one dispatch: of each job i and column c,
//   into[INTO_i + c] += sum_b partial[FROM_i + b WIDTH_i + c],  b below ceil(R / BLOCK_i)
// shapes   partial and into f32 as vec4; up to 8 jobs, each with the thread of its first column, its places
//          in both, its width and the rows of a block; what is counted in columns is counted in vec4s
// launch   one thread a vec4 of columns, 64 a group
// numerics f32 sum in order, so the same every time; widths and places multiples of 4
// writes   into with +=
// proof    columnSum.ref.ts, columnSum.test.ts
import package::common::launch::linearIndex;

@group(0) @binding(0) var<storage, read> partial: array<vec4f>;
@group(0) @binding(1) var<storage, read_write> into: array<vec4f>;
@group(0) @binding(2) var<uniform> rows: vec4u;

struct Job {
  // First thread, and the one after the last.
  BEGIN: u32,
  END: u32,
  FROM: u32,
  INTO: u32,
  BLOCK: u32,
}
// vec4s of a job: BEGIN, END, FROM, INTO; BLOCK, 0, 0, 0. An unused one is empty.
@group(0) @binding(3) var<uniform> jobs: array<vec4u, 16>;

fn jobOf(index: u32) -> Job {
  for (var i = 0u; i < 8u; i++) {
    let place = jobs[2u * i];
    if (index >= place.x && index < place.y) {
      return Job(place.x, place.y, place.z, place.w, jobs[2u * i + 1u].x);
    }
  }
  return Job();
}

@compute @workgroup_size(64)
fn main(
  @builtin(workgroup_id) workgroup: vec3u,
  @builtin(num_workgroups) groups: vec3u,
  @builtin(local_invocation_index) local: u32,
) {
  let index = linearIndex(workgroup, groups, local);
  let job = jobOf(index);
  if (job.BLOCK == 0u) { return; }
  let c = index - job.BEGIN;
  let width = job.END - job.BEGIN;
  var sum = vec4f();
  for (var b = 0u; b * job.BLOCK < rows.x; b++) { sum += partial[job.FROM + b * width + c]; }
  into[job.INTO + c] += sum;
}
