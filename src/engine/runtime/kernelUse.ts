// Which kernels a model's training step, roll-out and decoding dispatch, and what each asks of a device:
// built and recorded at the shapes of the table, never computed. For the compiler's table and for counting
// dispatches.

import { at } from '../../base/at'
import type { FrozenSettings } from '../../config/adapterSettings'
import { adapterTargets } from '../../config/adapterSettings'
import { architectureOf, type Architecture } from '../../config/architecture'
import { preset } from '../../config/config'
import { publishedShapes } from '../../config/publishedShapes'
import type { Dispatch, Gpu, KernelSpec, Program, Traffic } from '../../gpu'
import { Model } from '../../model/model'
import { Sampler } from '../../model/sampler'
import { Trainer } from '../../model/trainer'

export interface TableModel {
  readonly architecture: Architecture
  /** Null where all weights are trained. */
  readonly frozen: FrozenSettings | null
}

const adapter = { rank: 16, alpha: 32, targets: adapterTargets } as const

/** The models of the table, smallest first; published ones with a low-rank adapter. */
export const tableModels = {
  tiny: { architecture: architectureOf('tiny', 512), frozen: null },
  'SmolLM2-135M': { architecture: publishedShapes['SmolLM2-135M'], frozen: { storage: 'f16', adapter } },
  'Qwen3-0.6B': { architecture: publishedShapes['Qwen3-0.6B'], frozen: { storage: 'q4', adapter } },
  'Qwen3-4B': { architecture: publishedShapes['Qwen3-4B'], frozen: { storage: 'q4', adapter } },
} as const satisfies Record<string, TableModel>

export type TableModelName = keyof typeof tableModels
export const tableModelNames = Object.keys(tableModels) as readonly TableModelName[]

/** Rows of the training step at most, prompt and samples of the roll-out. */
const ROWS = 1024
const PROMPT = 256
const SAMPLES = 8
/** Rows whose logits stand at once. */
const LOGIT_ROWS = 64

export interface KernelUse {
  readonly label: string
  /** Place of its pipeline in the order in which they were made. */
  readonly pipeline: number
  /** Dispatches of equal size. */
  readonly count: number
  readonly groups: number
  readonly threads: number
  /** Of one of them. */
  readonly traffic: Traffic
}

export interface WorkloadUse {
  readonly model: TableModelName
  readonly workload: 'training step' | 'roll-out' | 'decode'
  readonly dispatches: number
  readonly kernels: readonly KernelUse[]
}

const isDispatch = (step: Program[number]): step is Dispatch => step.kind === 'dispatch'

/** Threads of a workgroup, as the source and its constants say. */
export function groupSize({ source, entry = 'main', constants = {} }: KernelSpec): number {
  const before = source.slice(0, Math.max(0, source.search(new RegExp(`fn ${entry}\\b`))))
  const size = /@workgroup_size\(([^)]*)\)[^@]*$/.exec(before)?.[1]
  if (size === undefined) throw new Error(`the kernel has no entry ${entry} with a workgroup size`)
  return size.split(',').reduce((product, part) => product * sizeOf(part.trim(), source, constants), 1)
}

function sizeOf(name: string, source: string, constants: Readonly<Record<string, number>>): number {
  const written = new RegExp(`(?:override|const) ${name}\\b[^=;]*= *(\\d+)`).exec(source)?.[1]
  return constants[name] ?? Number.parseInt(written ?? name, 10)
}

/** The same device, except that programs are kept instead of run. */
class Recorder {
  readonly gpu: Gpu
  private runs: Program[] = []
  private readonly pipelines = new Map<GPUComputePipeline, { place: number; size: number }>()

  constructor(gpu: Gpu, placeOf: (pipeline: GPUComputePipeline) => number) {
    const kernel = async (spec: KernelSpec): Promise<GPUComputePipeline> => {
      const pipeline = await gpu.kernel(spec)
      this.pipelines.set(pipeline, { place: placeOf(pipeline), size: groupSize(spec) })
      return pipeline
    }
    this.gpu = Object.create(gpu, {
      kernel: { value: kernel },
      run: { value: (program: Program) => this.runs.push(program) },
    }) as Gpu
  }

