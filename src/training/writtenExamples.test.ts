import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Random } from '../base/random'
import { preset, withValue } from '../config/config'
import { withSeatedModel } from '../config/seatedModel'
import { decodeTokens, encodeParts, encodeText, markId } from '../players/characters'
import { brief } from '../spice/prompts/brief'
import { goldText } from '../spice/task'
import { judge } from '../spice/verifier'
import { writtenExample } from './writtenExamples'

const passage = [
  'The Debian project was founded in August 1993 by Ian Murdock, who wrote the first manifesto.',
  'Every maintainer follows the policy manual before the release team decides about exceptions.',
  'Security updates are prepared by volunteers and announced on a separate mailing list.',
].join(' ')
const encoder = {
  encodeParts: (parts: Parameters<typeof encodeParts>[0]) => [...encodeParts(parts)],
  encode: (text: string) => [...encodeText(text)],
  mark: () => markId('end'),
}
const config = withSeatedModel(withValue(preset('default'), 'model.context', 4096))

const written = (challengerShare: number, seed: number): { prompt: string; completion: string } => {
  const settled = withValue(
    withValue(config, 'warmStart.languageShare', 0),
    'warmStart.challengerShare',
    challengerShare,
  )
  const { tokens, from } = writtenExample(passage, { encoder, config: settled }, Random.from(seed))
  return {
    prompt: decodeTokens([...tokens.subarray(0, from)]),
    completion: decodeTokens([...tokens.subarray(from, -1)]),
  }
}

describe('examples of a model that writes', () => {
  it('of the Challenger are tasks by the rules of play, with their gold in the passage', () => {
    fc.assert(
      fc.property(fc.nat(), (seed) => {
        const { prompt, completion } = written(1, seed)
        expect(prompt).toContain(passage)
        const types = config.game.answerTypes
        const read = types
          .map((type) => brief.parse({ text: completion, stopped: true }, { type, active: types }))
          .find((each) => each.ok)
        if (read?.ok !== true) throw new Error(completion)
        expect(passage).toContain(goldText(read.value))
      }),
      { numRuns: 60 },
    )
  })

  it('of the Reasoner answer without the passage, rightly', () => {
    for (let seed = 0; seed < 40; seed++) {
      const { prompt, completion } = written(0, seed)
      expect(prompt).not.toContain(passage)
      expect(completion).toMatch(/^Answer: \S/u)
      const gold = completion.slice('Answer: '.length)
      if (/^[A-D]$/u.test(gold)) expect(prompt).toContain(`${gold}) `)
      else
        expect(
          judge({ text: completion, stopped: true }, { type: 'string', gold, options: [] }).verdict,
        ).toBe('right')
    }
  })

  it('are plain language where a passage has no gap', () => {
    const { tokens, from } = writtenExample('Too short.', { encoder, config }, Random.from(1))
    expect(decodeTokens([...tokens.subarray(from, -1)])).toBe('Too short.')
  })
})
