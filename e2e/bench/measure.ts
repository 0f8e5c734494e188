// From turns to results: medians, paired ratios with their interval, thresholds, and the table. Pure.
import { OURS, references, LEAST_SHARE, unitOf, type SideName, type Task, type Work } from './benchTasks'
import type { Turn } from './side'

export interface Result {
  readonly work: Work
  readonly size: string
  /** An npm name, ours among them (one way of working against another), or `roofline`. */
  readonly peer: SideName | 'roofline'
  readonly ours: number
  readonly theirs: number
  readonly unit: string
  /** Median over turns of our rate over theirs. */
  readonly ratio: number
  /**
   * Least and largest ratio of a turn: of five turns they hold the true median between them 94 times in 100.
   */
  readonly low: number
  readonly high: number
  readonly held: boolean
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  const middle = sorted.length / 2
  return sorted.length % 2 === 1
    ? (sorted[Math.floor(middle)] ?? NaN)
    : ((sorted[middle - 1] ?? NaN) + (sorted[middle] ?? NaN)) / 2
}

export const rateOf = ({ amount, seconds }: Turn): number => amount / seconds

/**
 * Rates of two sides that took turns; where one of them was timed once, its rate stands against every turn of
 * the other.
 */
export function resultOf(
  task: Pick<Task, 'work' | 'size'>,
  peer: Result['peer'],
  ours: readonly number[],
  theirs: readonly number[],
  unit = unitOf(task.work),
): Result {
  const turns = Math.max(ours.length, theirs.length)
  const ratios = Array.from(
    { length: turns },
    (_, i) => (ours[Math.min(i, ours.length - 1)] ?? NaN) / (theirs[Math.min(i, theirs.length - 1)] ?? NaN),
  )
  return {
    work: task.work,
    size: task.size,
    peer,
    ours: median(ours),
    theirs: median(theirs),
    unit,
    ratio: median(ratios),
    low: Math.min(...ratios),
    high: Math.max(...ratios),
    held: leastRatio(task.work, task.size, peer) !== null,
  }
}

/**
 * The ratio that is held to, or null where none is. A peer that has no WebGPU is held to nothing in
 * roll-outs.
 */
export function leastRatio(work: Work, size: string, peer: Result['peer']): number | null {
  const webgpu = peer !== 'roofline' && peer !== '@wllama/wllama' && peer !== OURS
  switch (work) {
    case 'matmul.nn':
      return webgpu && (size === '512' || size === '1024') ? 1.8 : null
    case 'matmul.nt':
    case 'matmul.tn':
      return webgpu && (size === '512' || size === '1024') ? 1.5 : null
    case 'train':
      if (peer === 'roofline') return size === '0.8M' ? 0.6 : null
      if (size === '5M') return null
      return peer === '@jax-js/jax' ? 2.5 : peer === '@genai-fi/nanogpt' ? 12 : null
    case 'first-step':
      return webgpu ? 1 : null
    case 'rollout':
      if (peer === OURS) return size.startsWith('0.1M') ? 8 : null
      if (peer === 'roofline') return size.startsWith('0.8M') ? 0.5 : null
      return webgpu ? 3 : null
    case 'decode':
    case 'round':
      return null
  }
}

export const met = (result: Result): boolean | null => {
  const least = leastRatio(result.work, result.size, result.peer)
  return least === null ? null : result.ratio >= least
}

/**
 * Peers that were slower here than their figure of reference allows: then the comparison would flatter us.
 */
export function slowPeers(results: readonly Result[]): string[] {
  return references.flatMap(({ work, size, side, rate }) => {
    const found = results.find(
      (result) => result.work === work && result.size === size && result.peer === side,
    )
    if (found === undefined || found.theirs >= LEAST_SHARE * rate) return []
    return [
      `${side} reached ${number(found.theirs)} ${found.unit} in ${work} ${size}, under ${LEAST_SHARE * 100} % of its ${rate} in the reference`,
    ]
  })
}

export const number = (value: number): string =>
  value >= 1000 ? Math.round(value).toLocaleString('en') : value.toPrecision(3)

/** What of the ratio that is held to is missing. */
const missing = (ratio: number, least: number): string => `${number(100 * (1 - ratio / least))} % missing`

export function line(result: Result): string {
  const { work, size, peer, ours, theirs, unit, ratio, low, high } = result
  const least = leastRatio(work, size, peer)
  const verdict =
    least === null
      ? ''
      : ratio >= least
        ? `  held: at least ${least}`
        : `  NOT MET: at least ${least}, ${missing(ratio, least)}`
  return `${work.padEnd(10)} ${size.padEnd(32)} ${peer.padEnd(20)} ${number(ours).padStart(8)} to ${number(theirs).padStart(8)} ${unit.padEnd(14)} ratio ${number(ratio)} (${number(low)} to ${number(high)})${verdict}`
}

/** Results as a table in Markdown, for the account beside them. */
export function table(results: readonly Result[]): string {
  const rows = results.map((result) => {
    const { work, size, peer, ours, theirs, unit, ratio, low, high } = result
    const least = leastRatio(work, size, peer)
    const verdict = least === null ? '-' : ratio >= least ? 'yes' : `**no, ${missing(ratio, least)}**`
    return [
      work,
      size,
      peer,
      number(ours),
      number(theirs),
      unit,
      `${number(ratio)} (${number(low)} to ${number(high)})`,
      least ?? '-',
      verdict,
    ]
  })
  const head = ['work', 'size', 'peer', 'ours', 'theirs', 'unit', 'ratio', 'held to', 'met']
  return [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n')
}
