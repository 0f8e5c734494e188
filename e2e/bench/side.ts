// What every side of the benchmark offers, and the inputs that all of them share. Knows no peer.
import type { MatmulTask, Task } from './benchTasks'

/** Work done and the seconds that it took, its results read. */
export interface Turn {
  readonly amount: number
  readonly seconds: number
}

export interface Kernel {
  readonly label: string
  readonly count: number
  readonly ms: number
  readonly share: number
}

export interface Ready {
  /** How its results were found to be right. */
  readonly checked: string
  /** Exact number of parameters, where there is a model. */
  readonly parameters?: number
  /** What the adapter multiplies and adds at most, GFLOP/s, where the side measured it. */
  readonly peak?: number
  /** Where a step's time goes on the device, and the share of its peak that each kernel reaches. */
  readonly kernels?: readonly Kernel[]
  turn(): Promise<Turn>
  end(): Promise<void> | void
}

export interface Side {
  /**
   * Builds, checks its results and warms up. Throws Lacking where the peer cannot do it, Wrong where its
   * results are wrong.
   */
  prepare(task: Task): Promise<Ready>
}

export class UnsupportedTask extends Error {
  override readonly name = 'Lacking'
}

export class WrongResult extends Error {
  override readonly name = 'Wrong'
}

/** Numbers in -1 .. 1 that every side gets alike. */
export function numbers(count: number, salt: number): Float32Array<ArrayBuffer> {
  const out = new Float32Array(count)
  let state = (salt * 2654435761 + 12345) >>> 0
  for (let i = 0; i < count; i++) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    out[i] = (state >>> 8) / 2 ** 23 - 1
  }
  return out
}

/** Tokens that every side gets alike. */
export function tokensOf(count: number, vocabulary: number, salt: number): Uint32Array<ArrayBuffer> {
  return Uint32Array.from(numbers(count, salt), (x) =>
    Math.min(vocabulary - 1, Math.floor(((x + 1) / 2) * vocabulary)),
  )
}

/** Shapes as they lie in memory: tn has A transposed, nt has B. */
export function operands({ work, m, n, k }: MatmulTask): {
  a: Float32Array<ArrayBuffer>
  b: Float32Array<ArrayBuffer>
  aShape: [number, number]
  bShape: [number, number]
} {
  return {
    a: numbers(m * k, 1),
    b: numbers(k * n, 2),
    aShape: work === 'matmul.tn' ? [k, m] : [m, k],
    bShape: work === 'matmul.nt' ? [n, k] : [k, n],
  }
}

/** Error over the sum of absolute products that f32 sums in any order stay under. */
const TOLERANCE = 1e-5

/** Every element of a small product, 2,000 spread over a large one, against sums in f64. */
export function checkProduct(
  { work, m, n, k }: MatmulTask,
  a: Float32Array,
  b: Float32Array,
  out: ArrayLike<number>,
): string {
  if (out.length !== m * n) throw new WrongResult(`the product has ${out.length} elements, not ${m * n}`)
  const count = Math.min(m * n, 2000)
  let worst = 0
  for (let i = 0; i < count; i++) {
    const at = count === m * n ? i : (i * 7919 * 613) % (m * n)
    const [row, column] = [Math.floor(at / n), at % n]
    let sum = 0
    let scale = 0
    for (let j = 0; j < k; j++) {
      const product =
        (a[work === 'matmul.tn' ? j * m + row : row * k + j] ?? NaN) *
        (b[work === 'matmul.nt' ? column * k + j : j * n + column] ?? NaN)
      sum += product
      scale += Math.abs(product)
    }
    worst = Math.max(worst, Math.abs((out[at] ?? NaN) - sum) / scale)
    if (!(worst <= TOLERANCE))
      throw new WrongResult(`element ${row},${column} is ${String(out[at])}, not ${sum}`)
  }
  return `${count} elements against f64, worst ${worst.toExponential(1)} of the sum of absolute products`
}

/** How many runs make a turn long enough to be timed. */
export async function runsFor(run: (count: number) => Promise<void>, seconds = 0.2): Promise<number> {
  await run(1)
  const began = performance.now()
  await run(1)
  const once = (performance.now() - began) / 1000
  return Math.max(1, Math.min(500, Math.round(seconds / once)))
}

export async function timed(amount: number, run: () => Promise<unknown>): Promise<Turn> {
  const began = performance.now()
  await run()
  return { amount, seconds: (performance.now() - began) / 1000 }
}

export const gigaflops = ({ m, n, k }: MatmulTask): number => (2 * m * n * k) / 1e9

/** Losses of a few steps: from about ln V where the model starts knowing nothing, and falling. */
export function checkLosses(
  losses: readonly number[],
  what: string,
  uniform: number | null,
  fall = 0.1,
): string {
  const [first = NaN, last = NaN] = [losses[0], losses.at(-1)]
  if (uniform !== null && !(first > 0.8 * uniform && first < 1.4 * uniform))
    throw new WrongResult(
      `the first loss is ${first}; a model that knows nothing has about ${uniform.toFixed(2)}`,
    )
  if (!(last < first - fall))
    throw new WrongResult(`the loss does not fall: ${losses.map((loss) => loss.toFixed(3)).join(', ')}`)
  return `${what}; loss ${first.toFixed(3)} to ${last.toFixed(3)} in ${losses.length} steps`
}

/** A first step has a loss near ln V, or near what the caller knows it to be. */
export function checkFirst(loss: number, expected: number, tolerance: number): void {
  if (!(Math.abs(loss - expected) <= tolerance * expected))
    throw new WrongResult(`the first loss is ${loss}, not about ${expected.toFixed(3)}`)
}
