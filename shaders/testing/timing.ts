// How fast kernels are: multiply-adds over the best of several runs. Prints; asserts nothing, since machines
// differ.
import type { Gpu, Program } from '../../src/gpu'
import { matmul, type MatmulForm, type MatmulVariant } from '../../src/ops/matmul'
import { fixedExtent } from './testDevice'

/** Least milliseconds of one run of the program, over `repeats` batches of runs that take some 50 ms each. */
export async function bestTime(gpu: Gpu, program: Program, repeats = 5): Promise<number> {
  gpu.run(program)
  await gpu.settled()
  const once = await timed(gpu, program, 1)
  const count = Math.max(1, Math.round(50 / once))
  let best = once
  for (let i = 0; i < repeats; i++) best = Math.min(best, (await timed(gpu, program, count)) / count)
  return best
}

async function timed(gpu: Gpu, program: Program, count: number): Promise<number> {
  const began = performance.now()
  gpu.run(Array.from({ length: count }, () => program).flat())
  await gpu.settled()
  return performance.now() - began
}

/**
 * GFLOP/s of one layer's product in a form, printed. The layer maps `inner` channels to `outer`: forward (nt)
 * makes (rows,outer), its input gradient (nn) (rows,inner), its weight gradient (tn) (outer,inner); all cost
 * the same.
 */
export async function timeMatmul(
  gpu: Gpu,
  form: MatmulForm,
  { rows: count, outer, inner }: { readonly rows: number; readonly outer: number; readonly inner: number },
  variant: MatmulVariant = 'registers',
): Promise<number> {
  const rows = fixedExtent(gpu, 'rows', count)
  const x = gpu.tensor('x', [count, inner])
  const y = gpu.tensor('y', [count, outer])
  const w = gpu.tensor('w', [outer, inner])
  const roles = { nt: { a: x, b: w, out: y }, nn: { a: y, b: w, out: x }, tn: { a: y, b: x, out: w } }[form]
  const ms = await bestTime(gpu, await matmul(gpu, { form, variant, rows, ...roles }))
  const rate = (2 * count * outer * inner) / ms / 1e6
  console.log(
    `matmul ${form} ${variant} ${count} rows ${inner} -> ${outer}: ${ms.toFixed(2)} ms, ${rate.toFixed(2)} GFLOP/s`,
  )
  for (const tensor of [x, y, w, rows.tensor]) gpu.destroyTensor(tensor)
  return rate
}
