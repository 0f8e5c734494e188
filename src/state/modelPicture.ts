// What a picture of a model's inside is drawn from: which weights are looked into, what a token reads in a
// layer, where the parts of the drawing stand, and which token is shown. Pure, but for the two that ask.

import { at } from '../base/at'
import type { Command } from '../protocol/door'
import { unpackLook, type ModelLook, type PackedLook } from '../protocol/modelLook'
import type { App } from './app'
import type { SessionState } from './session'
import type { ViewState } from './view'

type From = Extract<Command, { kind: 'look' }>['from']

/** Built-in weights that are looked into where no run is open. */
const BUILT_IN = 'tiny-stories'

/** The open run's newest checkpoint, else built-in weights. */
export function lookedInto({
  source,
  run,
  checkpoints,
}: Pick<SessionState, 'source' | 'run' | 'checkpoints'>): From {
  const newest = checkpoints.at(-1)
  return source === 'live' && run !== null && newest !== undefined
    ? { kind: 'checkpoint', run: run.id, checkpoint: newest.name }
    : { kind: 'builtIn', name: BUILT_IN }
}

/** What is missing before a text can be put through a model; null where nothing is. */
export function lookNeeds(
  session: Pick<SessionState, 'source' | 'running' | 'activity'>,
  view: Pick<ViewState, 'gpu' | 'ownership'>,
): 'gpu' | 'live' | 'pause' | null {
  if (view.gpu.kind === 'absent') return 'gpu'
  if (view.ownership === 'reader') return 'live'
  return session.source === 'live' && session.running ? 'pause' : null
}

/** Puts a question through the model; the picture comes as `look` of the session. */
export async function lookInto(app: App, question: string): Promise<boolean> {
  if (!(await app.goLive())) return false
  return (await app.send({ kind: 'look', from: lookedInto(app.session.getState()), question })).ok
}

/** The look that comes with the page; null where it cannot be read. */
export async function exampleLook(app: App): Promise<ModelLook | null> {
  const response = await app.env.fetcher(`${app.env.weights}/look.json`).catch(() => null)
  if (response?.ok !== true) return null
  const packed = (await response.json().catch(() => null)) as Partial<PackedLook> | null
  return packed !== null && typeof packed.attention === 'string' && Array.isArray(packed.tokens)
    ? unpackLook(packed as PackedLook)
    : null
}

export interface Head {
  readonly layer: number
  readonly head: number
}

/** What token `t` reads in a layer: one number a token up to itself, by one head or the mean of all. */
export function readBy(look: ModelLook, layer: number, t: number, head: number | null): readonly number[] {
  const { heads, tokens, attention } = look
  const T = tokens.length
  const rowOf = (h: number, from: number): number => at(attention, ((layer * heads + h) * T + t) * T + from)
  return Array.from({ length: t + 1 }, (_, from) => {
    if (head !== null) return rowOf(head, from)
    let sum = 0
    for (let h = 0; h < heads; h++) sum += rowOf(h, from)
    return sum / heads
  })
}

/** The tokens that token `t` reads most over all layers, or by one head; largest first. */
export function readMost(
  look: ModelLook,
  t: number,
  chosen: Head | null,
  count = 3,
): readonly { readonly from: number; readonly share: number }[] {
  const layers = chosen === null ? Array.from({ length: look.layers }, (_, l) => l) : [chosen.layer]
  const read = layers.map((layer) => readBy(look, layer, t, chosen?.head ?? null))
  return Array.from({ length: t + 1 }, (_, from) => ({
    from,
    share: read.reduce((sum, shares) => sum + at(shares, from), 0) / layers.length,
  }))
    .sort((a, b) => b.share - a.share)
    .slice(0, count)
}

/** Brightness of every channel of a stage, -1 to 1 by the largest magnitude of the stage. */
export function strip(look: ModelLook, stage: number): readonly number[] {
  const size = look.tokens.length * look.channels
  const part = look.stream.subarray(stage * size, (stage + 1) * size)
  const most = part.reduce((largest, value) => Math.max(largest, Math.abs(value)), 1e-9)
  return Array.from(part, (value) => value / most)
}

export interface Places {
  readonly width: number
  readonly height: number
  readonly label: number
  /** Left edge of stage 0 .. 2L, and what each is wide. */
  readonly stages: readonly number[]
  readonly stage: number
  readonly row: number
  readonly top: number
}

/** Widths in stages: what lies before a stage after attention, and before one after an MLP. */
const [ATTENTION, MLP] = [3, 1]
const LEAST_STAGE = 5

/** Where everything stands in a drawing of that width; wider where it would be too narrow to see. */
export function placesOf(look: Pick<ModelLook, 'layers' | 'tokens'>, width: number): Places {
  const label = width < 520 ? 78 : 128
  const units = 1 + look.layers * (ATTENTION + MLP + 2)
  const stage = Math.max(LEAST_STAGE, (width - label - 8) / units)
  const stages = [label]
  for (let l = 0; l < look.layers; l++)
    for (const gap of [ATTENTION, MLP]) stages.push(at(stages, stages.length - 1) + (1 + gap) * stage)
  const [row, top] = [24, 30]
  return {
    width: Math.ceil(label + units * stage + 8),
    height: top + look.tokens.length * row + 6,
    ...{ label, stages, stage, row, top },
  }
}

/** Token of a height in the drawing; null outside of its rows. */
export function tokenAt({ row, top }: Places, tokens: number, y: number): number | null {
  const token = Math.floor((y - top) / row)
  return token >= 0 && token < tokens ? token : null
}

/** The token that a key moves to; null for other keys. */
export function moved(token: number, tokens: number, key: string): number | null {
  const to = {
    ArrowUp: token - 1,
    ArrowDown: token + 1,
    PageUp: token - 5,
    PageDown: token + 5,
    Home: 0,
    End: tokens - 1,
  }[key]
  return to === undefined ? null : Math.min(tokens - 1, Math.max(0, to))
}
