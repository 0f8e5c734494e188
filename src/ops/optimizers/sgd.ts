// SGD with momentum: a step goes along the velocity, which fades and takes up the gradient, with decoupled
// weight decay (arXiv 1711.05101, algorithm 1; the learning rate outside the velocity, as PyTorch has it).
import source from '../../../shaders/sgd/sgd.wgsl?static'
import type { Optimizer, StepSettings } from './optimizer'

export interface SgdSettings extends StepSettings {
  readonly momentum: number
}

export const sgd = {
  name: 'sgd',
  source,
  state: ['velocity'],
  hyperElements: 4,
  hyperparameters: ({ learningRate, momentum, weightDecay }) =>
    Float32Array.of(learningRate, momentum, weightDecay, 0),
} as const satisfies Optimizer<SgdSettings>