  /** Non-empty dispatches of each run since the last call. */
  take(): readonly (readonly Dispatch[])[] {
    const runs = this.runs
    this.runs = []
    return runs.map((program) => program.filter(isDispatch).filter((step) => !step.groups().includes(0)))
  }

  use(steps: readonly Dispatch[]): readonly KernelUse[] {
    const rows = new Map<string, KernelUse>()
    for (const step of steps) {
      const known = this.pipelines.get(step.pipeline)
      if (known === undefined) throw new Error(`the pipeline of ${step.label} was not recorded`)
      const groups = step.groups().reduce((a, b) => a * b, 1)
      const bytes = step.bytes ?? 0
      const traffic = step.traffic?.() ?? { moved: bytes, requested: bytes, operations: bytes / 2 }
      const key = [step.label, known.place, groups, traffic.moved].join('|')
      const count = 1 + (rows.get(key)?.count ?? 0)
      rows.set(key, {
        label: step.label,
        pipeline: known.place,
        count,
        groups,
        threads: groups * known.size,
        traffic,
      })
    }
    return [...rows.values()]
  }
}

const tokens = (count: number): Uint32Array => Uint32Array.from({ length: count }, (_, i) => i % 100)

/** `placeOf` numbers the pipelines; `gpu` computes nothing of use and may be one that is not there. */
export async function recordKernelUse(
  gpu: Gpu,
  name: TableModelName,
  placeOf: (pipeline: GPUComputePipeline) => number,
): Promise<readonly WorkloadUse[]> {
  const recorder = new Recorder(gpu, placeOf)
  const { architecture: whole, frozen }: TableModel = tableModels[name]
  const architecture = { ...whole, context: Math.min(ROWS, whole.context) }
  const rows = architecture.context
  const model = await Model.create(recorder.gpu, architecture, frozen)
  const workload = (kind: WorkloadUse['workload'], steps: readonly Dispatch[]): WorkloadUse => ({
    model: name,
    workload: kind,
    dispatches: steps.length,
    kernels: recorder.use(steps),
  })
  const trainer = await Trainer.create(model, {
    rows,
    lossRows: LOGIT_ROWS,
    logitRows: LOGIT_ROWS,
    recompute: frozen !== null,
    sets: 2,
  })
  const sequence = { tokens: tokens(rows + 1), from: rows + 1 - LOGIT_ROWS, weight: 1, advantage: 1 }
  await trainer.accumulate([sequence], { set: 0, temperature: 1, clip: null })
  await trainer.step(preset('default').update)
  const step = recorder.take().flat()
  trainer.destroy()
  const [rollout, decode] = [await sampled(model, recorder, SAMPLES), await sampled(model, recorder, 1)]
  model.destroy()
  return [
    workload('training step', step),
    workload('roll-out', [...rollout.prompt, ...rollout.token]),
    workload('decode', decode.token),
  ]
}

/** Dispatches of a prompt with the first token of `count` samples, and of one token more of each. */
async function sampled(
  model: Model,
  recorder: Recorder,
  count: number,
): Promise<{ readonly prompt: readonly Dispatch[]; readonly token: readonly Dispatch[] }> {
  const sampler = await Sampler.create(model, { slots: count, promptRows: PROMPT, maxNew: 64 })
  const requests = [{ prompt: tokens(PROMPT), count, stream: 1 }]
  const settings = { temperature: 1, seed: 1, stop: [] }
  await sampler.generate(requests, { ...settings, maxNewTokens: 1 })
  const prompt = recorder.take()
  await sampler.generate(requests, { ...settings, maxNewTokens: 2 })
  // The last run draws the first token as before, then makes the second.
  const last = at(recorder.take(), prompt.length - 1)
  sampler.destroy()
  return { prompt: prompt.flat(), token: last.slice(at(prompt, prompt.length - 1).length) }
}
