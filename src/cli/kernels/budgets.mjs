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
 * Bytes that workgroups ask for over those that have to move: of passes over rows, and of products with up to
 * 8 rows.
 */
const MOST_REQUESTED = 1.3
/**
 * How often attention of a training step of 1,024 rows reads keys and values in all, and their share in what
 * it moves: key heads over all heads.
 */
const MOST_READS = 1024 / 32
const KEY_SHARE = { 'SmolLM2-135M': 1 / 4, 'Qwen3-0.6B': 1 / 3, 'Qwen3-4B': 1 / 5 }

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

const isRows = (label) =>
  isNorm(label) || /^(swiglu|add|rope|columnSum|policyLoss|sample|embedding|gatherRows|scatter)/.test(label)

/** A product of a roll-out or of decoding with up to 8 rows: those of a prompt have more. */
function isFew({ label, workload, operations }) {
  const [, sum, columns] = / (\d+)x(\d+)$/.exec(label) ?? []
  return isProduct(label) && workload !== 'training step' && operations <= 8 * 2 * sum * columns
}

/** Keys and values are read by every block of queries that sees them: the rest moves once. */
function readsOfKeys({ model, moved, requested }) {
  const keys = KEY_SHARE[model] * moved
  return (requested - (moved - keys)) / keys
}

function brokenTraffic(row) {
  const { model, workload, label, moved, requested } = row
  const name = `${model}, ${workload}, ${label}`
  const asked = requested / moved
  if ((isRows(label) || isFew(row)) && asked > MOST_REQUESTED)
    return [`${name}: asks for ${asked.toFixed(2)} x what has to move, more than ${MOST_REQUESTED} x`]
  if (label !== 'attention' || workload !== 'training step' || KEY_SHARE[model] === undefined) return []
  const reads = readsOfKeys(row)
  return reads > 1.001 * MOST_READS
    ? [`${name}: reads keys ${reads.toFixed(1)} times, more than ${MOST_READS}`]
    : []
}

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
      ...brokenTraffic(row),
      ...(threads < fewest ? [`${name}: ${threads} threads, fewer than ${fewest}`] : []),
    ]
  })
  return [...broken, ...brokenCounts(rows)]
}
