// A measured device as tables in Markdown, for public/benchmarks/devices/. Pure.
import {
  bandwidthShare,
  deviceName,
  type DeviceReport,
  type KernelShare,
  type ProductSpeed,
} from './deviceReport'

/** Kernels of a workload that the table names: those that take longest. */
const MOST_KERNELS = 10

const number = (value: number): string =>
  value >= 100 ? Math.round(value).toLocaleString('en') : value.toPrecision(3)
const percent = (share: number | null): string => (share === null ? '' : `${(100 * share).toFixed(0)} %`)

function table(heads: readonly string[], rows: readonly (readonly string[])[]): string[] {
  if (rows.length === 0) return ['Not measured.', '']
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`
  return [line(heads), `|${heads.map((_, i) => (i === 0 ? '---' : '--:')).join('|')}|`, ...rows.map(line), '']
}

const sizeOf = ({ m, n, k }: ProductSpeed): string => `${m} x ${n} x ${k}`

function kernelRows(kernels: readonly KernelShare[]): string[][] {
  const works = [...new Set(kernels.map(({ model, work }) => `${model}, ${work}`))]
  return works.flatMap((name) => {
    const own = kernels.filter(({ model, work }) => `${model}, ${work}` === name)
    const whole = own.reduce((sum, { ms }) => sum + ms, 0)
    return own
      .toSorted((a, b) => b.ms - a.ms)
      .slice(0, MOST_KERNELS)
      .map(({ kernel, count, ms, share, bound }) => [
        `${name}: ${kernel}`,
        String(count),
        number(ms),
        percent(ms / whole),
        percent(share),
        bound,
      ])
  })
}

/** One document; a part that was not measured says so. */
export function deviceTable(report: DeviceReport): string {
  const { device, peaks, parts, checks, training, sampling, products, variants, kernels, run } = report
  const all = checks.reduce((sum, each) => sum + each.checks, 0)
  const failed = checks.flatMap((each) => each.failed.map((line) => `${each.operation}: ${line}`))
  return [
    `# ${deviceName(device)}`,
    '',
    `Measured ${report.made.slice(0, 10)} by the ${report.by === 'command' ? 'command line' : 'page'} on ${report.host}.`,
    ...(peaks === null
      ? []
      : [`Measured peaks: ${number(peaks.flops / 1e9)} GFLOP/s in f32, ${number(peaks.bytes / 1e9)} GB/s.`]),
    ...(report.torch === null ? [] : [`Beside it: ${report.torch}.`]),
    '',
    '## Kernels against their references',
    '',
    checks.length === 0
      ? 'Not measured.'
      : `${all - failed.length} of ${all} checks of ${checks.length} operations pass.`,
    ...failed.map((line) => `- ${line}`),
    '',
    '## Training',
    '',
    ...table(
      ['model', 'by', 'weights', 'batch', 'tokens/s', 'ms a step', 'dispatches', 'longest submit, ms'],
      training.map((row) => [
        `${row.model} (${number(row.parameters / 1e6)} M)`,
        row.by,
        row.weights === 'all' ? 'all trained' : `LoRA beside ${row.weights}`,
        `${row.sequences} x ${row.length}`,
        number(row.tokensPerSecond),
        number(row.ms),
        row.dispatches === undefined ? '' : String(row.dispatches),
        row.longestSubmit === undefined ? '' : number(row.longestSubmit),
      ]),
    ),
    '## Sampling',
    '',
    ...table(
      ['model', 'weights', 'work', 'sequences', 'prompt', 'new tokens', 'tokens/s'],
      sampling.map((row) => [
        row.model,
        row.weights,
        row.work,
        String(row.sequences),
        String(row.promptLength),
        String(row.newTokens),
        number(row.tokensPerSecond),
      ]),
    ),
    '## Matrix products',
    '',
    ...table(
      ['m x n x k', 'by', 'weights', 'ms', 'GFLOP/s', 'GB/s', 'of the bandwidth'],
      products.map((row) => [
        sizeOf(row),
        row.by,
        row.weights,
        number(row.ms),
        number(row.flops / 1e9),
        number(row.bytesPerSecond / 1e9),
        percent(bandwidthShare(row, peaks)),
      ]),
    ),
    '## Kernels under the roofline',
    '',
    ...table(['kernel', 'dispatches', 'ms', 'of the time', 'of the roof', 'bound by'], kernelRows(kernels)),
    '## Variants',
    '',
    ...(report.choice === null ? [] : [`Chosen: \`${report.choice}\``, '']),
    ...table(
      ['kernel', 'variant', 'ms'],
      variants.map(({ kernel, variant, ms }) => [kernel, variant, ms === null ? 'wrong' : number(ms)]),
    ),
    '## The default run',
    '',
    run === null
      ? 'Not measured.'
      : `${run.roundsDone} of ${run.rounds} rounds in ${number(run.seconds)} s${run.firstRound === null ? '' : `, the first after ${number(run.firstRound)} s`}.`,
    '',
    '## Parts',
    '',
    ...table(
      ['part', 'state', 'seconds', 'notes'],
      parts.map(({ part, state, seconds, notes }) => [part, state, seconds.toFixed(1), notes.join('; ')]),
    ),
  ].join('\n')
}
