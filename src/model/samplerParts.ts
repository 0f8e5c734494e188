// What a sampler is made of: caches, inputs and programs, built once. It knows no request.
import type { Architecture } from '../config/architecture'
import type { Extent, Program, Tensor } from '../gpu'
import {
  advanceStates,
  attentionDecode,
  cachePrompt,
  cacheWrite,
  gatherRows,
  maskLogits,
  MOST_WHOLE,
  sample,
  samplePartialShape,
  scatterAddRows,
  SAMPLE_SETTINGS,
  SAMPLE_WORDS,
  stepsAreFused,
  turningDecode,
  turningFits,
} from '../ops'
import { ConstrainedPrograms } from './constrainedPrograms'
import { allocate, headPlan, qkvWidth, release, sharedLayers, sharedPlan, type LayerTensors } from './buffers'
import { embed, headForward, layersForward, packedAttention, sequence, type Attend } from './forward'
import { Arena } from './inputs'
import type { Model } from './model'
import { segmentsOf, type SamplerCapacity } from './waves'

const rowNames = ['token', 'position', 'span'] as const
const endNames = ['lastRow', 'endSlot'] as const
const slotNames = ['promptStart', 'promptLength', 'stream'] as const
/** By row of a segment of prompts; then by sequence over that segment: its prompt's last row and its slot. */
type SegmentInput = (typeof rowNames)[number] | (typeof endNames)[number]
type SlotInput = (typeof slotNames)[number]

export interface DrawingPrograms {
  /** The first token of every active row. */
  readonly first: Program
  /** One more token of every active row. */
  readonly decode: Program
}

export interface SamplerParts {
  readonly segment: Arena<SegmentInput, Uint32Array>
  readonly perSlot: Arena<SlotInput, Uint32Array>
  /** Rows of the segment, and sequences over it. */
  readonly promptRows: Extent
  readonly ends: Extent
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
  /** Empties what `prefill` fills. */
  readonly begin: Program
  /** By segment: its prompts into the cache, and their last rows into the rows of their slots. */
  readonly prefill: readonly Program[]
  readonly free: DrawingPrograms
  /** The same, held to automata. */
  readonly constrained: ConstrainedPrograms<DrawingPrograms>
  destroy(): void
}

/** Longest context whose keys one workgroup walks by itself, with the rotation as part of it. */
const MOST_KEYS = 1024

const kvWidth = (a: Architecture): number => 2 * a.kvHeads * a.headDim

/** Keys and values of one layer: by prompt row of all segments, and by slot and new token. */
export function cachePlan(a: Architecture, { slots, promptRows, maxNew }: SamplerCapacity) {
  return { prompt: { shape: [promptRows, kvWidth(a)] }, suffix: { shape: [slots, maxNew, kvWidth(a)] } }
}

export function decodePlan({ vocabulary, width }: Architecture, { slots, maxNew }: SamplerCapacity) {
  const u32 = 'u32' as const
  return {
    slot: { shape: [slots], type: u32 },
    token: { shape: [slots], type: u32 },
    position: { shape: [slots], type: u32 },
    length: { shape: [slots], type: u32 },
    done: { shape: [slots], type: u32 },
    endRows: { shape: [slots, width] },
    settings: { shape: [SAMPLE_SETTINGS], type: u32 },
    record: { shape: [slots, maxNew, SAMPLE_WORDS], type: u32 },
    partial: { shape: samplePartialShape(slots, vocabulary), type: u32 },
  }
}

