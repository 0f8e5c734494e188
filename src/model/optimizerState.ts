// What training keeps of its optimizer: which one it is, the state that it remembers, and where that stands.
// The optimizers themselves are in src/ops/optimizers.
import { optimizerNames, type OptimizerName, type RunConfig } from '../config/schema'
import { optimizers } from '../ops'
import type { TensorPlan } from './buffers'

/** The section of the configuration, with the learning rate and the weight decay of the step at hand. */
export type UpdateSettings = RunConfig['update']

/** All that an optimizer remembers between steps, each tensor in the arena's layout. */
export interface OptimizerState {
  readonly optimizer: OptimizerName
  readonly step: number
  readonly tensors: Readonly<Record<string, Float32Array<ArrayBuffer>>>
}

/** The optimizer of whatever does not name one: the only one that there was before there was a choice. */
export const [firstOptimizer] = optimizerNames

const all: Readonly<Record<OptimizerName, (typeof optimizers)[keyof typeof optimizers]>> = optimizers

export const optimizerNamed = (name: OptimizerName) => all[name]

/** Its state for that many parameters. */
export const statePlan = (name: OptimizerName, elements: number): TensorPlan =>
  Object.fromEntries(all[name].state.map((each) => [each, { shape: [elements] }]))
