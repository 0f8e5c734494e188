// AdamW: a step is the mean of the gradients over the root of the mean of their squares, both corrected for
// their start at zero, with decoupled weight decay (arXiv 1711.05101, algorithm 2).
import source from '../../../shaders/adamw/adamw.wgsl?static'
import type { Optimizer, StepSettings } from './optimizer'

export interface AdamwSettings extends StepSettings {
  readonly beta1: number
  readonly beta2: number
  readonly epsilon: number
}

export const adamw = {
  name: 'adamw',
  source,
  state: ['m', 'v'],
  hyperElements: 8,
  // The betas are f32 numbers in the shader, so their powers are made of those.
  hyperparameters({ learningRate, beta1, beta2, epsilon, weightDecay }, step) {
    const [b1, b2] = [Math.fround(beta1), Math.fround(beta2)]
    return Float32Array.of(learningRate, b1, b2, epsilon, weightDecay, 1 - b1 ** step, 1 - b2 ** step, 0)
  },
} as const satisfies Optimizer<AdamwSettings>
