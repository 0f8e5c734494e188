// A world for tests of the rules: stories that add books up, and players that record what they were asked.

import { Random } from '../../base/random'
import type { Generated, Passage } from '../../protocol/records'
import { preset, withValue } from '../../config/config'
import type { RunConfig } from '../../config/schema'
import type { Player, PromptRequest } from '../seats'

const names = ['Ann', 'Bob', 'Cid', 'Dan', 'Eve', 'Fay', 'Gus', 'Hal']

/** `filler` stands in every story and in no question. */
export function sumPassage(key: number, clauses = 4, filler = 'Nobody saw the zebra.'): Passage {
  const random = Random.from(key, 77)
  let total = random.integer(2, 20)
  const parts = [`${random.pick(names)} had ${total} books.`, filler]
  for (let i = 0; i < clauses; i++) {
    const more = random.integer(21, 90)
    total += more
    parts.push(`${random.pick(names)} gave ${more}. Then there were ${total}.`)
  }
  const text = parts.join(' ')
  return { document: `d${key}`, start: 0, end: text.length, text }
}

export const sumPassages = (count: number, filler?: string): Passage[] =>
  Array.from({ length: count }, (_, i) => sumPassage(i, 4, filler))

/** The default preset with integers alone, groups of four, and changes by path. */
export function sumConfig(changes: Readonly<Record<string, unknown>> = {}): RunConfig {
  const base = {
    'game.groupSize': 4,
    'game.maxCandidates': 12,
    'game.answerTypes': ['integer'],
    'game.challengerTokens': 400,
    ...changes,
  }
  return Object.entries(base).reduce(
    (config, [path, value]) => withValue(config, path, value),
    preset('default'),
  )
}

export class Recorder implements Player {
  readonly calls: (readonly PromptRequest[])[] = []
  constructor(private readonly inner: Player) {}
  get name(): string {
    return this.inner.name
  }
  encode(parts: PromptRequest['parts']): readonly number[] {
    return this.inner.encode(parts)
  }
  complete(
    requests: readonly PromptRequest[],
    options: { readonly seed: number; readonly signal?: AbortSignal },
  ): Promise<readonly (readonly Generated[])[]> {
    this.calls.push(requests)
    return this.inner.complete(requests, options)
  }
}

/** All text of a request, marks left out. */
export const textOf = (request: Pick<PromptRequest, 'parts'>): string =>
  request.parts.flatMap((part) => ('text' in part ? [part.text] : [])).join('\n')
