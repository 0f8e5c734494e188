// The table of kernels: what the compiler said of each pipeline, beside what each dispatch asks of the device
// and the least time that a GPU of some peak and bandwidth needs for it. Pure.

import { APART } from './budgets.mjs'

/** Peak in f32 operations and bandwidth in bytes per second: an integrated GPU, a laptop's, a large one. */
export const GPUS = {
  integrated: { peak: 4e12, bandwidth: 100e9 },
  laptop: { peak: 15e12, bandwidth: 350e9 },
  large: { peak: 60e12, bandwidth: 960e9 },
}

/** Statistics by the number of the pipeline. */
export function statisticsOf(said) {
  const found = new Map()
  for (const part of said.split('@@pipeline ').slice(1)) {
    const [number, ...lines] = part.split('\n')
    const values = Object.fromEntries(
      lines
        .filter((line) => /^[A-Z][A-Za-z .-]+: -?\d+$/.test(line))
        .map((line) => line.split(': '))
        .map(([name, value]) => [name, Number(value)]),
    )
    if (values.VGPRs === undefined) continue
    found.set(Number(number), {
      registers: values.VGPRs,
      spilled: values['Spilled VGPRs'] + values['Spilled SGPRs'],
      scratch: values['Scratch size'],
      waves: values['Subgroups per SIMD'],
      workgroupMemory: values['LDS size'],
    })
  }
  return found
}

/** Seconds at best: the longer of what the operations and what the bytes take. */
export const secondsAtBest = ({ moved, operations }, { peak, bandwidth }) =>
  Math.max(operations / peak, moved / bandwidth)

/** A line each, the kernels of a workload in the order of their least time. */
export function rowsOf(uses, statistics, gpus = GPUS) {
  return uses.flatMap(({ model, workload, kernels }) =>
    kernels
      .map(({ label, pipeline, count, groups, threads, traffic }) => ({
        model,
        workload,
        label,
        ...(statistics.get(pipeline) ?? {}),
        count,
        groups,
        threads,
        ...traffic,
        times: Object.values(gpus).map((gpu) => secondsAtBest(traffic, gpu)),
      }))
      .sort((a, b) => b.count * b.times[0] - a.count * a.times[0]),
  )
}

const COLUMNS = [
  ['kernel', (row) => row.label],
  ['VGPRs', (row) => row.registers],
  ['spilled', (row) => row.spilled],
  ['scratch', (row) => row.scratch],
  ['waves', (row) => row.waves],
  ['LDS', (row) => row.workgroupMemory],
  ['times', (row) => row.count],
  ['groups', (row) => row.groups],
  ['threads', (row) => row.threads],
  ['KiB to move', (row) => (row.moved / 1024).toFixed(0)],
  ['asked for', (row) => `${(row.requested / row.moved).toFixed(2)} x`],
  ['MFLOP', (row) => (row.operations / 1e6).toFixed(1)],
]

/**
 * Markdown: a table per workload, what each dispatch needs at best in microseconds. `most` lines per workload,
 * and whatever spills besides.
 */
export function markdown({ family, rows, uses, gpus = GPUS, most = Infinity }) {
  const named = Object.entries(gpus)
    .map(([name, { peak, bandwidth }]) => `${name} ${peak / 1e12} TFLOP/s ${bandwidth / 1e9} GB/s`)
    .join(', ')
  const text = [
    `# Kernels, compiled for ${family}`,
    '',
    `The last columns are the least microseconds of one dispatch on: ${named}.`,
    'VGPRs to LDS (bytes of workgroup memory) are what the compiler says; *times* counts dispatches;',
    '*asked for* is what workgroups read, as a multiple of the KiB that have to move.',
  ]
  for (const { model, workload, dispatches } of uses) {
    const own = rows.filter((row) => row.model === model && row.workload === workload)
    const total = (i) => own.reduce((sum, row) => sum + row.count * row.times[i], 0)
    const apart = APART[model]?.[workload]
    const before = apart === undefined ? '' : ` (${apart} with one per operation)`
    const least = Object.keys(gpus).map((name, i) => `${(1e3 * total(i)).toFixed(3)} ms ${name}`)
    text.push(
      '',
      `## ${model}, ${workload}: ${dispatches} dispatches${before}, at best ${least.join(', ')}`,
      '',
    )
    const names = [...COLUMNS.map(([name]) => name), ...Object.keys(gpus)]
    text.push(`| ${names.join(' | ')} |`, `|${names.map((_, i) => (i === 0 ? '---' : '--:')).join('|')}|`)
    for (const row of own.filter((each, i) => i < most || each.spilled > 0 || each.scratch > 0)) {
      const times = row.times.map((seconds) => (1e6 * seconds).toFixed(1))
      text.push(`| ${[...COLUMNS.map(([, value]) => value(row) ?? '?'), ...times].join(' | ')} |`)
    }
  }
  return `${text.join('\n')}\n`
}
