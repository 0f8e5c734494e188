// What a GPU's compiler has to say of the kernels that a GPU uses by default, and how many threads they have
// to launch. Pure: reads rows of the table.

/** Waves of a processor that hide what memory takes: of any kernel, and of those that only move memory. */
const LEAST_WAVES = 8
const LEAST_STREAMING_WAVES = 12
/**
 * Decoding one sequence of Qwen3-0.6B: threads of each product that has work for them (an adapter's low-rank
 * ones have not), and of each norm.
 */
const LEAST_PRODUCT_THREADS = 4096
const LEAST_OPERATIONS = 2 ** 20
const LEAST_NORM_THREADS = 64

const isNorm = (label) => /^(rmsnorm|headNorm)(Backward)?$/.test(label)
const isProduct = (label) => /^(matmul|quantised) n[tn]/.test(label)

/** Kernels that do little with each number: rows, and products with few rows. */
const isStreaming = ({ label, workload }) =>
  isNorm(label) || /^(policyLoss|sample)/.test(label) || (workload === 'decode' && isProduct(label))

/**
 * Known exceptions: with heads of 128 the gradient of the queries holds 64 sums and two blocks of scores a
 * lane, which RDNA 2 has registers for in 6 waves.
 */
const FEWER_WAVES = { navi21: { 'attentionBackward query': 6 } }

/** A sentence for each row that does not hold to it, on that GPU. */
export function brokenBudgets(rows, family) {
  return rows.flatMap((row) => {
    const { model, workload, label, registers, spilled, scratch, waves, threads, operations } = row
    const name = `${model}, ${workload}, ${label}`
    if (registers === undefined) return [`${name}: the compiler said nothing`]
    const least = FEWER_WAVES[family]?.[label] ?? (isStreaming(row) ? LEAST_STREAMING_WAVES : LEAST_WAVES)
    const decoded = model === 'Qwen3-0.6B' && workload === 'decode'
    const fewest =
      decoded && isProduct(label) && operations >= LEAST_OPERATIONS
        ? LEAST_PRODUCT_THREADS
        : decoded && isNorm(label)
          ? LEAST_NORM_THREADS
          : 0
    return [
      ...(spilled > 0 ? [`${name}: ${spilled} registers are spilled`] : []),
      ...(scratch > 0 ? [`${name}: ${scratch} bytes of scratch`] : []),
      ...(waves < least ? [`${name}: ${waves} waves (${registers} registers), fewer than ${least}`] : []),
      ...(threads < fewest ? [`${name}: ${threads} threads, fewer than ${fewest}`] : []),
    ]
  })
}
