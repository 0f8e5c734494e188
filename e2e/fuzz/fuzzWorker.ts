// Reads inputs `from` to `to` of one target, one after another, and says before each which one it is: in a
// file, as nothing else gets out of a process that hangs or dies. node fuzzWorker.js TARGET SEED FROM TO FILE

import { openSync, writeSync } from 'node:fs'
import { outliveLeftRejections } from '../../src/cli/leftRejections'
import { Inputs } from './fuzzInputs'
import { targets } from './targets'

const [name, seed, from, to, file = ''] = process.argv.slice(2)
const target = targets.find((each) => each.name === name)
if (target === undefined) throw new Error(`there is no target ${String(name)}`)
outliveLeftRejections()
const inputs = await Inputs.of(target)
const beat = openSync(file, 'w')
for (let index = Number(from); index < Number(to); index++) {
  writeSync(beat, `${index}`.padStart(12), 0)
  const wrong = await inputs.check(Number(seed), index)
  if (wrong !== null) process.send?.({ index, wrong })
}
process.exit(0)
