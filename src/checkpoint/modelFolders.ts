// A model as files that Hugging Face transformers and peft load as they are: config.json, safetensors, and
// the tokenizer in its own words. The bytes come in pieces; where they go is for others to say.
import type { AdapterSettings } from '../config/adapterSettings'
import type { Architecture } from '../config/architecture'
import { llama3ScalingOf } from '../config/ropeFactors'
import { ok, type Result } from '../base/result'
import { fail, problem, type Problem } from '../problems'
import { streamSafetensors, type StreamedTensor, type WrittenType } from '../formats/safetensorsStream'
import { floatPieces, type TensorSource } from '../formats/tensors'
import type { TokenizerFiles } from '../text/tokenizerJson'
import type { Json } from '../base/jsonObject'
import { architectureNamed, type ArchitectureName } from './architectures'
import { adapterSource } from './mergedSource'
import { adapterRanges, namedRanges } from './tensorNames'

export interface ExportedFile {
  readonly name: string
  readonly bytes: () => AsyncIterable<Uint8Array<ArrayBuffer>>
}

export interface Exportable {
  readonly family: ArchitectureName
  readonly architecture: Architecture
  /** Under Hugging Face names. */
  readonly weights: TensorSource
  readonly tokenizer: TokenizerFiles | null
  /** The config.json that the model came with, kept but for its dtype; null writes one. */
  readonly config: Json | null
  /** What the lab needs to know one of its own models again, in config.json under `spice_lab`. */
  readonly own?: Json
}

const textFile = (name: string, text: string): ExportedFile => ({
  name,
  async *bytes() {
    yield new TextEncoder().encode(text)
  },
})
const jsonFile = (name: string, json: unknown): ExportedFile =>
  textFile(name, `${JSON.stringify(json, null, 2)}\n`)

const dtypes = { F32: 'float32', F16: 'float16', BF16: 'bfloat16' } as const

/** A model without a config.json of its own: an embedding that is scaled must be untied to be a Llama. */
const isScaled = ({ embeddingScale }: Architecture): boolean => embeddingScale !== 1

function configOf({ family, architecture: a, tokenizer }: Exportable): Result<Json> {
  const rope = ropeOf(a)
  if (!rope.ok) return rope
  const idOf = (key: string): unknown => {
    const added = tokenizer?.tokenizer['added_tokens']
    const name: unknown = tokenizer?.config[key]
    const found: unknown = Array.isArray(added)
      ? added.find((each: { content?: unknown }) => each.content === name)
      : undefined
    return (found as { id?: unknown } | undefined)?.id ?? null
  }
  return ok({
    architectures: [architectureNamed(family).className],
    model_type: family,
    vocab_size: a.vocabulary,
    hidden_size: a.width,
    intermediate_size: a.hidden,
    num_hidden_layers: a.layers,
    num_attention_heads: a.heads,
    num_key_value_heads: a.kvHeads,
    head_dim: a.headDim,
    hidden_act: 'silu',
    max_position_embeddings: a.context,
    rms_norm_eps: a.normEps,
    tie_word_embeddings: a.tiedEmbeddings && !isScaled(a),
    rope_theta: a.ropeBase,
    rope_scaling: rope.value,
    attention_bias: false,
    bos_token_id: idOf('bos_token'),
    eos_token_id: idOf('eos_token'),
  })
}

function ropeOf({ ropeFactors: factors, ropeBase, headDim }: Architecture): Result<Json | null> {
  if (factors === undefined) return ok(null)
  const [first = 1] = factors
  if (factors.every((factor) => factor === first)) return ok({ rope_type: 'linear', factor: first })
  const scaling = llama3ScalingOf(factors, headDim, ropeBase)
  if (scaling === null) return fail('export-rope')
  const { factor, lowFrequency, highFrequency, originalContext } = scaling
  return ok({
    rope_type: 'llama3',
    factor,
    low_freq_factor: lowFrequency,
    high_freq_factor: highFrequency,
    original_max_position_embeddings: originalContext,
  })
}

