// Our own side: the kernels, the trainer and the sampler that the lab runs, opened as the lab opens them.
import { at } from '../../../src/base/at'
import { dawn } from '../../../src/cli/dawn'
import { parameterCount, type Architecture } from '../../../src/config/architecture'
import { preset } from '../../../src/config/config'
import { Gpu, type Extent } from '../../../src/gpu'
import { logProbability, modelLogits, modelLoss, type Values } from '../../../shaders/model/model.ref'
import { Model } from '../../../src/model/model'
import { initialValues } from '../../../src/model/initialise'
import { Sampler, type Generation } from '../../../src/model/sampler'
import type { UpdateSettings } from '../../../src/model/optimizerState'
import { Trainer } from '../../../src/model/trainer'
import { matmul, measurePeaks, shareOf, type Peaks } from '../../../src/ops'
import {
  checkFirst,
  checkLosses,
  checkProduct,
  gigaflops,
  operands,
  runsFor,
  timed,
  tokensOf,
  WrongResult,
  type Kernel,
  type Ready,
  type Side,
} from '../side'
import type { MatmulTask, ModelSize, SampleTask, Task, TrainTask } from '../benchTasks'
import { prepareRound } from './selfPlayRound'

let opened: Promise<Gpu> | undefined

async function open(): Promise<Gpu> {
  const result = await Gpu.open(dawn())
  if (!result.ok) throw new Error(result.error.message)
  return result.value
}

export const device = (): Promise<Gpu> => (opened ??= open())

export const nameOf = ({ info: { vendor, architecture, description } }: Gpu): string =>
  [vendor, architecture, description].filter(Boolean).join(' ')

let measured: Promise<Peaks> | undefined
const peaks = (gpu: Gpu): Promise<Peaks> => (measured ??= measurePeaks(gpu))

export function architectureOfSize({ width, layers, heads, vocabulary }: ModelSize): Architecture {
  return {
    vocabulary,
    width,
    layers,
    heads,
    kvHeads: heads,
    headDim: width / heads,
    hidden: 4 * Math.round((2 * width) / 3),
    context: 512,
    ropeBase: 2000,
    normEps: 1e-6,
    tiedEmbeddings: true,
    qkNorm: false,
    biases: false,
    embeddingScale: Math.sqrt(width),
  }
}

function extentOf(gpu: Gpu, value: number): Extent {
  const extent = gpu.extent('rows', value)
  gpu.setExtent(extent, value)
  return extent
}

async function prepareMatmul(task: MatmulTask): Promise<Ready> {
  const gpu = await device()
  const { a, b, aShape, bShape } = operands(task)
  const [left, right, out] = [
    gpu.tensor('a', aShape),
    gpu.tensor('b', bShape),
    gpu.tensor('out', [task.m, task.n]),
  ]
  gpu.write(left, a)
  gpu.write(right, b)
  const form = task.work === 'matmul.nn' ? 'nn' : task.work === 'matmul.nt' ? 'nt' : 'tn'
  const program = await matmul(gpu, { form, a: left, b: right, out, rows: extentOf(gpu, aShape[0]) })
  const run = async (count: number): Promise<void> => {
    gpu.run(Array.from({ length: count }, () => program).flat())
    await gpu.read([gpu.view(out, 'head', 0, [1])])
  }
  await run(1)
  const [bytes] = await gpu.read([out])
  const checked = checkProduct(task, a, b, new Float32Array(bytes ?? new ArrayBuffer(0)))
  const count = await runsFor(run)
  return {
    checked,
    peak: (await peaks(gpu)).flops / 1e9,
    turn: () => timed(count * gigaflops(task), () => run(count)),
    end: () => {
      for (const tensor of [left, right, out]) gpu.destroyTensor(tensor)
    },
  }
}

const update: UpdateSettings = {
  ...preset('nano').update,
  learningRate: 1e-3,
  beta1: 0.9,
  beta2: 0.99,
  epsilon: 1e-8,
  weightDecay: 0.01,
  maxNorm: 1,
}

interface Training {
  readonly parameters: number
  /** The loss that its first step has to have, by the definition in f64. */
  expected(): number
  step(): Promise<number>
  end(): void
}

/** The values that a model starts with, by name, in f64. */
function initialOf(model: Model): Values {
  const values = initialValues(model.layout, 1)
  return Object.fromEntries(
    model.layout.places.map(({ name, offset, elements }) => [
      name,
      Float64Array.from(values.subarray(offset, offset + elements)),
    ]),
  )
}

/** One optimizer step on `batch` sequences; its loss in nats a token. */
export async function training(gpu: Gpu, { model: size, batch, length }: TrainTask): Promise<Training> {
  const model = await Model.create(gpu, architectureOfSize(size))
  model.initialise(1)
  const rows = batch * length
  const trainer = await Trainer.create(model, { rows, lossRows: rows, sets: 1 })
  const sequences = Array.from({ length: batch }, (_, i) => ({
    tokens: tokensOf(length + 1, size.vocabulary, 10 + i),
    from: 1,
    weight: 1 / rows,
    advantage: 1,
  }))
  return {
    parameters: model.parameterCount,
    expected: () => modelLoss(model.architecture, initialOf(model), sequences, 1, null),
    async step() {
      const { loss } = await trainer.accumulate(sequences, { set: 0, temperature: 1, clip: null })
      await trainer.step(update)
      return loss
    },
    end() {
      trainer.destroy()
      model.destroy()
    },
  }
}

