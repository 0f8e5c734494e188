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

/**
 * Dispatches of the small model that the page trains: as many as it needed when each operation was one, and
 * the share of them that it may need.
 */
export const APART = { tiny: { 'training step': 146, decode: 45 } }
const MOST_SHARE = { 'training step': 0.6, decode: 0.5 }

/** A sentence for each workload of too many dispatches. */
function brokenCounts(rows) {
  return Object.entries(APART).flatMap(([model, workloads]) =>
    Object.entries(workloads).flatMap(([workload, before]) => {
      const own = rows.filter((row) => row.model === model && row.workload === workload)
      const count = own.reduce((sum, row) => sum + row.count, 0)
      const most = Math.floor(MOST_SHARE[workload] * before)
      return count > most ? [`${model}, ${workload}: ${count} dispatches, more than ${most}`] : []
    }),
  )
}

const isNorm = (label) => /^(rmsnorm|headNorm)(Backward)?$/.test(label)
const isProduct = (label) => /^((matmul|quantised) n[tn]|normedProduct) /.test(label)

/** Kernels that do little with each number: rows, and products with few rows. */
const isStreaming = ({ label, workload }) =>
  isNorm(label) || /^(policyLoss|sample)/.test(label) || (workload === 'decode' && isProduct(label))

/** A sentence for each row that does not hold to it. */
export function brokenBudgets(rows) {
  const broken = rows.flatMap((row) => {
    const { model, workload, label, registers, spilled, scratch, waves, threads, operations } = row
    const name = `${model}, ${workload}, ${label}`
    if (registers === undefined) return [`${name}: the compiler said nothing`]
    const least = isStreaming(row) ? LEAST_STREAMING_WAVES : LEAST_WAVES
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
  return [...broken, ...brokenCounts(rows)]
}
