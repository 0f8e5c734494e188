// Launchers of the decoding cache: keeping keys and values, and attention of the newest tokens. Equations:
// shaders/decode. `length` counts a slot's sampled tokens; a decoding step feeds token length - 1, whose keys
// join the suffix there.
import { at } from '../base/at'
import attentionSource from '../../shaders/decode/attentionDecode.wgsl?static'
import joinSource from '../../shaders/decode/attentionDecode.join.wgsl?static'
import turningSource from '../../shaders/decode/attentionDecode.turning.wgsl?static'
import splitSource from '../../shaders/decode/attentionDecode.split.wgsl?static'
import promptSource from '../../shaders/decode/cacheWrite.prompt.wgsl?static'
import suffixSource from '../../shaders/decode/cacheWrite.suffix.wgsl?static'
import type { Extent, Gpu, Program, Tensor, Traffic } from '../gpu'
import { expectShape, launch } from './launch'
import { ropeFrequencies } from './rope'
import { shared, sharedUniform } from './shared'
import { expectMatrix, expectVector, headConstants, qkvWidth, threadGroups, type HeadLayout } from './threads'
import { addTraffic } from './traffic'
import { kernelsOf, type DecodeShape } from './variants'

const kvWidth = ({ kvHeads, headDim }: HeadLayout): number => 2 * kvHeads * headDim

export interface CachePromptArgs extends HeadLayout {
  /** (R,(H+2K)*D) of packed prompts, rotated */
  readonly qkv: Tensor
  /** (>= R,2*K*D): k heads, then v heads */
  readonly promptKv: Tensor
  readonly rows: Extent
}

/** promptKv[r] = keys and values of row r. */
export async function cachePrompt(gpu: Gpu, args: CachePromptArgs): Promise<Program> {
  const { qkv, promptKv, rows } = args
  const constants = headConstants('cachePrompt', args, 1)
  expectMatrix('cachePrompt', 'qkv', qkv, rows, qkvWidth(args))
  expectMatrix('cachePrompt', 'promptKv', promptKv, rows, kvWidth(args))
  const threads = (): number => rows.value * kvWidth(args)
  const step = await launch(gpu, {
    label: 'cachePrompt',
    source: promptSource,
    constants,
    tensors: [qkv, promptKv, rows.tensor],
    groups: () => threadGroups(threads()),
    work: threads,
    traffic: () => addTraffic(2, threads()),
  })
  return [step]
}

interface Slots {
  /** (slots,maxNew,2*K*D): k heads, then v heads */
  readonly suffixKv: Tensor
  /** u32 (A): the slot of each active row */
  readonly slot: Tensor
  /** u32 (slots): tokens sampled so far */
  readonly length: Tensor
}

function checkSlots(op: string, { suffixKv, slot, length }: Slots, rows: Extent, width: number): number {
  const [slots, most] = [at(suffixKv.shape, 0), at(suffixKv.shape, 1)]
  expectShape(op, 'suffixKv', suffixKv, [slots, most, width])
  expectVector(op, 'slot', slot, rows, 'u32')
  expectShape(op, 'length', length, [slots], 'u32')
  return most
}

export interface CacheWriteArgs extends HeadLayout, Slots {
  /** (A,(H+2K)*D), rotated */
  readonly qkv: Tensor
  readonly rows: Extent
}

/** suffixKv[slot, length - 1] = keys and values of each active row. */
export async function cacheWrite(gpu: Gpu, args: CacheWriteArgs): Promise<Program> {
  const { qkv, suffixKv, slot, length, rows } = args
  const most = checkSlots('cacheWrite', args, rows, kvWidth(args))
  const constants = { ...headConstants('cacheWrite', args, 4), MOST: most }
  expectMatrix('cacheWrite', 'qkv', qkv, rows, qkvWidth(args))
  const threads = (): number => (rows.value * kvWidth(args)) / 4
  const step = await launch(gpu, {
    label: 'cacheWrite',
    source: suffixSource,
    constants,
    tensors: [qkv, suffixKv, slot, length, rows.tensor],
    groups: () => threadGroups(threads()),
    work: () => rows.value * kvWidth(args),
    traffic: () => addTraffic(2, rows.value * kvWidth(args)),
  })
  return [step]
}

