// How cost and memory grow with tokens: a training step and a roll-out at several sizes on our own side, in
// Node, with the straight line that fits and the memory that the plan foretold. Written as JSON and as a
// picture.
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { linearRegression, linearRegressionLine, rSquared } from 'simple-statistics'
import { at } from '../../src/base/at'
import { Model } from '../../src/model/model'
import { estimateMemory } from '../../src/model/memory'
import { Sampler } from '../../src/model/sampler'
import type { Gpu } from '../../src/gpu'
import { median, number } from './measure'
import { picture, type Panel, type Point } from './picture'
import { tokensOf } from './side'
import { architectureOfSize, device, nameOf, training } from './sides/ours'
import { models } from './benchTasks'

export interface Growth {
  readonly what: string
  readonly unit: string
  readonly points: readonly { readonly tokens: number; readonly value: number; readonly planned?: number }[]
  /** value = base + slope * tokens, least squares. */
  readonly base: number
  readonly slope: number
  /** Share of the variance that the line explains. */
  readonly r2: number
  /** Largest distance from the plan over the plan, where there is one. */
  readonly offPlan: number | null
}

export function growthOf(what: string, unit: string, points: Growth['points']): Growth {
  const pairs = points.map(({ tokens, value }) => [tokens, value])
  const { m, b } = linearRegression(pairs)
  const distances = points.flatMap(({ value, planned }) =>
    planned === undefined ? [] : [Math.abs(value / planned - 1)],
  )
  return {
    what,
    unit,
    points,
    base: b,
    slope: m,
    r2: rSquared(pairs, linearRegressionLine({ m, b })),
    offPlan: distances.length === 0 ? null : Math.max(...distances),
  }
}

const REPEATS = 5
const MODEL = models['0.1M']
const BATCHES = [1, 2, 4, 8, 16, 32]
const LENGTH = 64
const LENGTHS = [32, 64, 128, 256, 384, 512]
const SEQUENCES = [8, 16, 32, 64, 128]
const NEW_TOKENS = 64

interface GrowthPoint {
  readonly seconds: number
  readonly bytes: number
  readonly planned: number
}

/** Seconds of a step, and bytes beside those that operations keep for themselves once they are warm. */
async function trainingAt(gpu: Gpu, batch: number, length: number): Promise<GrowthPoint> {
  const before = gpu.counters.bytes
  const run = await training(gpu, {
    work: 'train',
    size: MODEL.label,
    model: MODEL,
    batch,
    length,
    turns: REPEATS,
    sides: [],
  })
  const bytes = gpu.counters.bytes - before
  await run.step()
  const seconds = await repeated(async () => void (await run.step()))
  run.end()
  const rows = batch * length
  return {
    seconds,
    bytes,
    planned: estimateMemory(architectureOfSize(MODEL), { trainer: { rows, lossRows: rows, sets: 1 } }).total,
  }
}

async function samplingAt(gpu: Gpu, sequences: number): Promise<GrowthPoint> {
  const before = gpu.counters.bytes
  const model = await Model.create(gpu, architectureOfSize(MODEL))
  model.initialise(1)
  const capacity = { slots: sequences, promptRows: 1024, maxNew: NEW_TOKENS }
  const sampler = await Sampler.create(model, capacity)
  const bytes = gpu.counters.bytes - before
  const requests = [{ prompt: tokensOf(32, MODEL.vocabulary, 1), count: sequences, stream: 0 }]
  const generate = async (): Promise<void> =>
    void (await sampler.generate(requests, { maxNewTokens: NEW_TOKENS, temperature: 1, seed: 1, stop: [] }))
  await generate()
  const seconds = await repeated(generate)
  sampler.destroy()
  model.destroy()
  return { seconds, bytes, planned: estimateMemory(model.architecture, { sampler: capacity }).total }
}

async function repeated(run: () => Promise<void>): Promise<number> {
  const seconds: number[] = []
  for (let i = 0; i < REPEATS; i++) {
    const began = performance.now()
    await run()
    seconds.push((performance.now() - began) / 1000)
  }
  return median(seconds)
}

