// A Hugging Face config.json as an Architecture. What this lab's forward pass does not do is refused by name,
// never skipped.
// Defaults are those of transformers' configuration classes.
import { isJson } from '../base/jsonObject'
import { architectureLimits, validateArchitecture, type Architecture } from '../config/architecture'
import { ok, type Result } from '../base/result'
import { fail, problem, type Problem } from '../problems'
import { llama3Factors } from '../config/ropeFactors'
import {
  architectureNamed,
  architectureNames,
  isArchitectureName,
  type ArchitectureName,
} from './architectures'
import type { PublishedArchitecture } from './architectures/publishedArchitecture'

export interface ModelDescription {
  readonly family: ArchitectureName
  readonly architecture: Architecture
}

export function readConfigJson(json: unknown): Result<ModelDescription> {
  if (!isJson(json)) return fail('model-config-object')
  const family = json['model_type']
  if (!isArchitectureName(family))
    return fail('model-family', { family: JSON.stringify(family), known: architectureNames })
  const number = (key: string, otherwise?: number): number =>
    (json[key] === undefined || json[key] === null ? otherwise : json[key]) as number
  const published = architectureNamed(family)
  const unlike = refusalOf(json, published)
  if (unlike !== null) return { ok: false, error: unlike }
  const heads = number('num_attention_heads', 32)
  const headDim = number('head_dim', published.headDim(number('hidden_size'), heads))
  const rope = ropeOf(json, headDim)
  if (!rope.ok) return rope
  const architecture = validateArchitecture({
    vocabulary: number('vocab_size'),
    width: number('hidden_size'),
    layers: number('num_hidden_layers'),
    heads,
    kvHeads: number('num_key_value_heads', heads),
    headDim,
    hidden: number('intermediate_size'),
    context: number('max_position_embeddings'),
    ...rope.value,
    normEps: number('rms_norm_eps', 1e-6),
    tiedEmbeddings: (json['tie_word_embeddings'] ?? false) as boolean,
    qkNorm: published.qkNorm,
    biases: published.biases,
    embeddingScale: 1,
  })
  return architecture.ok ? ok({ family, architecture: architecture.value }) : architecture
}

/** What the model has that the forward pass lacks, or null. */
function refusalOf(
  json: Readonly<Record<string, unknown>>,
  { biases }: PublishedArchitecture,
): Problem | null {
  const act = json['hidden_act'] ?? 'silu'
  if (act !== 'silu') return problem('model-activation', { activation: JSON.stringify(act) })
  if (!biases && (json['attention_bias'] ?? false) !== false) return problem('model-attention-biases')
  if ((json['mlp_bias'] ?? false) !== false) return problem('model-mlp-biases')
  const layers = json['layer_types']
  const sliding = Array.isArray(layers) && layers.includes('sliding_attention')
  if ((json['use_sliding_window'] ?? false) !== false || sliding) return problem('model-sliding-window')
  if ((json['quantization_config'] ?? null) !== null) return problem('model-quantised')
  return null
}

type Rope = Pick<Architecture, 'ropeBase' | 'ropeFactors'>

/** transformers up to 4 writes rope_theta and rope_scaling, from 5 on rope_parameters with both. */
function ropeOf(json: Readonly<Record<string, unknown>>, headDim: number): Result<Rope> {
  const parameters = isJson(json['rope_parameters']) ? json['rope_parameters'] : {}
  const scaling = isJson(json['rope_scaling']) ? json['rope_scaling'] : parameters
  const base = (parameters['rope_theta'] ?? json['rope_theta'] ?? 10_000) as number
  const kind = scaling['rope_type'] ?? scaling['type'] ?? 'default'
  const partial = parameters['partial_rotary_factor'] ?? json['partial_rotary_factor'] ?? 1
  if (partial !== 1) return fail('model-partial-rotary')
  // No list is made for a head size that the architecture refuses by name.
  if (!(headDim >= 1 && headDim <= architectureLimits.headDim)) return ok({ ropeBase: base })
  const number = (key: string): number => (typeof scaling[key] === 'number' ? scaling[key] : NaN)
  const factor = number('factor')
  switch (kind) {
    case 'default':
      return ok({ ropeBase: base })
    case 'linear':
      return ok({ ropeBase: base, ropeFactors: Array.from({ length: headDim / 2 }, () => factor) })
    case 'llama3': {
      const numbers = {
        factor,
        lowFrequency: number('low_freq_factor'),
        highFrequency: number('high_freq_factor'),
        originalContext: number('original_max_position_embeddings'),
      }
      if (!Object.values(numbers).every((value) => Number.isFinite(value) && value > 0) || headDim % 2 !== 0)
        return fail('model-rope-llama3')
      return ok({ ropeBase: base, ropeFactors: llama3Factors(headDim, base, numbers) })
    }
    default:
      return fail('model-rope-scaling', { kind: JSON.stringify(kind) })
  }
}