export interface AttentionDecodeArgs extends CacheWriteArgs {
  /** (rows,2*K*D) of `cachePrompt` */
  readonly promptKv: Tensor
  /** u32 (slots): first row of the slot's prompt; slots may share one */
  readonly promptStart: Tensor
  /** u32 (slots) */
  readonly promptLength: Tensor
  /** (A,H*D) */
  readonly out: Tensor
  /** What was chosen for the device when left out; heads of over 128 channels are always a thread each. */
  readonly shape?: DecodeShape
}

/** Constants of a kernel that attends a slot's prompt and suffix; throws where a tensor has another shape. */
function decodeConstants(op: string, args: Omit<AttentionDecodeArgs, 'shape'>): Record<string, number> {
  const { qkv, promptKv, promptStart, promptLength, length, out, rows, heads, headDim } = args
  const most = checkSlots(op, args, rows, kvWidth(args))
  const constants = { ...headConstants(op, args, 4), MOST: most }
  expectMatrix(op, 'qkv', qkv, rows, qkvWidth(args))
  expectShape(op, 'promptKv', promptKv, [at(promptKv.shape, 0), kvWidth(args)])
  expectShape(op, 'promptStart', promptStart, length.shape, 'u32')
  expectShape(op, 'promptLength', promptLength, length.shape, 'u32')
  expectMatrix(op, 'out', out, rows, heads * headDim)
  return constants
}

export interface TurningDecodeArgs extends Omit<AttentionDecodeArgs, 'shape'> {
  readonly base: number
  /** As in rope. */
  readonly factors?: readonly number[] | undefined
}

/** Heads that share their keys at most, and channels of one, where the rotation is part of it. */
export const turningFits = ({ heads, kvHeads, headDim }: HeadLayout): boolean =>
  heads / kvHeads <= TOGETHER && headDim <= MOST_CHANNELS

/**
 * Of a projection that is not rotated yet: each active row's q and newest key turn by their position, the key
 * and its value join the suffix at length - 1, and the row attends as in `attentionDecode`. One workgroup
 * walks all keys of a head: for contexts of up to some thousand.
 */
export async function turningDecode(gpu: Gpu, args: TurningDecodeArgs): Promise<Program> {
  const { qkv, promptKv, promptStart, promptLength, suffixKv, slot, length, out, rows } = args
  const { heads, kvHeads, headDim, base, factors } = args
  const op = 'turningDecode'
  if (!turningFits(args))
    throw new RangeError(`${op}: ${heads} heads of ${headDim} channels over ${kvHeads} are too many`)
  const constants = decodeConstants(op, args)
  const turns = Array.from({ length: MOST_CHANNELS / 2 }, () => 0)
  turns.splice(0, headDim / 2, ...ropeFrequencies(headDim, base, factors))
  const step = await launch(gpu, {
    label: 'attentionDecode',
    source: turningSource,
    constants,
    tensors: [
      qkv,
      promptKv,
      suffixKv,
      promptStart,
      promptLength,
      slot,
      length,
      out,
      rows.tensor,
      sharedUniform(gpu, turns),
    ],
    groups: () => [kvHeads, rows.value, 1],
    work: () => 4 * KEYS * rows.value * heads * headDim,
    traffic: () => decodeTraffic(args, 1),
  })
  return [step]
}

/** Channels of a head that the lanes of a workgroup have one each of. */
const MOST_CHANNELS = 128
/** Heads that share their keys in one workgroup. */
const TOGETHER = 4
/** Workgroups that keep a large device busy, and slices of the keys at most. */
const BUSY = 128
const MOST_SPLITS = 16
/** Keys that a row is taken to have where work and traffic are estimated. */
const KEYS = 256

