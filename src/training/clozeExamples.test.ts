import { describe, expect, it } from 'vitest'
import { Random } from '../base/random'
import { statesAlong } from '../base/tokenAutomaton'
import { preset, withValue } from '../config/config'
import { lexiconOf } from '../spice/cloze/wordCounts'
import { numberedSpans, pointingAutomaton } from '../spice/cloze/numberedSpans'
import { marks } from '../spice/seats'
import { Tokenizer } from '../text/tokenizer'
import { clozeExample, clozeTexts } from './clozeExamples'

const passage = `The Danube flows through ten countries and reaches the Black Sea after 2850 kilometres. Barges carry salt
and wheat from Regensburg to Vienna. A stone bridge was finished by masons within eleven years, and herons nest in willows on its banks.`
const tokenizer = Tokenizer.train([passage.repeat(4), ...clozeTexts()], 400, marks)
const lexicon = lexiconOf([passage])
const configWith = (share: number) =>
  ['warmStart.languageShare', 'warmStart.openBookShare'].reduce(
    (config, path) => withValue(config, path, 0),
    withValue(withValue(preset('nano'), 'game.world', 'cloze'), 'warmStart.challengerShare', share),
  )
const draw = (share: number, seed: number) =>
  clozeExample(passage, { encoder: tokenizer, config: configWith(share), lexicon }, Random.from(seed))

describe('examples of a cloze', () => {
  it('point as play allows it, token by token', () => {
    for (let seed = 0; seed < 20; seed++) {
      const random = Random.from(seed)
      random.weighted([0, 1, 0])
      random.pick(['mcq'])
      const spans = numberedSpans(passage, 'mcq', lexicon, random)
      if (spans === null) throw new Error('no span')
      const spelling = { encode: (text: string) => tokenizer.encode(text), end: tokenizer.mark('end') }
      const { tokens, from } = draw(1, seed)
      const completion = tokens.subarray(from)
      expect(() => statesAlong(pointingAutomaton(spans, spelling), completion)).not.toThrow()
      expect(tokenizer.decode([...tokens.subarray(0, from)])).toContain('mcq:')
    }
  })

  it('go on from the text before a gap with what the passage says there, as plain language', () => {
    for (let seed = 0; seed < 20; seed++) {
      const { tokens, from } = draw(0, seed)
      expect([...tokens.subarray(0, 2)]).toEqual([tokenizer.mark('begin'), tokenizer.mark('passage')])
      expect(tokens.at(-1)).toBe(tokenizer.mark('end'))
      const [before, filling] = [tokens.subarray(2, from), tokens.subarray(from, -1)].map((ids) =>
        tokenizer.decode([...ids]),
      )
      expect(passage.replace(/\s+/gu, ' ')).toContain(`${before}${filling}`)
      expect(filling?.startsWith(' ')).toBe(true)
    }
  })
})