/** One step with a timestamp around each dispatch, the slowest kernels first. */
async function kernelsOf(gpu: Gpu, step: () => Promise<unknown>): Promise<Kernel[]> {
  if (!gpu.device.features.has('timestamp-query')) return []
  const peak = await peaks(gpu)
  gpu.beginProfile()
  await step()
  return (await gpu.endProfile()).map((entry) => ({
    label: entry.label,
    count: entry.count,
    ms: entry.ms,
    share: shareOf(entry, peak),
  }))
}

async function prepareTraining(task: TrainTask): Promise<Ready> {
  const gpu = await device()
  const run = await training(gpu, task)
  const losses: number[] = []
  for (let i = 0; i < 4; i++) losses.push(await run.step())
  checkFirst(at(losses, 0), run.expected(), 1e-4)
  const checked = checkLosses(
    losses,
    'the first loss equals the f64 definition; gradients are tested against central differences of it',
    null,
  )
  const tokens = task.batch * task.length
  const count = await runsFor(async (steps) => {
    for (let i = 0; i < steps; i++) await run.step()
  }, 0.5)
  return {
    checked,
    parameters: run.parameters,
    kernels: await kernelsOf(gpu, () => run.step()),
    turn: () =>
      timed(count * tokens, async () => {
        for (let i = 0; i < count; i++) await run.step()
      }),
    end: () => run.end(),
  }
}

/** From nothing to the first step's loss, on a device of its own. The page is new, so nothing is compiled. */
function prepareFirst(task: TrainTask): Ready {
  return {
    checked: 'the loss of the first step is finite; its value is checked where steps are timed',
    parameters: parameterCount(architectureOfSize(task.model)),
    turn: () =>
      timed(1, async () => {
        const loss = await (await training(await device(), task)).step()
        if (!Number.isFinite(loss)) throw new WrongResult(`the first loss is ${loss}`)
      }),
    end: () => undefined,
  }
}

/** Log-probabilities of the tokens that a few sequences drew, against the model's definition in f64. */
function checkSamples(
  model: Model,
  prompts: readonly Uint32Array[],
  generations: readonly (readonly Generation[])[],
): string {
  const values = initialOf(model)
  let worst = 0
  const last = prompts.length - 1
  for (const request of new Set([0, last])) {
    const [prompt, generation] = [prompts[request], generations[request]?.at(-1)]
    if (prompt === undefined || generation === undefined)
      throw new WrongResult(`request ${request} has no sample`)
    const logits = modelLogits(model.architecture, values, [...prompt, ...generation.tokens])
    generation.tokens.forEach((token, i) => {
      const row = at(logits, prompt.length - 1 + i)
      worst = Math.max(worst, Math.abs(logProbability(row, token, 1) - at(generation.logProbs, i)))
    })
  }
  if (!(worst < 1e-3)) throw new WrongResult(`a log-probability is off by ${worst}`)
  return `log-probabilities of sampled tokens against the f64 definition, worst ${worst.toExponential(1)}`
}

async function prepareSampling(task: SampleTask): Promise<Ready> {
  const gpu = await device()
  const model = await Model.create(gpu, architectureOfSize(task.model))
  model.initialise(1)
  const { sequences, prompts, promptLength, newTokens } = task
  const sampler = await Sampler.create(model, {
    slots: sequences,
    promptRows: Math.max(1024, prompts * promptLength),
    maxNew: newTokens,
  })
  const requests = Array.from({ length: prompts }, (_, i) => ({
    prompt: tokensOf(promptLength, task.model.vocabulary, 100 + i),
    count: sequences / prompts,
    stream: i,
  }))
  let seed = 0
  const run = async (): Promise<Generation[][]> => {
    const made = await sampler.generate(requests, {
      maxNewTokens: newTokens,
      temperature: 1,
      seed: seed++,
      stop: [],
    })
    const tokens = made.flat().reduce((sum, generation) => sum + generation.tokens.length, 0)
    if (tokens !== sequences * newTokens)
      throw new WrongResult(`${tokens} tokens were sampled, not ${sequences * newTokens}`)
    return made
  }
  const checked = checkSamples(
    model,
    requests.map(({ prompt }) => prompt),
    await run(),
  )
  return {
    checked,
    parameters: model.parameterCount,
    kernels: await kernelsOf(gpu, run),
    turn: () => timed(sequences * newTokens, run),
    end() {
      sampler.destroy()
      model.destroy()
    },
  }
}

export const side: Side = {
  async prepare(task: Task) {
    switch (task.work) {
      case 'matmul.nn':
      case 'matmul.nt':
      case 'matmul.tn':
        return prepareMatmul(task)
      case 'train':
        return prepareTraining(task)
      case 'first-step':
        return prepareFirst(task)
      case 'rollout':
      case 'decode':
        return prepareSampling(task)
      case 'round':
        return prepareRound(await device())
    }
  },
}
