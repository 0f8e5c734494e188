// roofline.fma - x <- x (1 - 2^-10) + 2^-10, ROUNDS times on eight vectors a thread: what the adapter
// multiplies and adds at most
// shapes   out (T) f32, one number a thread: the sum of its 32 numbers, which start at 3 + thread / 2^20
// launch   64 threads a workgroup; dispatch (T/64)
// numerics f32; 64 flops a round and thread
// writes   out with =
// proof    roofline.ref.ts, roofline.test.ts

override ROUNDS: u32;

@group(0) @binding(0) var<storage, read_write> out: array<f32>;

fn sum(x: vec4f) -> f32 { return x.x + x.y + x.z + x.w; }

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3u) {
  if (id.x >= arrayLength(&out)) { return; }
  let start = vec4f(3.0 + f32(id.x) / 1048576.0);
  let scale = vec4f(0.9990234375);
  let shift = vec4f(0.0009765625);
  var a = start; var b = start; var c = start; var d = start;
  var e = start; var f = start; var g = start; var h = start;
  for (var i = 0u; i < ROUNDS; i++) {
    a = fma(a, scale, shift);
    b = fma(b, scale, shift);
    c = fma(c, scale, shift);
    d = fma(d, scale, shift);
    e = fma(e, scale, shift);
    f = fma(f, scale, shift);
    g = fma(g, scale, shift);
    h = fma(h, scale, shift);
  }
  out[id.x] = sum(a) + sum(b) + sum(c) + sum(d) + sum(e) + sum(f) + sum(g) + sum(h);
}