const megabytes = (bytes: number): number => bytes / 2 ** 20

/**
 * The first of each kind compiles and makes what operations share, so the largest goes first and is thrown
 * away.
 */
export async function measureGrowth(gpu: Gpu): Promise<Growth[]> {
  await trainingAt(gpu, Math.max(...BATCHES), LENGTH)
  const byBatch = await inTurn(BATCHES, (batch) => trainingAt(gpu, batch, LENGTH))
  const byLength = await inTurn(LENGTHS, (length) => trainingAt(gpu, 2, length))
  await samplingAt(gpu, Math.max(...SEQUENCES))
  const bySequences = await inTurn(SEQUENCES, (sequences) => samplingAt(gpu, sequences))
  const memory = (of: readonly GrowthPoint[], tokens: readonly number[]): Growth['points'] =>
    of.map(({ bytes, planned }, i) => ({
      tokens: at(tokens, i),
      value: megabytes(bytes),
      planned: megabytes(planned),
    }))
  const time = (of: readonly GrowthPoint[], tokens: readonly number[]): Growth['points'] =>
    of.map(({ seconds }, i) => ({ tokens: at(tokens, i), value: seconds }))
  const trained = BATCHES.map((batch) => batch * LENGTH)
  const longer = LENGTHS.map((length) => 2 * length)
  const sampled = SEQUENCES.map((sequences) => sequences * NEW_TOKENS)
  return [
    growthOf(`training step, sequences of ${LENGTH}`, 's', time(byBatch, trained)),
    growthOf(`roll-outs of ${NEW_TOKENS} new tokens`, 's', time(bySequences, sampled)),
    growthOf(`memory of training, sequences of ${LENGTH}`, 'MiB', memory(byBatch, trained)),
    growthOf('memory of training, 2 longer sequences', 'MiB', memory(byLength, longer)),
    growthOf(`memory of sampling, ${NEW_TOKENS} new tokens`, 'MiB', memory(bySequences, sampled)),
  ]
}

async function inTurn<T, R>(items: readonly T[], run: (item: T) => Promise<R>): Promise<R[]> {
  const results: R[] = []
  for (const item of items) results.push(await run(item))
  return results
}

export function panelOf({ what, unit, points, base, slope, r2, offPlan }: Growth): Panel {
  const at = (pick: (point: Growth['points'][number]) => number | undefined): Point[] =>
    points.flatMap((point) => {
      const y = pick(point)
      return y === undefined ? [] : [{ x: point.tokens, y }]
    })
  return {
    title: what,
    note:
      offPlan === null
        ? `line explains ${(100 * r2).toFixed(1)} %`
        : `at most ${(100 * offPlan).toFixed(1)} % off the plan`,
    x: 'tokens',
    y: unit,
    points: at(({ value }) => value),
    rings: at(({ planned }) => planned),
    line: { base, slope },
  }
}

/** Writes growth.json and growth.svg into the folder. */
export async function runGrowth(folder: string): Promise<void> {
  const gpu = await device()
  const growth = await measureGrowth(gpu)
  const where = nameOf(gpu)
  for (const { what, unit, points, base, slope, r2, offPlan } of growth) {
    console.log(
      `${what.padEnd(46)} ${number(base)} + ${number(1000 * slope)} ${unit} a thousand tokens, line explains ${(100 * r2).toFixed(1)} %${offPlan === null ? '' : `, at most ${(100 * offPlan).toFixed(1)} % off the plan`}; ${points.map(({ tokens, value }) => `${tokens}: ${number(value)}`).join(', ')}`,
    )
  }
  writeFileSync(
    join(folder, 'growth.json'),
    `${JSON.stringify({ device: where, model: MODEL, growth }, null, 1)}\n`,
  )
  writeFileSync(
    join(folder, 'growth.svg'),
    picture(growth.map(panelOf), `${MODEL.label} parameters, ${where}`),
  )
}