export async function buildSampler(model: Model, capacity: SamplerCapacity): Promise<SamplerParts> {
  const { gpu, architecture: a } = model
  const { heads, kvHeads, headDim } = a
  const { slots } = capacity
  const segments = segmentsOf(capacity, a.context)
  const host = (length: number): Uint32Array => new Uint32Array(length)
  const segment = new Arena<SegmentInput, Uint32Array>(
    gpu,
    'segment',
    'u32',
    [
      ...rowNames.map((name) => ({ name, shape: name === 'span' ? [segments.rows, 4] : [segments.rows] })),
      ...endNames.map((name) => ({ name, shape: [slots] })),
    ],
    host,
  )
  const perSlot = new Arena<SlotInput, Uint32Array>(
    gpu,
    'slots',
    'u32',
    slotNames.map((name) => ({ name, shape: [slots] })),
    host,
  )
  const promptRows = gpu.extent('promptRows', segments.rows)
  const ends = gpu.extent('ends', slots)
  const active = gpu.extent('active', slots)
  const state = allocate(gpu, 'decode', decodePlan(a, capacity))
  const caches = Array.from({ length: a.layers }, (_, l) =>
    allocate(gpu, `cache.${l}`, cachePlan(a, capacity)),
  )
  const promptWork = allocate(gpu, 'prompt', sharedPlan(a, segments.rows, model.adapter))
  const decodeWork = allocate(gpu, 'decode', sharedPlan(a, slots, model.adapter))
  const head = allocate(gpu, 'head', headPlan(a, slots))
  const cacheOf = (l: number): (typeof caches)[number] => {
    const cache = caches[l]
    if (cache === undefined) throw new RangeError(`the model has ${a.layers} layers, not a layer ${l}`)
    return cache
  }

  const fused =
    model.base === null && stepsAreFused(gpu, active, Math.max(qkvWidth(a), 2 * a.hidden), a.width)
  const turns = fused && turningFits(a) && a.context <= MOST_KEYS
  const toLogits = headForward(model, head, active)
  const drawn = sample(gpu, {
    ...state,
    // Only a rotation that is a step of its own reads positions.
    ...(turns && a.vocabulary <= MOST_WHOLE ? { shape: 'whole' as const } : {}),
    logits: head.logits,
    stream: perSlot.of('stream'),
    nextToken: state.token,
    rows: active,
  })

  const promptInputs = {
    rows: promptRows,
    token: segment.of('token'),
    position: segment.of('position'),
    keep: false,
  }
  const packed = packedAttention(model, promptRows, segment.of('span'))
  const inPrompts = sharedLayers(a, promptWork)
  const prefillOf = (index: number): Promise<Program> => {
    const keep: Attend = (t, l) => {
      const promptKv = gpu.view(
        cacheOf(l).prompt,
        `cache.${l}.prompt.${index}`,
        index * segments.rows * kvWidth(a),
        [segments.rows, kvWidth(a)],
      )
      return sequence([
        cachePrompt(gpu, { qkv: t.qkv, promptKv, rows: promptRows, heads, kvHeads, headDim }),
        packed(t, l),
      ])
    }
    return sequence([
      embed(model, promptInputs, promptWork.x),
      layersForward(model, inPrompts.layers, inPrompts.last, promptInputs, keep),
      gatherRows(gpu, { from: inPrompts.last, index: segment.of('lastRow'), out: state.endRows, rows: ends }),
      scatterAddRows(gpu, {
        from: state.endRows,
        index: segment.of('endSlot'),
        into: head.chosen,
        rows: ends,
      }),
    ])
  }

  const decodeInputs = {
    rows: active,
    token: state.token,
    position: state.position,
    keep: false,
    fromTable: fused,
  }
  const cached = ({ qkv, attended }: LayerTensors, l: number): Promise<Program> => {
    const { prompt, suffix } = cacheOf(l)
    const shared = {
      qkv,
      suffixKv: suffix,
      slot: state.slot,
      length: state.length,
      rows: active,
      heads,
      kvHeads,
      headDim,
    }
    const whole = {
      ...shared,
      promptKv: prompt,
      promptStart: perSlot.of('promptStart'),
      promptLength: perSlot.of('promptLength'),
      out: attended,
    }
    return turns
      ? turningDecode(gpu, { ...whole, base: a.ropeBase, factors: a.ropeFactors })
      : sequence([cacheWrite(gpu, shared), attentionDecode(gpu, whole)])
  }
  const attend: Attend = Object.assign(cached, { turns })
  const decode = sequence([
    ...(fused ? [] : [embed(model, decodeInputs, decodeWork.x)]),
    layersForward(model, sharedLayers(a, decodeWork).layers, head.chosen, decodeInputs, attend),
  ])
  const constrained = new ConstrainedPrograms(
    gpu,
    'constraint',
    slots,
    async ({ automata, state: states }) => {
      const held = { automata, slot: state.slot, state: states, rows: active }
      const first = await sequence([
        toLogits,
        maskLogits(gpu, { ...held, logits: head.logits }),
        drawn,
        advanceStates(gpu, { ...held, drawn: state.token }),
      ])
      return { first, decode: [...(await decode), ...first] }
    },
  )
  const first = await sequence([toLogits, drawn])

  return {
    segment,
    perSlot,
    promptRows,
    ends,
    active,
    ...state,
    begin: [head.chosen, state.length, state.done].map((tensor) => ({ kind: 'clear', tensor })),
    prefill: await Promise.all(Array.from({ length: segments.count }, (_, index) => prefillOf(index))),
    free: { first, decode: [...(await decode), ...first] },
    constrained,
    destroy() {
      constrained.destroy()
      for (const tensors of [state, ...caches, promptWork, decodeWork, head]) release(gpu, tensors)
      for (const tensor of [segment.tensor, perSlot.tensor, promptRows.tensor, ends.tensor, active.tensor])
        gpu.destroyTensor(tensor)
    },
  }
}
