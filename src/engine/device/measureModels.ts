// Tokens a second of training steps, roll-outs and decoding, and how near their kernels come to the roof.

import type { FrozenSettings } from '../../config/adapterSettings'
import { parameterCount } from '../../config/architecture'
import { preset } from '../../config/config'
import type { Gpu } from '../../gpu'
import { Model } from '../../model/model'
import { Sampler } from '../../model/sampler'
import { Trainer } from '../../model/trainer'
import { kernelRates, listening, measurePeaks } from '../../ops'
import type { KernelShare, MeasuredPeaks } from '../../protocol/deviceReport'
import { fillRandomly } from '../runtime/randomWeights'
import { median, whileThereIsTime, type MeasureContext, type MeasurePart } from './measureContext'
import { workloads, type MeasuredModel } from './measured'

const tokens = (count: number, from = 0): Uint32Array =>
  Uint32Array.from({ length: count }, (_, i) => (7 * i + 13 * from) % 500)

interface Training {
  step(): Promise<void>
  destroy(): void
}

/** A model of random weights that takes steps of one batch. */
async function trainingOf(gpu: Gpu, measured: MeasuredModel): Promise<Training> {
  const { architecture, adapter, sequences, length, logitRows } = measured
  const model = await Model.create(gpu, architecture, adapter === null ? null : { storage: 'f16', adapter })
  await fillRandomly(gpu, model)
  model.initialise(1)
  const rows = sequences * length
  const trainer = await Trainer.create(model, {
    ...{ rows, lossRows: rows, sets: 1, recompute: adapter !== null },
    ...(logitRows === undefined ? {} : { logitRows }),
  })
  const batch = Array.from({ length: sequences }, (_, i) => ({
    tokens: tokens(length + 1, i),
    from: 1,
    weight: 1 / rows,
    advantage: 1,
  }))
  return {
    async step() {
      await trainer.accumulate(batch, { set: 0, temperature: 1, clip: null })
      await trainer.step({ ...preset('default').update, learningRate: 1e-6 })
    },
    destroy() {
      trainer.destroy()
      model.destroy()
    },
  }
}

async function trainingSpeed({ gpu, extent, say }: MeasureContext, measured: MeasuredModel): Promise<void> {
  const { name, adapter, architecture, sequences, length } = measured
  const { least, most, ms: enough } = workloads[extent].steps
  const began = performance.now()
  const training = await trainingOf(gpu, measured)
  try {
    await training.step()
    await gpu.settled()
    const firstStep = performance.now() - began
    // The second learns what its kernels cost.
    await training.step()
    await gpu.settled()
    const submits: number[] = []
    gpu.onSubmitTime = ({ ms }) => void submits.push(ms)
    const before = gpu.counters.dispatches
    const times: number[] = []
    const from = performance.now()
    while (times.length < least || (times.length < most && performance.now() - from < enough)) {
      const start = performance.now()
      await training.step()
      await gpu.settled()
      times.push(performance.now() - start)
    }
    const ms = median(times)
    say({
      kind: 'training',
      training: {
        by: 'WebGPU',
        model: name,
        parameters: parameterCount(architecture),
        weights: adapter === null ? 'all' : 'f16',
        sequences,
        length,
        tokensPerSecond: (1000 * sequences * length) / ms,
        ms,
        dispatches: Math.round((gpu.counters.dispatches - before) / times.length),
        ...(submits.length === 0 ? {} : { longestSubmit: Math.max(...submits) }),
        firstStep,
      },
    })
  } finally {
    gpu.onSubmitTime = undefined
    training.destroy()
  }
}

export const measureTraining: MeasurePart = (context) =>
  whileThereIsTime(
    context,
    workloads[context.extent].models,
    ({ name }) => name,
    (model) => trainingSpeed(context, model),
  )

interface Sampling {
  /** Milliseconds of so many new tokens of `sequences`, prompts included. */
  time(work: {
    readonly prompts: number
    readonly samples: number
    readonly newTokens: number
  }): Promise<number>
  destroy(): void
}

