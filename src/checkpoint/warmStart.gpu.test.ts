import { readFileSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { expect, it } from 'vitest'
import { at } from '../base/at'
import { testGpu } from '../../shaders/testing/testDevice'
import { Model } from '../model/model'
import { score } from '../model/scorer'
import { readCheckpoint } from './checkpoint'

interface Row {
  readonly tokens: readonly number[]
  readonly from: number
  readonly logProbs: readonly number[]
}

const file = (path: string): Promise<Buffer> => readFile(new URL(`../../${path}`, import.meta.url))

const names = (
  JSON.parse(readFileSync(new URL('../../public/weights/index.json', import.meta.url), 'utf8')) as {
    name: string
  }[]
).map(({ name }) => name)

/** What `e2e/fixtures/weights/warm_start.py check` wrote of the same weights. */
it.each(names)('gives %s the log-probabilities that the script gave which trained them', async (name) => {
  const checkpoint = readCheckpoint(new Uint8Array(await file(`public/weights/${name}.safetensors`)))
  if (!checkpoint.ok) throw new Error(checkpoint.error.message)
  const rows = JSON.parse((await file(`e2e/fixtures/weights/${name}.json`)).toString()) as Row[]
  const gpu = await testGpu()
  const model = await Model.create(gpu, checkpoint.value.architecture)
  model.load(checkpoint.value.values ?? new Float32Array())
  const scores = await score(
    model,
    rows.map(({ tokens }) => Uint32Array.from(tokens)),
  )
  expect(rows.length).toBeGreaterThanOrEqual(12)
  let largest = 0
  for (const [i, { from, logProbs }] of rows.entries()) {
    const own = at(scores, i).slice(from - 1)
    expect(own).toHaveLength(logProbs.length)
    logProbs.forEach((value, at) => (largest = Math.max(largest, Math.abs(value - (own[at] ?? NaN)))))
  }
  console.log(
    `largest difference of ${rows.reduce((sum, { logProbs }) => sum + logProbs.length, 0)} log-probabilities: ${largest.toExponential(1)} nats`,
  )
  expect(largest).toBeLessThan(2e-4)
  model.destroy()
})
