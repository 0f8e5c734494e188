// block - sixteen channels of a head as a mat4x4f: four vec4f that stay in registers, where an array with an
// index would not.
fn blockDot(a: mat4x4f, b: mat4x4f) -> f32 {
  return dot(a[0], b[0]) + dot(a[1], b[1]) + dot(a[2], b[2]) + dot(a[3], b[3]);
}
