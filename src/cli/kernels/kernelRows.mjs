// The rows of the table for one GPU: builds the command line, and asks it and the compiler.
import { builtCommandLine } from '../builtCommandLine.mjs'
import { runOnAbsentGpu } from './absentGpu.mjs'
import { rowsOf, statisticsOf } from './compilerTable.mjs'

export async function kernelRows(family, models = [], gpus = undefined) {
  const entry = await builtCommandLine()
  const { out, said } = runOnAbsentGpu(family, [entry, 'kernels', ...models])
  const { uses } = JSON.parse(out)
  return { uses, rows: rowsOf(uses, statisticsOf(said), gpus) }
}
