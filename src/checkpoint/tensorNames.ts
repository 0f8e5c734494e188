// Where each tensor of a Hugging Face file stands in the model's arena: fused parameters fall apart into row
// ranges.
import { at } from '../base/at'
import type { AdapterSettings } from '../config/adapterSettings'
import type { Architecture } from '../config/architecture'
import { adaptedProjections, adapterLayoutOf } from '../model/adapter'
import { layoutOf, placeOf, type ParameterLayout } from '../model/parameters'

export interface NamedRange {
  /** As in transformers' Llama, Qwen2 and Qwen3 models: `model.layers.0.self_attn.q_proj.weight`. */
  readonly name: string
  readonly shape: readonly number[]
  /** First element in the arena. */
  readonly offset: number
  readonly elements: number
}

/** A weight, and the parameter that it is a part of with its first element there. */
export interface WeightRange extends NamedRange {
  readonly parameter: string
  readonly first: number
}

/** Parts of a parameter by rows, in order: [name, rows]. */
type Parts = readonly (readonly [name: string, rows: number])[]

export function namedRanges(a: Architecture, layout: ParameterLayout = layoutOf(a)): WeightRange[] {
  const { heads: H, kvHeads: K, headDim: D, hidden: F } = a
  const ranges: WeightRange[] = []
  const add = (parameter: string, parts: Parts): void => {
    const { offset, shape, elements } = placeOf(layout, parameter)
    const [allRows = 1, ...rest] = shape
    const rowElements = elements / allRows
    let row = 0
    for (const [name, rows] of parts) {
      ranges.push({
        name,
        shape: [rows, ...rest],
        parameter,
        first: row * rowElements,
        offset: offset + row * rowElements,
        elements: rows * rowElements,
      })
      row += rows
    }
  }
  const whole = (parameter: string, name: string): void =>
    add(parameter, [[name, at(placeOf(layout, parameter).shape, 0)]])

  whole('embedding', 'model.embed_tokens.weight')
  for (let l = 0; l < a.layers; l++) {
    const from = `layers.${l}.`
    const to = `model.layers.${l}.`
    const qkv = (kind: string): Parts => [
      [`${to}self_attn.q_proj.${kind}`, H * D],
      [`${to}self_attn.k_proj.${kind}`, K * D],
      [`${to}self_attn.v_proj.${kind}`, K * D],
    ]
    whole(`${from}attentionNorm`, `${to}input_layernorm.weight`)
    add(`${from}qkv`, qkv('weight'))
    if (a.biases) add(`${from}qkvBias`, qkv('bias'))
    if (a.qkNorm) {
      whole(`${from}qNorm`, `${to}self_attn.q_norm.weight`)
      whole(`${from}kNorm`, `${to}self_attn.k_norm.weight`)
    }
    whole(`${from}attentionOut`, `${to}self_attn.o_proj.weight`)
    whole(`${from}mlpNorm`, `${to}post_attention_layernorm.weight`)
    add(`${from}gateUp`, [
      [`${to}mlp.gate_proj.weight`, F],
      [`${to}mlp.up_proj.weight`, F],
    ])
    whole(`${from}down`, `${to}mlp.down_proj.weight`)
  }
  whole('finalNorm', 'model.norm.weight')
  if (!a.tiedEmbeddings) whole('head', 'lm_head.weight')
  return ranges
}

const modules = {
  q_proj: 'self_attn',
  k_proj: 'self_attn',
  v_proj: 'self_attn',
  o_proj: 'self_attn',
  gate_proj: 'mlp',
  up_proj: 'mlp',
  down_proj: 'mlp',
} as const

/**
 * The tensors of an adapter under the names that peft gives them, and where they stand in the trained arena.
 */
export function adapterRanges(
  a: Architecture,
  settings: AdapterSettings,
  layout: ParameterLayout = adapterLayoutOf(a, settings),
): NamedRange[] {
  const { rank } = settings
  const ranges: NamedRange[] = []
  for (let l = 0; l < a.layers; l++) {
    for (const { projection, columns, targets } of adaptedProjections(a, settings)) {
      const [A, B] = [
        placeOf(layout, `layers.${l}.${projection}.A`),
        placeOf(layout, `layers.${l}.${projection}.B`),
      ]
      let row = 0
      targets.forEach(({ target, count }, part) => {
        const name = `base_model.model.model.layers.${l}.${modules[target]}.${target}.lora`
        ranges.push({
          name: `${name}_A.weight`,
          shape: [rank, columns],
          offset: A.offset + part * rank * columns,
          elements: rank * columns,
        })
        ranges.push({
          name: `${name}_B.weight`,
          shape: [count, rank],
          offset: B.offset + row * rank,
          elements: count * rank,
        })
        row += count
      })
    }
  }
  return ranges
}
