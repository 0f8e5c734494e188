import { describe, expect, it } from 'vitest'
import { Random } from '../base/random'
import { preset, withValue } from '../config/config'
import { encodeParts, encodeText, markId } from '../players/characters'
import { parseProposal } from '../spice/programs/programTasks'
import type { PromptPart } from '../spice/seats'
import type { Encoder } from './examples'
import { programExample, programTexts } from './programExamples'

const encoder: Encoder = {
  encodeParts: (parts: readonly PromptPart[]) => [...encodeParts(parts)],
  encode: (text) => [...encodeText(text)],
  mark: markId,
}
const config = withValue(preset('nano'), 'model.context', 2000)
const textOf = (tokens: Uint32Array): string =>
  [...tokens].map((id) => (id < 5 ? `<${id}>` : String.fromCodePoint(id - 5))).join('')

describe('examples of programs', () => {
  it('propose what the rules accept, or answer what was asked, and end', () => {
    let [proposals, answers] = [0, 0]
    for (let seed = 0; seed < 120; seed++) {
      const { tokens, from } = programExample({ encoder, config }, Random.from(seed))
      const [prompt, completion] = [textOf(tokens.slice(0, from)), textOf(tokens.slice(from, -1))]
      expect(tokens.at(-1)).toBe(markId('end'))
      const kind = (['deduction', 'abduction', 'induction'] as const).find((each) =>
        prompt.endsWith(`${each}:`),
      )
      if (kind !== undefined) {
        expect(parseProposal({ text: completion, stopped: true }, kind).ok).toBe(true)
        proposals += 1
      } else {
        expect(completion).toMatch(/ Answer: \S/u)
        answers += 1
      }
    }
    expect(proposals).toBeGreaterThan(40)
    expect(answers).toBeGreaterThan(30)
  })

  it('repeat from their draws', () => {
    expect(programExample({ encoder, config }, Random.from(4))).toEqual(
      programExample({ encoder, config }, Random.from(4)),
    )
    expect(programTexts(Random.from(4))).toEqual(programTexts(Random.from(4)))
    expect(programTexts(Random.from(4))[1]).toMatch(/Inputs?: /u)
  })
})
