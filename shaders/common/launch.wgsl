// launch - the number of a thread in a dispatch whose groups are spread over x and y, because x alone ends at 65,535 groups.
// Every workgroup that calls it has 64 threads in one row.
fn linearIndex(workgroup: vec3u, groups: vec3u, local: u32) -> u32 {
  return (workgroup.y * groups.x + workgroup.x) * 64u + local;
}
