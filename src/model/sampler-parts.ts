// What a sampler is made of: caches, inputs and programs, built once. It knows no request.
import type { Architecture } from '../config/architecture'
import type { Extent, Program, Tensor } from '../gpu'
import { attentionDecode, cachePrompt, cacheWrite, sample, samplePartialShape, SAMPLE_SETTINGS, SAMPLE_WORDS } from '../ops'
import { allocate, headPlan, release, sharedLayers, sharedPlan } from './buffers'
import { chosenLogits, embed, headForward, layersForward, packedAttention, sequence, type Attend } from './forward'
import { Arena } from './inputs'
import type { Model } from './model'
import type { SamplerCapacity } from './waves'

/** By packed prompt row. */
type PromptInput = 'token' | 'position' | 'start'
/** By slot; `lastRow` is the prompt's last row. */
type SlotInput = 'promptStart' | 'promptLength' | 'lastRow' | 'stream'

export interface SamplerParts {
  readonly prompts: Arena<PromptInput, Uint32Array>
  readonly perSlot: Arena<SlotInput, Uint32Array>
  /** Rows of the packed prompts. */
  readonly promptRows: Extent
  /** Sequences that still grow. */
  readonly active: Extent
  /** u32 by active row: its slot, the token it feeds next and that token's position. */
  readonly slot: Tensor
  readonly token: Tensor
  readonly position: Tensor
  /** u32 by slot: tokens sampled, and whether a stop token was among them. */
  readonly length: Tensor
  readonly done: Tensor
  readonly settings: Tensor
  /** u32 (slots, maxNew, 13). */
  readonly record: Tensor
  /** Prompts into the cache, and the first token of every active row. */
  readonly prefill: Program
  /** One more token of every active row. */
  readonly decode: Program
  destroy(): void
}

const kvWidth = (a: Architecture): number => 2 * a.kvHeads * a.headDim

/** Keys and values of one layer: by packed prompt row, and by slot and new token. */
export function cachePlan(a: Architecture, { slots, promptRows, maxNew }: SamplerCapacity) {
  return { prompt: { shape: [promptRows, kvWidth(a)] }, suffix: { shape: [slots, maxNew, kvWidth(a)] } }
}

export function decodePlan({ vocabulary }: Architecture, { slots, maxNew }: SamplerCapacity) {
  const u32 = 'u32' as const
  return {
    slot: { shape: [slots], type: u32 },
    token: { shape: [slots], type: u32 },
    position: { shape: [slots], type: u32 },
    length: { shape: [slots], type: u32 },
    done: { shape: [slots], type: u32 },
    settings: { shape: [SAMPLE_SETTINGS], type: u32 },
    record: { shape: [slots, maxNew, SAMPLE_WORDS], type: u32 },
    partial: { shape: samplePartialShape(slots, vocabulary), type: u32 },
  }
}

export async function buildSampler(model: Model, capacity: SamplerCapacity): Promise<SamplerParts> {
  const { gpu, architecture: a } = model
  const { heads, kvHeads, headDim } = a
  const { slots, promptRows: R } = capacity
  const prompts = new Arena<PromptInput, Uint32Array>(gpu, 'prompts', 'u32', (['token', 'position', 'start'] as const).map((name) => ({ name, length: R })), (n) => new Uint32Array(n))
  const perSlot = new Arena<SlotInput, Uint32Array>(gpu, 'slots', 'u32', (['promptStart', 'promptLength', 'lastRow', 'stream'] as const).map((name) => ({ name, length: slots })), (n) => new Uint32Array(n))
  const promptRows = gpu.extent('promptRows', R)
  const active = gpu.extent('active', slots)
  const state = allocate(gpu, 'decode', decodePlan(a, capacity))
  const caches = Array.from({ length: a.layers }, (_, l) => allocate(gpu, `cache.${l}`, cachePlan(a, capacity)))
  const promptWork = allocate(gpu, 'prompt', sharedPlan(a, R))
  const decodeWork = allocate(gpu, 'decode', sharedPlan(a, slots))
  const head = allocate(gpu, 'head', headPlan(a, slots))

  const drawn = sample(gpu, { ...state, logits: head.logits, stream: perSlot.of('stream'), nextToken: state.token, rows: active })

  const promptInputs = { rows: promptRows, token: prompts.of('token'), position: prompts.of('position') }
  const packed = packedAttention(model, promptRows, prompts.of('start'))
  const keep: Attend = (t, l) => sequence([cachePrompt(gpu, { qkv: t.qkv, promptKv: cacheOf(l).prompt, rows: promptRows, heads, kvHeads, headDim }), packed(t, l)])
  const inPrompts = sharedLayers(a, promptWork)
  const prefill = sequence([
    embed(model, promptInputs, promptWork.x),
    layersForward(model, inPrompts.layers, inPrompts.last, promptInputs, keep),
    chosenLogits(model, inPrompts.last, perSlot.of('lastRow'), head, active),
    drawn,
  ])

  const decodeInputs = { rows: active, token: state.token, position: state.position }
  const cached: Attend = ({ qkv, attended }, l) => {
    const { prompt, suffix } = cacheOf(l)
    const shared = { qkv, suffixKv: suffix, slot: state.slot, length: state.length, rows: active, heads, kvHeads, headDim }
    return sequence([
      cacheWrite(gpu, shared),
      attentionDecode(gpu, { ...shared, promptKv: prompt, promptStart: perSlot.of('promptStart'), promptLength: perSlot.of('promptLength'), out: attended }),
    ])
  }
  const decode = sequence([
    embed(model, decodeInputs, decodeWork.x),
    layersForward(model, sharedLayers(a, decodeWork).layers, head.chosen, decodeInputs, cached),
    headForward(model, head, active),
    drawn,
  ])

  function cacheOf(l: number): (typeof caches)[number] {
    const cache = caches[l]
    if (cache === undefined) throw new RangeError(`the model has ${a.layers} layers, not a layer ${l}`)
    return cache
  }

  return {
    prompts,
    perSlot,
    promptRows,
    active,
    ...state,
    prefill: await prefill,
    decode: await decode,
    destroy() {
      for (const tensors of [state, ...caches, promptWork, decodeWork, head]) release(gpu, tensors)
      for (const tensor of [prompts.tensor, perSlot.tensor, promptRows.tensor, active.tensor]) gpu.destroyTensor(tensor)
    },
  }
}
