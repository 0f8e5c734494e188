// gradientNorm.squares - partial[t] = sum of g[i]^2 over i = t, t + THREADS, t + 2 THREADS, ...
// shapes   g (COUNT) f32, partial (THREADS)
// launch   one thread a partial sum, 64 a workgroup; dispatch (ceil(THREADS/64), 1, 1)
// numerics f32 sums of at most ceil(COUNT/THREADS) squares, in order
// writes   partial with =
// proof    gradientNorm.ref.ts, gradientNorm.test.ts

override COUNT: u32;
override THREADS: u32;

@group(0) @binding(0) var<storage, read> g: array<f32>;
@group(0) @binding(1) var<storage, read_write> partial: array<f32>;

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3u) {
  if (id.x >= THREADS) { return; }
  var sum = 0.0;
  for (var i = id.x; i < COUNT; i += THREADS) { sum += g[i] * g[i]; }
  partial[id.x] = sum;
}
