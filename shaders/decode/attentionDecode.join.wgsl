// attentionDecode.join - out[a,h] = sum_i e^(m_i - M) o_i / sum_i e^(m_i - M) l_i,  M = max_i m_i, over the
// slices i that attentionDecode.split cut the keys into
// shapes   partial (A,H,SPLITS,D+2) f32: o, then m and l; out (A,H*D)
// launch   one thread a channel, A*H*D threads, 64 a group
// numerics f32
// writes   out with =; a slot with neither prompt nor suffix gets zeros
// proof    decode.ref.ts, decode.test.ts; source: Dao et al. 2023, Flash-Decoding for long-context inference
import package::common::launch::linearIndex;

override HEADS: u32;
override HEAD_DIM: u32;
override SPLITS: u32;

@group(0) @binding(0) var<storage, read> partial: array<f32>;
@group(0) @binding(1) var<storage, read_write> result: array<f32>;
@group(0) @binding(2) var<uniform> rows: vec4u;

@compute @workgroup_size(64)
fn main(
  @builtin(workgroup_id) workgroup: vec3u,
  @builtin(num_workgroups) groups: vec3u,
  @builtin(local_invocation_index) local: u32,
) {
  let index = linearIndex(workgroup, groups, local);
  if (index >= rows.x * HEADS * HEAD_DIM) { return; }
  let first = index / HEAD_DIM * SPLITS * (HEAD_DIM + 2u);
  var largest = -3.4e38;
  for (var i = 0u; i < SPLITS; i++) {
    largest = max(largest, partial[first + i * (HEAD_DIM + 2u) + HEAD_DIM]);
  }
  var value = 0.0;
  var sum = 0.0;
  for (var i = 0u; i < SPLITS; i++) {
    let at = first + i * (HEAD_DIM + 2u);
    let share = exp(partial[at + HEAD_DIM] - largest);
    value += share * partial[at + index % HEAD_DIM];
    sum += share * partial[at + HEAD_DIM + 1u];
  }
  result[index] = value * select(1.0 / sum, 0.0, sum == 0.0);
}
