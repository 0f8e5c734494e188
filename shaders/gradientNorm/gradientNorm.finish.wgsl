// gradientNorm.finish - norm = sqrt(sum of partial), factor = min(1, maxNorm[0] / norm)
// shapes   partial (THREADS) f32, maxNorm (4): the largest norm, 0, 0, 0; out (4): norm, factor, 0, 0
// launch   one workgroup of 256 lanes, each striding over partial; dispatch (1,1,1)
// numerics f32 sums, then the lanes in order; a norm that is not finite gives factor 0, which adamw takes as
//          "no step"
// writes   out with =
// proof    gradientNorm.ref.ts, gradientNorm.test.ts

override THREADS: u32;

@group(0) @binding(0) var<storage, read> partial: array<f32>;
@group(0) @binding(1) var<storage, read> maxNorm: array<f32>;
@group(0) @binding(2) var<storage, read_write> out: array<f32>;

var<workgroup> lanes: array<f32, 256>;

@compute @workgroup_size(256)
fn main(@builtin(local_invocation_id) local: vec3u) {
  var sum = 0.0;
  for (var i = local.x; i < THREADS; i += 256) { sum += partial[i]; }
  lanes[local.x] = sum;
  workgroupBarrier();
  if (local.x > 0) { return; }
  var total = 0.0;
  for (var lane = 0u; lane < 256; lane++) { total += lanes[lane]; }
  // Compared by exponent bits: a compiler may assume that floats are finite and drop a test for NaN.
  let finite = (bitcast<u32>(total) & 0x7f800000u) != 0x7f800000u;
  let norm = sqrt(total);
  out[0] = norm;
  out[1] = select(0.0, select(maxNorm[0] / norm, 1.0, norm <= maxNorm[0]), finite);
  out[2] = 0.0;
  out[3] = 0.0;
}