/** Whether transformers has a model of this shape, or what it lacks. */
function lacking({ family, architecture: a }: Exportable): Problem | null {
  const { qkNorm, biases, headsFillWidth } = architectureNamed(family)
  if (a.qkNorm !== qkNorm) return problem('export-norm', { family, has: a.qkNorm })
  if (a.biases !== biases) return problem('export-biases', { family, has: a.biases })
  if (headsFillWidth && a.heads * a.headDim !== a.width) return problem('export-width', { family })
  return null
}

function tensorsOf({ architecture, weights }: Exportable): StreamedTensor[] {
  const piecesOf = (name: string, scale: number): StreamedTensor['pieces'] =>
    async function* () {
      for await (const [, numbers] of floatPieces(weights, name))
        yield scale === 1 ? numbers : numbers.map((value) => value * scale)
    }
  const { embeddingScale: scale } = architecture
  const embedding = 'model.embed_tokens.weight'
  const all = namedRanges(architecture).map(({ name, shape }) => ({
    name,
    shape,
    pieces: piecesOf(name, name === embedding ? scale : 1),
  }))
  const head = isScaled(architecture) && architecture.tiedEmbeddings
  return head
    ? [
        ...all,
        {
          name: 'lm_head.weight',
          shape: [architecture.vocabulary, architecture.width],
          pieces: piecesOf(embedding, 1),
        },
      ]
    : all
}

function tokenizerFiles({ tokenizer }: Exportable): ExportedFile[] {
  if (tokenizer === null) return []
  const { chat_template: template, ...config } = tokenizer.config
  return [
    jsonFile('tokenizer.json', tokenizer.tokenizer),
    jsonFile('tokenizer_config.json', {
      tokenizer_class: 'PreTrainedTokenizerFast',
      ...config,
      ...(template === undefined ? {} : { chat_template: template }),
    }),
  ]
}

/** The key of config.json; transformers keeps it when it saves a model that it has loaded. */
export const OWN_KEY = 'spice_lab'

/** A folder with everything in it. */
export function modelFolder(model: Exportable, dtype: WrittenType): Result<ExportedFile[]> {
  const lacks = lacking(model)
  if (lacks !== null) return { ok: false, error: lacks }
  const config = model.config === null ? configOf(model) : ok(model.config)
  if (!config.ok) return config
  return ok([
    jsonFile('config.json', {
      ...config.value,
      torch_dtype: dtypes[dtype],
      dtype: dtypes[dtype],
      ...(model.own === undefined ? {} : { [OWN_KEY]: model.own }),
    }),
    ...tokenizerFiles(model),
    { name: 'model.safetensors', bytes: () => streamSafetensors(tensorsOf(model), dtype) },
  ])
}

/** An adapter as peft's LoraModel saves it; `base` is where its base model is found. */
export function adapterFolder(
  architecture: Architecture,
  settings: AdapterSettings,
  values: Float32Array,
  base: string,
): ExportedFile[] {
  const source = adapterSource(architecture, settings, values)
  const tensors = adapterRanges(architecture, settings).map(({ name, shape }) => ({
    name,
    shape,
    async *pieces() {
      for await (const [, numbers] of floatPieces(source, name)) yield numbers
    },
  }))
  const config = {
    peft_type: 'LORA',
    task_type: 'CAUSAL_LM',
    base_model_name_or_path: base,
    r: settings.rank,
    lora_alpha: settings.alpha,
    lora_dropout: 0,
    target_modules: settings.targets,
    bias: 'none',
    fan_in_fan_out: false,
    inference_mode: true,
    use_rslora: false,
    use_dora: false,
  }
  return [
    jsonFile('adapter_config.json', config),
    { name: 'adapter_model.safetensors', bytes: () => streamSafetensors(tensors, 'F32') },
  ]
}
