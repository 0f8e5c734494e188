// The types in which tensors of numbers stand in files, by ggml's names.

const plainTypes = ['F32', 'F16', 'BF16'] as const
export const blockTypes = ['Q8_0', 'Q4_0', 'Q4_1', 'Q5_0', 'Q5_1', 'IQ4_NL'] as const
export const superBlockTypes = ['Q2_K', 'Q3_K', 'Q4_K', 'Q5_K', 'Q6_K', 'IQ4_XS'] as const
export const tensorTypes = [...plainTypes, ...blockTypes, ...superBlockTypes] as const
export type TensorType = (typeof tensorTypes)[number]

/** Writes the numbers of the block of `bytes` that begins at `at` into `out` from `to` on. */
export type ReadBlock = (bytes: Uint8Array, at: number, out: Float32Array, to: number) => void
