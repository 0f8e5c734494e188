// reduce - sums and maxima over the TEAM neighbouring lanes of a workgroup that work on one row, by a tree in
// workgroup memory. TEAM is a power of two up to the 256 lanes that every device has; all lanes of the
// workgroup come here together.
override TEAM: u32;

var<workgroup> numbers: array<f32, 256>;

fn teamSum(lane: u32, value: f32) -> f32 {
  numbers[lane] = value;
  workgroupBarrier();
  for (var half = TEAM / 2u; half > 0u; half /= 2u) {
    if (lane % TEAM < half) { numbers[lane] += numbers[lane + half]; }
    workgroupBarrier();
  }
  let total = numbers[lane / TEAM * TEAM];
  // The next sum writes here again.
  workgroupBarrier();
  return total;
}

fn teamMax(lane: u32, value: f32) -> f32 {
  numbers[lane] = value;
  workgroupBarrier();
  for (var half = TEAM / 2u; half > 0u; half /= 2u) {
    if (lane % TEAM < half) { numbers[lane] = max(numbers[lane], numbers[lane + half]); }
    workgroupBarrier();
  }
  let largest = numbers[lane / TEAM * TEAM];
  workgroupBarrier();
  return largest;
}
