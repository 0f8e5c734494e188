// Questions about one token that only the model itself can answer: other futures from there, and what it
// looked at.
// In a recording, or while the run plays, they say what they need instead.

import { at } from '../base/at'
import type { Episode, Generated, Seat } from '../protocol/records'
import type { App } from './app'
import type { SessionState } from './session'
import type { Pin, ViewState } from './view'

export interface TokenInspection {
  readonly seat: Seat
  readonly generated: Generated
  /** Null where the record does not hold the exact prompt: that of a task which was not chosen. */
  readonly prompt: readonly number[] | null
}

/** What a pinned token belongs to. */
export function inspectedToken(episode: Episode, pin: Pin): TokenInspection | null {
  if (pin.of === 'candidate') {
    const generated = episode.candidates[pin.index]
    return generated === undefined
      ? null
      : { seat: 'challenger', generated, prompt: episode.prompts.challenger.tokens }
  }
  const attempt = episode.attempts[pin.index]
  return attempt === undefined
    ? null
    : {
        seat: 'reasoner',
        generated: attempt,
        prompt: attempt.candidate === episode.chosen ? (episode.prompts.reasoner?.tokens ?? null) : null,
      }
}

export type InspectionNeed = 'live' | 'gpu' | 'pause' | 'checkpoint' | 'prompt' | null

/** What is missing before the model can be asked about a token; null where nothing is. */
export function needOf(
  session: Pick<SessionState, 'source' | 'running' | 'activity' | 'checkpoints'>,
  view: Pick<ViewState, 'gpu' | 'ownership'>,
  looked: TokenInspection,
): InspectionNeed {
  if (view.gpu.kind === 'absent') return 'gpu'
  if (session.source !== 'live' || view.ownership === 'reader') return 'live'
  if (session.running) return 'pause'
  if (session.checkpoints.length === 0) return 'checkpoint'
  return looked.prompt === null ? 'prompt' : null
}

/** The tokens of a completion before the pinned one, and in its place `instead`. */
export const prefixOf = (generated: Generated, token: number, instead: number): readonly number[] => [
  ...generated.tokens.slice(0, token),
  instead,
]

let draws = 0

/** Other futures from this token on, had `instead` been drawn here. */
export async function forkAt(
  app: App,
  episode: Episode,
  pin: Pin,
  instead: number,
  count = 3,
): Promise<boolean> {
  const run = app.session.getState().run
  const looked = inspectedToken(episode, pin)
  if (run === null || looked?.prompt == null) return false
  draws += 1
  return (
    await app.send({
      kind: 'fork',
      run: run.id,
      round: episode.round,
      seat: looked.seat,
      prompt: looked.prompt,
      prefix: prefixOf(looked.generated, pin.token, instead),
      count,
      draw: draws,
    })
  ).ok
}

/** The sequence whose last token chose the pinned one. */
export function contextOf(looked: TokenInspection, token: number): readonly number[] {
  return [...(looked.prompt ?? []), ...looked.generated.tokens.slice(0, token)]
}

/** What the model looked at when it wrote this token. */
export async function attendAt(app: App, episode: Episode, pin: Pin): Promise<boolean> {
  const run = app.session.getState().run
  const looked = inspectedToken(episode, pin)
  if (run === null || looked?.prompt == null) return false
  return (
    await app.send({
      kind: 'attend',
      run: run.id,
      round: episode.round,
      tokens: contextOf(looked, pin.token),
    })
  ).ok
}

/** True where a list of tokens is exactly another. */
export const sameTokens = (a: readonly number[], b: readonly number[]): boolean =>
  a.length === b.length && a.every((token, i) => token === b[i])

/** Layers averaged into one weight a token. */
export function meanOfLayers(layers: readonly (readonly number[])[]): readonly number[] {
  const [first = []] = layers
  return first.map((_, t) => layers.reduce((sum, layer) => sum + at(layer, t), 0) / layers.length)
}