/** The entry for a head size, and the slices of a head that are threads of their own. */
function entryOf(headDim: number): { readonly entry: 'narrow' | 'wide' | 'sliced'; readonly slices: number } {
  if (headDim <= 16) return { entry: 'narrow', slices: 1 }
  if (headDim <= 32) return { entry: 'wide', slices: 1 }
  return { entry: 'sliced', slices: Math.ceil(headDim / 32) }
}

/**
 * Each active row attends its slot's prompt and the first `length` tokens of its suffix, the newest included.
 */
export async function attentionDecode(gpu: Gpu, args: AttentionDecodeArgs): Promise<Program> {
  const { qkv, promptKv, promptStart, promptLength, suffixKv, slot, length, out, rows, heads, headDim } = args
  const { shape = kernelsOf(gpu).decode } = args
  const op = 'attentionDecode'
  const constants = decodeConstants(op, args)
  if (shape === 'split' && headDim <= MOST_CHANNELS) return splitDecode(gpu, args, constants)
  const { entry, slices } = entryOf(headDim)
  const step = await launch(gpu, {
    label: op,
    source: attentionSource,
    entry,
    constants,
    tensors: [qkv, promptKv, suffixKv, promptStart, promptLength, slot, length, out, rows.tensor],
    groups: () => threadGroups(rows.value * heads * slices),
    // Two products, each multiply-add counted eight times: rows share no loads here.
    work: () => 8 * 2 * KEYS * rows.value * heads * headDim,
    // Neighbouring threads are heads of a row: those of one workgroup share their keys.
    traffic: () => decodeTraffic(args, Math.ceil((heads * slices) / 64)),
  })
  return [step]
}

/** Every row reads its keys and values, again for each workgroup that has heads of it. */
function decodeTraffic({ rows, heads, headDim, ...layout }: AttentionDecodeArgs, again: number): Traffic {
  const kv = 4 * rows.value * KEYS * kvWidth({ heads, headDim, ...layout })
  const own = 4 * 2 * rows.value * heads * headDim
  return {
    moved: kv + own,
    requested: again * kv + own,
    operations: 4 * KEYS * rows.value * heads * headDim,
  }
}

/** Slices of the keys side by side, then their sums joined. */
function splitDecode(
  gpu: Gpu,
  args: AttentionDecodeArgs,
  constants: Readonly<Record<string, number>>,
): Promise<Program> {
  const { qkv, promptKv, promptStart, promptLength, suffixKv, slot, length, out, rows } = args
  const { heads, kvHeads, headDim } = args
  const parts = Math.ceil(heads / kvHeads / TOGETHER)
  const splits = Math.min(MOST_SPLITS, Math.max(1, Math.ceil(BUSY / (rows.capacity * kvHeads * parts))))
  const numbers = (live: number): number => live * heads * splits * (headDim + 2)
  const partial = shared(gpu, 'attentionDecode partial', numbers(rows.capacity))
  return Promise.all([
    launch(gpu, {
      label: 'attentionDecode',
      source: splitSource,
      constants: { ...constants, SPLITS: splits, TEAM: 32 },
      tensors: [qkv, promptKv, suffixKv, promptStart, promptLength, slot, length, partial, rows.tensor],
      groups: () => [kvHeads * parts * splits, rows.value, 1],
      work: () => 4 * KEYS * rows.value * heads * headDim,
      traffic: () => decodeTraffic(args, parts),
    }),
    launch(gpu, {
      label: 'attentionDecode join',
      source: joinSource,
      constants: { HEADS: heads, HEAD_DIM: headDim, SPLITS: splits },
      tensors: [partial, out, rows.tensor],
      groups: () => threadGroups(rows.value * heads * headDim),
      work: () => numbers(rows.value),
      traffic: () => addTraffic(1, numbers(rows.value) + rows.value * heads * headDim),
    }),
  ])
}
