// A player that follows a script: a function from the prompt to the completion's text. Deterministic from
// seed and stream; for tests, for recordings without a model, and as a fixed Challenger or Reasoner.

import { at, last } from '../base/at'
import { Random } from '../base/random'
import type { Generated } from '../protocol/records'
import type { Player, PromptPart, PromptRequest } from '../spice/seats'
import { encodeParts, encodeText, markId } from './characters'

export interface ScriptPrompt {
  /** Text before the seat's mark, as a person would read it: the passage, or the question. */
  readonly text: string
  /** Text behind the Challenger's mark: `integer:` where the type is assigned. */
  readonly type: string
  readonly request: PromptRequest
  /** Which of the request's completions this is. */
  readonly index: number
}

/** What to write, end mark apart. Draw from `random` alone. */
export type Script = (prompt: ScriptPrompt, random: Random) => string

function textOf(parts: readonly PromptPart[], from: 'before' | 'behind'): string {
  const seat = parts.findIndex(
    (part) => 'mark' in part && (part.mark === 'challenger' || part.mark === 'reasoner'),
  )
  const half = from === 'before' ? parts.slice(0, seat) : parts.slice(seat)
  return half.map((part) => ('text' in part ? part.text : '')).join('')
}

/** Plausible sampler records for given tokens: the script has no distribution, so the numbers are drawn. */
function generated(text: string, budget: number, random: Random): Generated {
  const all = [...encodeText(text), markId('end')]
  const tokens = all.slice(0, budget)
  const stopped = all.length <= budget
  const probabilities = tokens.map(() => 0.5 + 0.5 * random.uniform())
  return {
    tokens,
    logp: probabilities.map((p) => Math.log(p)),
    entropy: probabilities.map((p) => -p * Math.log(p) - (p < 1 ? (1 - p) * Math.log((1 - p) / 4) : 0)),
    top: probabilities.map((p, i) =>
      [0, 1, 2, 3, 4].flatMap((rank) => [at(tokens, i) + rank, rank === 0 ? p : (1 - p) / 4]),
    ),
    text: stopped ? text : Array.from(text).slice(0, budget).join(''),
    stopped,
  }
}

export class ScriptPlayer implements Player {
  constructor(
    readonly name: string,
    private readonly script: Script,
  ) {}

  encode(parts: readonly PromptPart[]): readonly number[] {
    return encodeParts(parts)
  }

  async complete(
    requests: readonly PromptRequest[],
    options: { readonly seed: number; readonly signal?: AbortSignal },
  ): Promise<readonly (readonly Generated[])[]> {
    options.signal?.throwIfAborted()
    return requests.map((request) =>
      Array.from({ length: request.count }, (_, index) => {
        const random = Random.from(options.seed, request.stream, index)
        const text = this.script(
          { text: textOf(request.parts, 'before'), type: textOf(request.parts, 'behind'), request, index },
          random,
        )
        return generated(text, request.maxNewTokens, random)
      }),
    )
  }
}

/** One premise of a sum story: `Bob gave 5.` and the total stated after it. */
const clause = /(\p{Lu}\p{Ll}+ gave \d+)\. Then there were (\d+)\./gu

/**
 * Asks about sum stories (`Ann had 6 books. Bob gave 5. Then there were 11. ...`): a run of clauses without
 * their totals.
 * A share of `invalid` completions is broken in one of several ways.
 */
export function sumChallenger(invalid = 0.3): ScriptPlayer {
  return new ScriptPlayer('scripted Challenger', ({ text }, random) => {
    const opening = /^.*? had (\d+) books\./u.exec(text)
    const clauses = [...text.matchAll(clause)]
    if (opening === null || clauses.length === 0) return ' How many? Answer: nothing'
    const run = clauses.slice(0, random.integer(1, clauses.length))
    const question = run.map((each) => `${at(each, 1)}. (${at(each, 2)})`).join(' ')
    const gold = at(last(run), 2)
    const whole = ` ${opening[0]} ${question} How many books are there? Answer: ${gold}`
    if (!random.chance(invalid)) return whole
    return random.pick([
      ' How many?',
      ` ${opening[0]} ${question} How many books are there? Answer: many`,
      whole.replace('books are', 'of the 999 books are'),
      whole.replace(/\d+$/u, String(Number(gold) + 1000)),
    ])
  })
}

/**
 * Adds up the numbers of the question; right with probability `accuracy` for one number to add, its square
 * for two, and so on.
 */
export function sumReasoner(accuracy = 0.8): ScriptPlayer {
  return new ScriptPlayer('scripted Reasoner', ({ text }, random) => {
    const numbers = [...text.matchAll(/\d+/gu)].map(Number)
    const total = numbers.reduce((sum, value) => sum + value, 0)
    const right = random.chance(accuracy ** Math.max(0, numbers.length - 1))
    return ` ${numbers.join(' + ')} Answer: ${right ? total : total + random.integer(1, 3)}`
  })
}
