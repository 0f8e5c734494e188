// Why a model, an adapter or a checkpoint of the lab cannot be used, or not be written for others.

const unusable = (what: string): string => `This model cannot be used: ${what}.`
const unwritable = (what: string): string => `This model cannot be written as one of transformers': ${what}.`

type Tensor = {
  readonly name: string
  readonly shape: readonly number[]
  readonly needs: readonly number[]
}
const otherShape = ({ name, shape, needs }: Tensor): string =>
  `The tensor "${name}" is [${shape.join(', ')}] in the file, but the model needs [${needs.join(', ')}].`
const tooManyLayers = ({ layers, tensors }: { layers: number; tensors: number }): string =>
  `The model has ${layers} layers, but the file only ${tensors} tensors.`

export const models = {
  'architecture-size': ({ key, value, limit }: { key: string; value: string; limit: number }) =>
    `The model's ${key} is ${value}; it has to be a whole number from 1 to ${limit}.`,
  'architecture-positive': ({ key, value }: { key: string; value: string }) =>
    `The model's ${key} is ${value}; it has to be a number above 0.`,
  'architecture-flag': ({ key, value }: { key: string; value: string }) =>
    `The model's ${key} is ${value}; it must be true or false.`,
  'architecture-kvHeads': ({ heads, kvHeads }: { heads: number; kvHeads: number }) =>
    `The model has ${heads} query heads and ${kvHeads} key/value heads; the second has to divide the first.`,
  'architecture-headDim': ({ headDim }: { headDim: number }) =>
    `The model's headDim is ${headDim}; attention reads four channels at once, so it has to be a multiple of 4.`,
  'architecture-ropeFactors': ({ count, limit }: { count: number; limit: number }) =>
    `The model's ropeFactors have to be ${count} numbers from 1 to ${limit}, one for each pair of channels.`,
  'adapter-rank': ({ rank, limit }: { rank: number; limit: number }) =>
    `The adapter's rank is ${rank}; it has to be a whole number from 1 to ${limit}.`,
  'adapter-alpha': ({ alpha }: { alpha: number }) =>
    `The adapter's alpha is ${alpha}; it has to be a number above 0.`,
  'adapter-targets': () => 'The adapter has no target, so there is nothing to train.',
  'model-config-object': () => unusable('its config.json is not an object'),
  'model-family': ({ family, known }: { family: string; known: readonly string[] }) =>
    unusable(`its config.json says model_type ${family}; ${known.join(', ')} can be used`),
  'model-architecture': ({ family, known }: { family: string; known: readonly string[] }) =>
    unusable(`its architecture is ${family}; ${known.join(', ')} can be used`),
  'model-activation': ({ activation }: { activation: string }) =>
    unusable(`its activation is ${activation}, and only silu is supported`),
  'model-attention-biases': () => unusable('its attention has biases on every projection'),
  'model-mlp-biases': () => unusable('its feed-forward layers have biases'),
  'model-sliding-window': () => unusable('some of its attention uses a sliding window'),
  'model-quantised': () =>
    unusable('its weights are quantized in a format that can be read only from GGUF files'),
  'model-partial-rotary': () => unusable('it rotates only part of each head'),
  'model-rotated': ({ rotated, headDim }: { rotated: number; headDim: number }) =>
    unusable(`it rotates ${rotated} of the ${headDim} channels of a head`),
  'model-value-size': () => unusable('its keys and values have different sizes'),
  'model-rope-freqs': ({ shape, needs }: { shape: readonly number[]; needs: number }) =>
    unusable(`its rope_freqs.weight is [${shape.join(', ')}] instead of [${needs}]`),
  'model-rope-llama3': () => unusable('the four numbers of its llama3 rotary scaling are missing'),
  'model-rope-scaling': ({ kind }: { kind: string }) =>
    unusable(`its rotary scaling is ${kind}; default, linear and llama3 are known`),
  'model-rope-scaling-gguf': ({ kind }: { kind: string }) =>
    unusable(`its rotary scaling is ${kind}; linear and Llama 3's are known`),
  'model-ggufs': ({ count }: { count: number }) =>
    `There are ${count} GGUF files that are not parts of one model; give one of them.`,
  'model-parts': ({ count, given, missing }: { count: number; given: number; missing: readonly string[] }) =>
    `This model is split into ${count} files, of which ${given} ${given === 1 ? 'is' : 'are'} here. Give all of them; missing: ${missing.join(', ')}.`,
  'model-parts-tensors': ({ tensors, whole }: { tensors: number; whole: number }) =>
    `The parts of this model have ${tensors} tensors together, but the first says that there are ${whole}.`,
  'model-pointer': ({ name }: { name: string }) =>
    `"${name}" is a git-lfs pointer, not the file itself. Fetch the file with "git lfs pull".`,
  'model-adapter': ({ name }: { name: string }) =>
    `"${name}" is a LoRA adapter, not a model. Give the model it was trained on, with the adapter as --adapter, or merge the two and give the result.`,
  'peft-folder': () =>
    'The folder contains no peft adapter: it needs adapter_config.json and adapter_model.safetensors.',
  'peft-kind': ({ kind }: { kind: string }) =>
    `The adapter has type ${kind}; only LoRA can be trained further.`,
  'peft-option': ({ option, value }: { option: string; value: string }) =>
    `The adapter was made with ${option} = ${value}, which SPICE Lab does not support. Merge it into its model and give the result.`,
  'peft-tensor': ({ name, targets }: { name: string; targets: readonly string[] }) =>
    `The adapter has a tensor "${name}"; the lab trains LoRA of ${targets.join(', ')}, in every layer of the model that it stands beside.`,
  'model-zip': ({ name }: { name: string }) =>
    `"${name}" is a zip archive. Unpack it and give the folder or the GGUF file in it.`,
  'model-unknown-file': ({ name }: { name: string }) =>
    `"${name}" is not a GGUF file, and a single file of another kind is not a complete model: give a GGUF file, or a folder with config.json, tokenizer.json and safetensors.`,
  'model-files': () => 'The folder is not a model: it has no config.json.',
  'model-json': ({ file, reason }: { file: string; reason: string }) => `${file} is not JSON: ${reason}.`,
  'model-json-size': ({ file, bytes }: { file: string; bytes: number }) =>
    `${file} has ${bytes} bytes, which no model needs.`,
  'model-layers': tooManyLayers,
  'model-missing': ({ name }: { name: string }) => `The model is missing the tensor "${name}".`,
  'model-shape': otherShape,
  'model-extra': ({ name, family }: { name: string; family: string }) =>
    `The file has a tensor "${name}" that a ${family} model does not know.`,
  'checkpoint-checksum': () => 'The file is not what was saved: its checksum differs.',
  'checkpoint-format': () => 'The file is not a checkpoint of this lab: its metadata does not say so.',
  'checkpoint-position': () => 'The checkpoint does not say where its run stood.',
  'checkpoint-step': ({ step }: { step: string }) =>
    `The checkpoint says that ${step} optimizer steps were made.`,
  'checkpoint-optimizer': ({ optimizer }: { optimizer: string }) =>
    `The checkpoint has the state of an optimizer "${optimizer}", which is unknown.`,
  'checkpoint-layers': tooManyLayers,
  'checkpoint-published': () => 'The checkpoint started from a published model, but does not say which.',
  'checkpoint-adapter': () =>
    'The checkpoint has an adapter, but does not state its rank, scale, targets and base.',
  'checkpoint-missing': ({ name }: { name: string }) => `The file is missing the tensor "${name}".`,
  'checkpoint-shape': otherShape,
  'checkpoint-unknown': ({ name }: { name: string }) =>
    `The file has a tensor "${name}" that the model does not know.`,
  'own-version': () =>
    "This folder contains one of the lab's own models, written by a newer version. Update SPICE Lab.",
  'own-drifted': ({ apart }: { apart: number }) =>
    `The embedding and the head of this model were trained apart (${(100 * apart).toFixed(1)}% of their size); the lab ties them. Tie them while training: one matrix, scaled where tokens go in.`,
  'export-rope': () =>
    "The model's rotary factors are not those of a published Llama 3, so no config.json can say them.",
  'export-norm': ({ family, has }: { family: string; has: boolean }) =>
    unwritable(`a ${family} model ${has ? 'has no' : 'needs a'} norm of queries and keys`),
  'export-biases': ({ family, has }: { family: string; has: boolean }) =>
    unwritable(`a ${family} model ${has ? 'has no' : 'needs'} biases on queries, keys and values`),
  'export-width': ({ family }: { family: string }) =>
    unwritable(`a ${family} model has heads that fill its width`),
}
