// The optimizers, by name. A new one is a file beside this one and a line here.
import { adamw } from './adamw'
import { sgd } from './sgd'

export const optimizers = { adamw, sgd } as const
export type OptimizerName = keyof typeof optimizers
export { optimizerStep, type OptimizerKernel } from './optimizer'
