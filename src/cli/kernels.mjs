// `npm run kernels -- --gpu navi31`: every kernel of a training step, a roll-out and a decoded token,
// compiled by a GPU's own compiler with no GPU there, beside what each dispatch asks of it. Needs
// `npm run install:mesa` once, and a C compiler.
//   --gpu NAME              navi31, navi21, ...
//   --models A,B            some of the table's models
//   --peak TFLOP/s --bandwidth GB/s   of one GPU instead of the usual three
//   --write                 keep the table in docs/kernels/
//   --json                  rows as JSON
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { root } from './builtCommandLine.mjs'
import { GPUS, markdown } from './kernels/compilerTable.mjs'
import { kernelRows } from './kernels/kernelRows.mjs'

/** Lines of a workload in the kept table. */
const MOST_KEPT = 8

async function main() {
  const { values } = parseArgs({
    options: {
      gpu: { type: 'string', default: 'navi31' },
      models: { type: 'string' },
      peak: { type: 'string' },
      bandwidth: { type: 'string' },
      write: { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
    },
  })
  const { gpu: family, models, peak, bandwidth, write, json } = values
  if ((peak === undefined) !== (bandwidth === undefined))
    throw new Error('--peak (TFLOP/s) and --bandwidth (GB/s) go together.')
  const gpus =
    peak === undefined ? GPUS : { named: { peak: 1e12 * Number(peak), bandwidth: 1e9 * Number(bandwidth) } }
  const { uses, rows } = await kernelRows(family, models?.split(',') ?? [], gpus)
  const text = json ? `${JSON.stringify(rows)}\n` : markdown({ family, rows, uses, gpus })
  process.stdout.write(text)
  if (!write) return
  const folder = join(root, 'docs', 'kernels')
  mkdirSync(folder, { recursive: true })
  const kept = markdown({ family, rows, uses, gpus, most: MOST_KEPT })
  writeFileSync(join(folder, `${family}.md`), kept)
}

try {
  await main()
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exit(1)
}
