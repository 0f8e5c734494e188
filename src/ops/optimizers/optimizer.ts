// What an optimizer is: its kernel, what it remembers of each parameter between steps, and the numbers that
// it reads at each step; and the one launcher that all have. Knows no optimizer by name and no configuration.
import { at } from '../../base/at'
import { elements, type Gpu, type Program, type Tensor } from '../../gpu'
import { expectShape, launch } from '../launch'
import { STREAM_WORK, threadGroups } from '../threads'

/** What every optimizer takes; each adds hyperparameters of its own under the names of the configuration. */
export interface StepSettings {
  readonly learningRate: number
  readonly weightDecay: number
}

export interface Optimizer<Settings extends StepSettings> {
  readonly name: string
  /** WGSL with bindings parameters, gradients, the state in this order, norm, hyperparameters. */
  readonly source: string
  /** Tensors of one f32 a parameter, kept between steps, by the names that they have in a checkpoint. */
  readonly state: readonly string[]
  /** Number of f32 that `hyperparameters` gives. */
  readonly hyperElements: number
  /** What the kernel reads at the `step`-th step, counted from 1. */
  readonly hyperparameters: (settings: Settings, step: number) => Float32Array<ArrayBuffer>
}

/** All that a launch needs of an optimizer, whatever its settings. */
export type OptimizerKernel = Omit<Optimizer<StepSettings>, 'hyperparameters'>

export interface OptimizerStepArgs {
  readonly parameters: Tensor
  readonly gradients: Tensor
  /** In the order of the optimizer's `state`. */
  readonly state: readonly Tensor[]
  /** `out` of gradientNorm. */
  readonly norm: Tensor
  /** f32 (hyperElements), written before each step. */
  readonly hyper: Tensor
  /** Weight decay applies to the elements before this one. */
  readonly decayElements: number
}

/** One step over the arena: parameters and state are updated in place. */
export async function optimizerStep(
  gpu: Gpu,
  { name, source, state: names, hyperElements }: OptimizerKernel,
  { parameters, gradients, state, norm, hyper, decayElements }: OptimizerStepArgs,
): Promise<Program> {
  if (state.length !== names.length)
    throw new RangeError(`${name}: ${state.length} state tensors, expected ${names.length}`)
  expectShape(name, 'gradients', gradients, parameters.shape)
  names.forEach((each, i) => expectShape(name, each, at(state, i), parameters.shape))
  expectShape(name, 'norm', norm, [4])
  expectShape(name, 'hyper', hyper, [hyperElements])
  const count = elements(parameters.shape)
  const step = await launch(gpu, {
    label: name,
    source,
    constants: { COUNT: count, DECAY_COUNT: decayElements },
    tensors: [parameters, gradients, ...state, norm, hyper],
    groups: () => threadGroups(count),
    work: () => (count * STREAM_WORK * (2 + state.length)) / 2,
  })
  return [step]
}
