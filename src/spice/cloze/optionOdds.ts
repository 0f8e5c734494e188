// How likely each option of a cloze is to be answered, exactly: the product of what the player's own
// distribution gives its tokens, held to the options as an attempt is, with nothing left to draws.

import { at } from '../../base/at'
import { oneOf } from '../../base/tokenAutomaton'
import type { Task } from '../../protocol/records'
import type { Player, PromptPart, PromptRequest, Spelling } from '../seats'
import { continuationPrompt, fillingText } from './answering'

type Asked = Pick<Task, 'options' | 'cloze'>

/** A place at which options part: the tokens before it, and the options that are left there by next token. */
interface Fork {
  readonly question: number
  readonly before: readonly number[]
  readonly branches: ReadonlyMap<number, readonly number[]>
}

function* forksOf(question: number, options: readonly (readonly number[])[]): Generator<Fork> {
  const open = [{ before: [] as readonly number[], members: options.map((_, i) => i) }]
  for (let place = open.pop(); place !== undefined; place = open.pop()) {
    const { before, members } = place
    const branches = new Map<number, number[]>()
    for (const member of members) {
      const token = at(options, member)[before.length]
      if (token !== undefined) branches.set(token, [...(branches.get(token) ?? []), member])
    }
    if (branches.size > 1) yield { question, before, branches }
    for (const [token, own] of branches)
      if (own.length > 1) open.push({ before: [...before, token], members: own })
  }
}

/**
 * Of each question the probabilities of its options, which sum to 1; even where the player gives none, as for
 * a prompt that its context does not hold. A prompt is read once for each place at which options part.
 */
export async function optionOdds(
  player: Pick<Player, 'encode' | 'complete'>,
  spelling: Spelling,
  questions: readonly Asked[],
  options: { readonly seed: number; readonly signal?: AbortSignal },
): Promise<number[][]> {
  const spelled = questions.map(({ options: own, cloze }) =>
    cloze === undefined
      ? []
      : own.map((option) => [...spelling.encode(fillingText(cloze, option)), spelling.end]),
  )
  const forks = spelled.flatMap((own, question) => [...forksOf(question, own)])
  const requests = forks.map(({ question, before, branches }, stream): PromptRequest => {
    const { cloze } = at(questions, question)
    const parts: PromptPart[] = cloze === undefined ? [] : continuationPrompt(cloze)
    return {
      seat: 'reasoner',
      parts,
      tokens: [...player.encode(parts), ...before],
      count: 1,
      stream,
      maxNewTokens: 1,
      temperature: 1,
      automaton: oneOf(
        [...branches.keys()].map((token) => [token]),
        spelling.end,
      ),
    }
  })
  const completions = await player.complete(requests, options)
  const odds = questions.map(({ options: own }) => own.map(() => 1))
  forks.forEach(({ question, branches }, i) => {
    const top = completions[i]?.[0]?.top[0]
    const told = top === undefined ? new Map<number, number>() : probabilitiesIn(top)
    const total = [...branches.keys()].reduce((sum, token) => sum + (told.get(token) ?? 0), 0)
    for (const [token, members] of branches) {
      const share = total > 0 ? (told.get(token) ?? 0) / total : 1 / branches.size
      for (const member of members) at(odds, question)[member] = at(at(odds, question), member) * share
    }
  })
  return odds
}

/** By token, of [id, probability, id, probability, ...]. */
function probabilitiesIn(top: readonly number[]): ReadonlyMap<number, number> {
  const told = new Map<number, number>()
  for (let i = 0; i + 1 < top.length; i += 2) told.set(at(top, i), at(top, i + 1))
  return told
}

/** The option that is likeliest, the first of equals. */
export const likeliest = (odds: readonly number[]): number => odds.indexOf(Math.max(...odds))
