// launch - the number of a thread in a dispatch whose groups are spread over x and y, because x alone ends at
// 65,535 groups. Workgroups are one row of 64 threads, or of 32 where a thread takes so long that 64 rows
// shall keep two processors busy.
fn groupNumber(workgroup: vec3u, groups: vec3u) -> u32 {
  return workgroup.y * groups.x + workgroup.x;
}

fn linearIndex(workgroup: vec3u, groups: vec3u, local: u32) -> u32 {
  return groupNumber(workgroup, groups) * 64u + local;
}

fn linearIndexOf32(workgroup: vec3u, groups: vec3u, local: u32) -> u32 {
  return groupNumber(workgroup, groups) * 32u + local;
}
