// A player whose every allowed token is as likely as any other, as from logits of noise: it walks the
// automaton of a request, and writes characters of noise where it is free.

import { at } from '../../base/at'
import { Random } from '../../base/random'
import { allowedIn, nextState } from '../../base/tokenAutomaton'
import { decodeTokens, encodeParts, encodeText, markId } from '../../players/characters'
import type { Generated } from '../../protocol/records'
import type { Player, PromptRequest } from '../seats'

const noise = Array.from('abcdefgh 1234,:')

function walk({ automaton, maxNewTokens }: PromptRequest, random: Random): Generated {
  const end = markId('end')
  const tokens: number[] = []
  for (let state = 0; tokens.length < maxNewTokens && tokens.at(-1) !== end;) {
    const allowed = automaton === undefined ? null : allowedIn(automaton, state)
    const token =
      allowed === null
        ? at(encodeText(random.pick(noise)), 0)
        : at(allowed, random.integer(0, allowed.length - 1))
    tokens.push(token)
    if (automaton !== undefined) state = nextState(automaton, state, token) ?? -1
  }
  const stopped = tokens.at(-1) === end
  const own = stopped ? tokens.slice(0, -1) : tokens
  const each = <T>(value: T): T[] => tokens.map(() => value)
  return {
    tokens,
    logp: each(-0.5),
    entropy: each(0.5),
    top: each([0, 0.5]),
    text: decodeTokens(own),
    stopped,
  }
}

export const walkingPlayer: Player = {
  name: 'walks',
  spelling: { encode: encodeText, end: markId('end') },
  encode: encodeParts,
  complete: async (requests, { seed }) =>
    requests.map((request) =>
      Array.from({ length: request.count }, (_, i) => walk(request, Random.from(seed, request.stream, i))),
    ),
}
