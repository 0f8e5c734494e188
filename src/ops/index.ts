// The launchers' door: one function an operation, each making the steps of a program.
export { attention, attentionBackward, attentionWeights } from './attention'
export { alone, setSpan, type Span } from './span'
export { columnSum } from './columnSum'
export { advanceStates, maskLogits, type AutomataTensors } from './constrain'
export { attentionDecode, cachePrompt, cacheWrite, turningDecode, turningFits } from './decode'
export { fewProduct, normedProduct, stepsAreFused, type NormedProductArgs } from './normedProduct'
export { headNorm, headNormBackward, headNormPartialShape } from './headNorm'
export { policyLoss, policyPartialShape, policySettings, type PolicySettings } from './policyLoss'
export { gradientSums, type SummedGradient } from './gradientSums'
export { gradientsFit, gradientSlice, productGradients } from './productGradients'
export { GAIN_ROWS, MOST_GAINS, rmsnorm, rmsnormBackward, rmsnormPartialShape } from './rmsnorm'
export { rope, ropeBackward } from './rope'
export {
  MOST_WHOLE,
  readSampleRecord,
  sample,
  SAMPLE_SETTINGS,
  SAMPLE_WORDS,
  samplePartialShape,
  sampleSettings,
  type SampledToken,
  type SampleSettings,
} from './sample'
export { swiglu, swigluBackward } from './swiglu'
export { biasGradient } from './biasGradient'
export { matmul, type MatmulForm, type MatmulVariant } from './matmul'
export { add, gradientNorm } from './gradients'
export { optimizers, optimizerStep } from './optimizers'
export { embedding, embeddingBackward, gatherRows, scatterAddRows } from './rows'
export { destroyQuantised, quantisedMatrix, writeQuantised, type QuantisedMatrix } from './quantised'
export {
  quantisedBytes,
  quantisedRow,
  quantisedStorages,
  quantise,
  type QuantisedStorage,
  type QuantisedWords,
} from './quantisedFormat'
export { lookUp, product, type Weight } from './linear'
export { lora, loraBackward, type LoraShape } from './lora'
export { fixedChoice, kernelsOf, parseKernels, printKernels, useKernels, type KernelChoice } from './variants'
export { tune, type TuningResult } from './tuner'
export {
  kernelRates,
  leastTime,
  listening,
  measurePeaks,
  shareOf,
  type KernelRate,
  type Peaks,
} from './roofline'
