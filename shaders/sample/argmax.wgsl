// sample/argmax - the largest of the numbers that 64 lanes bring, and its id: the lowest among equals. All
// lanes of the workgroup come here together.
var<workgroup> best: array<f32, 64>;
var<workgroup> bestId: array<u32, 64>;

struct Largest {
  value: f32,
  id: u32,
}

fn argmax(lane: u32, value: f32, id: u32) -> Largest {
  best[lane] = value;
  bestId[lane] = id;
  workgroupBarrier();
  for (var half = 32u; half > 0u; half /= 2u) {
    if (lane < half) {
      let other = best[lane + half];
      let otherId = bestId[lane + half];
      if (other > best[lane] || (other == best[lane] && otherId < bestId[lane])) {
        best[lane] = other;
        bestId[lane] = otherId;
      }
    }
    workgroupBarrier();
  }
  let found = Largest(best[0], bestId[0]);
  // The next one writes here again.
  workgroupBarrier();
  return found;
}
