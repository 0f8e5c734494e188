// A Challenger that knows the truth: it reads a story by the generator's own grammar and asks about a run of
// its events, with the gold that the story states. For other texts it asks for a word that was left out. It
// never learns.

import { Random } from '../base/random'
import { allowedIn, nextState, type TokenAutomaton } from '../base/tokenAutomaton'
import type { Generated, Task } from '../protocol/records'
import { gapTypes } from '../spice/answers'
import { answerTypes } from '../spice/answers/names'
import { string } from '../spice/answers/string'
import { gapTask } from '../spice/freeText'
import { readMeasurements } from '../spice/measurements/measuredPassage'
import { drawMeasuredTask } from '../spice/measurements/measuredTasks'
import { challengerCompletion } from '../spice/prompts/compact'
import type { Player, PromptPart, PromptRequest, Spelling } from '../spice/seats'
import { analyse } from '../spice/stories/analyse'
import { readPassage, type ToldEvent } from '../spice/stories/ambiguous/read'
import { rungOf } from '../spice/stories/ambiguous/kinds'
import { taskOf } from '../spice/stories/ambiguous/tasks'
import { decodeTokens, encodeText, markId } from './characters'
import { drawTask } from '../spice/stories/storyTasks'

/** Every length of run that a story holds is as likely as any other. */
const anyLength = new Array<number>(32).fill(1)

/** Text behind the last mark: the type word, or nothing where the Challenger chooses. */
function readPrompt(parts: readonly PromptPart[]): { passage: string; type: string } {
  const seat = parts.findLastIndex((part) => 'mark' in part)
  const join = (some: readonly PromptPart[]): string =>
    some.map((part) => ('text' in part ? part.text : '')).join('')
  return { passage: join(parts.slice(0, seat)), type: join(parts.slice(seat)).replace(':', '') }
}

/** An ambiguous event of one of the first `kinds` kinds, each as likely as the others. */
function askAmbiguous(events: readonly ToldEvent[], kinds: number, random: Random): Task | null {
  const known = events.filter(({ kind }) => rungOf(kind) < kinds)
  return known.length === 0 ? null : taskOf(random.pick(known), null, random)
}

function write(parts: readonly PromptPart[], kinds: number, random: Random): string {
  const { passage, type } = readPrompt(parts)
  const ambiguous = readPassage(passage)
  const measured = readMeasurements(passage)
  const reading = analyse(passage)
  const task =
    ambiguous !== null
      ? askAmbiguous(ambiguous, kinds, random)
      : measured !== null
        ? (drawMeasuredTask(
            measured,
            random,
            type === '' ? answerTypes : answerTypes.filter((each) => each === type),
          )?.task ?? null)
        : reading === null
          ? gapTask(passage, gapTypes.find((each) => each === type) ?? string.name, random)
          : (drawTask(passage, reading, random, anyLength)?.task ?? null)
  if (task === null) return ''
  return type === '' ? `${task.type}:${challengerCompletion(task)}` : challengerCompletion(task)
}

/** Any completion that it is held to, as in a cloze, each choice as likely as any other. */
function pointed(automaton: TokenAutomaton, random: Random): string {
  const written: number[] = []
  for (let state = 0; ;) {
    const allowed = allowedIn(automaton, state)
    const token = allowed === null ? spelling.end : random.pick(allowed)
    if (token === spelling.end) return decodeTokens(written)
    written.push(token)
    state = nextState(automaton, state, token) ?? state
  }
}

/** It writes characters. */
const spelling: Spelling = { encode: encodeText, end: markId('end') }

export class StrongChallenger implements Player {
  readonly name = 'scripted Challenger'
  readonly spelling = spelling

  /** `kinds`: of passages of ambiguous events, it asks about the first so many kinds alone. */
  constructor(private readonly kinds = Infinity) {}

  encode(_parts: readonly PromptPart[]): readonly number[] {
    return []
  }

  async complete(
    requests: readonly PromptRequest[],
    options: { readonly seed: number; readonly signal?: AbortSignal },
  ): Promise<readonly (readonly Generated[])[]> {
    options.signal?.throwIfAborted()
    return requests.map(({ parts, count, stream, automaton }) =>
      Array.from({ length: count }, (_, i) => ({
        tokens: [],
        logp: [],
        entropy: [],
        top: [],
        text:
          automaton === undefined
            ? write(parts, this.kinds, Random.from(options.seed, stream, i))
            : pointed(automaton, Random.from(options.seed, stream, i)),
        stopped: true,
      })),
    )
  }
}
