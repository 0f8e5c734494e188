// `spice shapes`: the shapes of published models with random weights in four bits, loaded, run and given one
// step of LoRA.

import { publishedNames, publishedShapes, type PublishedName } from '../config/publishedShapes'
import { openDevice } from '../engine/runtime/openDevice'
import { tryShape } from '../engine/runtime/tryShape'
import { dawn } from './dawn'
import { DONE, FAILED, UsageError } from './usage'

/** Most by which the memory taken may differ from the plan. */
const MOST_OFF = 0.1

const nameOf = (name: string): PublishedName => {
  const known = publishedNames.find((each) => each === name)
  if (known === undefined)
    throw new UsageError(`There is no shape "${name}"; there are ${publishedNames.join(', ')}.`)
  return known
}

export async function shapes(names: readonly string[], { rank }: { readonly rank: number }): Promise<number> {
  let failed = false
  for (const name of names.map(nameOf)) {
    const gpu = await openDevice(dawn())
    if (!gpu.ok) throw new Error(gpu.error.message)
    const { planned, taken, before, after, norm } = await tryShape(
      gpu.value,
      publishedShapes[name],
      rank,
      (line) => console.log(`${name}: ${line}`),
    )
    gpu.value.destroy()
    const off = taken / planned - 1
    const learned = Number.isFinite(before) && norm > 0 && after < before
    failed ||= !learned || Math.abs(off) > MOST_OFF
    console.log(
      `${name}: planned ${planned} bytes, took ${taken} (${off < 0 ? '' : '+'}${(100 * off).toFixed(2)} %); loss of 8 tokens ${before.toFixed(4)}, after one step ${after.toFixed(4)}, gradient ${norm.toExponential(2)}`,
    )
  }
  return failed ? FAILED : DONE
}