async function samplingOf(
  gpu: Gpu,
  { architecture }: MeasuredModel,
  storage: 'f16' | 'q4',
  { extent }: Pick<MeasureContext, 'extent'>,
): Promise<Sampling> {
  const { rollout } = workloads[extent]
  const frozen: FrozenSettings = { storage, adapter: null }
  const model = await Model.create(gpu, architecture, frozen)
  await fillRandomly(gpu, model)
  const sampler = await Sampler.create(model, {
    slots: rollout.prompts * rollout.samples,
    promptRows: rollout.prompts * rollout.promptLength,
    maxNew: rollout.newTokens,
  })
  return {
    async time({ prompts, samples, newTokens }) {
      const requests = Array.from({ length: prompts }, (_, i) => ({
        prompt: tokens(rollout.promptLength, i),
        count: samples,
        stream: i,
      }))
      const began = performance.now()
      await sampler.generate(requests, { temperature: 1, seed: 1, stop: [], maxNewTokens: newTokens })
      return performance.now() - began
    },
    destroy() {
      sampler.destroy()
      model.destroy()
    },
  }
}

async function samplingSpeed(
  context: MeasureContext,
  { measured, storage }: { readonly measured: MeasuredModel; readonly storage: 'f16' | 'q4' },
): Promise<void> {
  const { rollout } = workloads[context.extent]
  const { prompts, samples, newTokens, promptLength } = rollout
  const sampling = await samplingOf(context.gpu, measured, storage, context)
  const shared = { model: measured.name, weights: storage, promptLength, newTokens } as const
  const best = async (work: Parameters<Sampling['time']>[0]): Promise<number> => {
    await sampling.time(work)
    return Math.min(await sampling.time(work), await sampling.time(work))
  }
  try {
    const ms = await best(rollout)
    context.say({
      kind: 'sampling',
      sampling: {
        ...shared,
        work: 'roll-out',
        sequences: prompts * samples,
        tokensPerSecond: (1000 * prompts * samples * newTokens) / ms,
      },
    })
    // What the tokens after the first take: the prompt is not decoded.
    const one = { prompts: 1, samples: 1 }
    const rest = (await best({ ...one, newTokens })) - (await best({ ...one, newTokens: 1 }))
    context.say({
      kind: 'sampling',
      sampling: {
        ...shared,
        work: 'decode',
        sequences: 1,
        tokensPerSecond: rest > 0 ? (1000 * (newTokens - 1)) / rest : 0,
      },
    })
  } finally {
    sampling.destroy()
  }
}

export const measureSampling: MeasurePart = (context) =>
  whileThereIsTime(
    context,
    workloads[context.extent].models.flatMap((measured) =>
      (['f16', 'q4'] as const).map((storage) => ({ measured, storage })),
    ),
    ({ measured, storage }) => `${measured.name} in ${storage}`,
    (one) => samplingSpeed(context, one),
  )

/** Each kernel's least time by the peaks beside the time that it took, the slowest first. */
async function kernelShares(
  { gpu: own, say, extent }: MeasureContext,
  { measured, work }: { readonly measured: MeasuredModel; readonly work: KernelShare['work'] },
  peaks: MeasuredPeaks,
): Promise<void> {
  const { gpu, heard } = listening(own)
  let used: Training | Sampling
  if (work === 'training step') {
    const training = await trainingOf(gpu, measured)
    used = training
    heard.length = 0
    await training.step()
  } else {
    const sampling = await samplingOf(gpu, measured, 'q4', { extent })
    used = sampling
    await sampling.time({ prompts: 1, samples: 1, newTokens: 1 })
    const first = heard.length
    heard.length = 0
    await sampling.time({ prompts: 1, samples: 1, newTokens: 2 })
    // The prompt and the first token as before, then the second.
    heard.splice(0, first)
  }
  try {
    for (const { label, count, ms, moved, operations } of await kernelRates(own, [...heard])) {
      const [compute, memory] = [operations / peaks.flops, moved / peaks.bytes]
      say({
        kind: 'kernel',
        share: {
          ...{ model: measured.name, work, kernel: label, count, ms },
          share: ms > 0 ? (1000 * Math.max(compute, memory)) / ms : 0,
          bound: compute > memory ? 'compute' : 'memory',
        },
      })
    }
  } finally {
    used.destroy()
  }
}

export const measureKernels: MeasurePart = async (context) => {
  const peaks = await measurePeaks(context.gpu)
  await whileThereIsTime(
    context,
    workloads[context.extent].models.flatMap((measured) =>
      (['training step', 'decode'] as const).map((work) => ({ measured, work })),
    ),
    ({ measured, work }) => `${measured.name}, ${work}`,
    (one) => kernelShares(context, one, peaks),
  )
}
