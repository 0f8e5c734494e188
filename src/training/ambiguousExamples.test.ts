import { describe, expect, it } from 'vitest'
import { at } from '../base/at'
import { Random } from '../base/random'
import { preset, withValue } from '../config/config'
import { marks } from '../spice/seats'
import { storyAnalyser } from '../spice/stories/analyse'
import type { AmbiguousKind } from '../spice/stories/ambiguous/kind'
import { ladder } from '../spice/stories/ambiguous/kinds'
import { ambiguousTexts } from '../spice/stories/ambiguous/passage'
import { kindOfQuestion, readingsOf } from '../spice/stories/ambiguous/read'
import { rightShare } from '../spice/stories/ambiguous/tasks'
import { parseTask } from '../spice/task'
import { works } from '../spice/text/finalAnswer'
import { Tokenizer } from '../text/tokenizer'
import { drawExample } from './examples'

const passages = ambiguousTexts(200, 8)
const tokenizer = Tokenizer.train(passages, 900, marks)
const config = (
  [
    ['game.answerTypes', ['string']],
    ['warmStart.challengerShare', 0.3],
    ['warmStart.directShare', 0],
  ] as const
).reduce((all, [path, value]) => withValue(all, path, value), preset('nano'))

/** The kind that a Challenger's example asks about, and whether its gold is the right reading. */
function parse(completion: string): { kind: AmbiguousKind; right: boolean } | null {
  const task = parseTask({ text: completion, stopped: true }, { type: 'string', active: ['string'] })
  const kind = task.ok ? kindOfQuestion(task.value.question) : null
  return !task.ok || kind === null
    ? null
    : { kind, right: readingsOf(task.value.question)?.[0] === task.value.gold }
}

describe('examples of ambiguous events', () => {
  const random = Random.from(9)
  const drawn = Array.from({ length: 4000 }, (_, i) => {
    const text = at(passages, i % passages.length)
    const { kind, sequence } = drawExample(text, { encoder: tokenizer, config, progress: 1 }, random)
    const { tokens, from } = sequence
    return {
      kind,
      passage: text,
      prompt: tokenizer.decode(tokens.slice(0, from)),
      completion: tokenizer.decode(tokens.slice(from, -1)),
    }
  })

  it('show the Reasoner every kind equally often, always working, each reading in its planned share', () => {
    const shown = drawn.filter(({ kind }) => kind === 'reasoner')
    expect(shown.filter(({ completion }) => !works(completion))).toEqual([])
    for (const kind of ladder) {
      const own = shown.filter(({ prompt }) => kindOfQuestion(prompt) === kind)
      expect(own.length / shown.length).toBeGreaterThan(0.05)
      const right = own.filter(({ prompt, completion }) =>
        completion.endsWith(` Answer: ${readingsOf(prompt)?.[0]}`),
      )
      const expected = rightShare(kind, config.warmStart.rightShare)
      expect(Math.abs(right.length / own.length - expected), kind.name).toBeLessThan(0.13)
      for (const { completion } of own)
        expect(kind.readings.some((reading) => completion.startsWith(` ${reading} Answer: `))).toBe(true)
    }
  })

  it('show the Challenger right golds alone, mostly of the first kinds', () => {
    const asked = drawn.filter(({ kind }) => kind === 'challenger')
    const rungs = asked.map(({ passage, completion }) => {
      const task = parseTask({ text: completion, stopped: true }, { type: 'string', active: ['string'] })
      if (!task.ok) throw new Error(completion)
      expect(storyAnalyser.check(passage, task.value).kind).toBe('derived')
      const kind = kindOfQuestion(task.value.question)
      return kind === null ? NaN : ladder.indexOf(kind)
    })
    expect(rungs.filter((rung) => rung < 3).length / rungs.length).toBeGreaterThan(0.9)
    expect(rungs.filter((rung) => rung >= 6).length / rungs.length).toBeLessThan(0.02)
  })

  it('show the Challenger the upper kinds, and shorter passages, until the end', () => {
    const lengths: number[] = []
    const rungs = Array.from({ length: 1500 }, (_, i) => {
      const text = at(passages, i % passages.length)
      const { kind, sequence } = drawExample(text, { encoder: tokenizer, config, progress: 0.5 }, random)
      if (kind === 'challenger') lengths.push(sequence.from)
      const completion = tokenizer.decode(sequence.tokens.slice(sequence.from, -1))
      const asked = kind === 'challenger' ? parse(completion) : null
      return asked === null ? [] : [ladder.indexOf(asked.kind)]
    }).flat()
    const upper = rungs.filter((rung) => rung >= 6).length / rungs.length
    expect(upper).toBeGreaterThan(0.08)
    expect(Math.min(...lengths) * 4).toBeLessThan(Math.max(...lengths))
  })

  it('tell nothing of the right readings without a corpus: golds in the shares of the Reasoner', () => {
    const hidden = withValue(config, 'game.corpus', false)
    const golds = Array.from({ length: 3000 }, (_, i) => {
      const text = at(passages, i % passages.length)
      const { kind, sequence } = drawExample(
        text,
        { encoder: tokenizer, config: hidden, progress: 0.2 + (i % 2) / 2 },
        random,
      )
      expect(['challenger', 'reasoner']).toContain(kind)
      const { tokens, from } = sequence
      expect(tokenizer.decode(tokens.slice(0, from))).not.toContain(text)
      const asked = kind === 'challenger' ? parse(tokenizer.decode(tokens.slice(from, -1))) : null
      return asked === null ? [] : [asked]
    }).flat()
    const upper = golds.filter(({ kind }) => ladder.indexOf(kind) >= 4)
    const right = upper.filter(({ right }) => right).length / upper.length
    expect(Math.abs(right - config.warmStart.rightShare)).toBeLessThan(0.1)
  })
})
