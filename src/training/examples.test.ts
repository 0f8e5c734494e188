import { describe, expect, it } from 'vitest'
import { at } from '../base/at'
import { Random } from '../base/random'
import { preset, withValue } from '../config/config'
import { marks } from '../spice/seats'
import { storyAnalyser } from '../spice/stories/analyse'
import { corpusTexts } from '../spice/stories/storyCorpus'
import { parseTask } from '../spice/task'
import { judge } from '../spice/verifier'
import { Tokenizer } from '../text/tokenizer'
import { drawExample, formatTexts, type Example, type ExampleKind } from './examples'
import { gap, gapTask } from '../spice/freeText'
import { inEnglish } from '../spice/englishReasons'

const stories = [...corpusTexts('numbers', 60, 1), ...corpusTexts('relations', 60, 1)]
const prose =
  'The Danube flows through ten countries on its way to the sea. Vienna, Budapest and Belgrade stand on its banks. Barges carry grain and timber along the river. In winter parts of it freeze, and ferries stop until spring.'
const tokenizer = Tokenizer.train([...stories, prose], 1200, marks)
const config = preset('default')

function drawMany(passages: readonly string[], count: number, progress = 1, options = config): Example[] {
  const random = Random.from(7)
  return Array.from({ length: count }, (_, i) =>
    drawExample(passages[i % passages.length]!, { encoder: tokenizer, config: options, progress }, random),
  )
}
const promptOf = ({ sequence }: Example): string => tokenizer.decode(sequence.tokens.slice(0, sequence.from))
const completionOf = ({ sequence }: Example): string => tokenizer.decode(sequence.tokens.slice(sequence.from))
const share = (examples: readonly Example[], kind: ExampleKind): number =>
  examples.filter((each) => each.kind === kind).length / examples.length

describe('examples of stories', () => {
  const examples = drawMany(stories, 2000)

  it('come in the shares of the configuration and end with the end mark', () => {
    const { languageShare, challengerShare, openBookShare } = config.warmStart
    // A passage of which no task of the wanted kind can be made is learned as plain language instead.
    expect(share(examples, 'challenger')).toBeGreaterThan(challengerShare - 0.1)
    expect(share(examples, 'challenger')).toBeLessThan(challengerShare + 0.04)
    expect(share(examples, 'reasoner')).toBeGreaterThan(
      1 - languageShare - challengerShare - openBookShare - 0.08,
    )
    expect(share(examples, 'openBook')).toBeGreaterThan(0.005)
    for (const { sequence } of examples) {
      expect(sequence.tokens.at(-1)).toBe(tokenizer.mark('end'))
      expect(sequence.from).toBeLessThan(sequence.tokens.length)
    }
  })

  it('teach the Challenger tasks that parse and that the checker derives', () => {
    const active = config.game.answerTypes
    const types = new Set<string>()
    let checked = 0
    for (const example of examples.filter((each) => each.kind === 'challenger')) {
      const found = /^(.*\.)(integer|expression|string|mcq):$/su.exec(promptOf(example)) ?? []
      expect(found, promptOf(example)).toHaveLength(3)
      const type = active.find((each) => each === found[2]) ?? 'integer'
      const task = parseTask({ text: completionOf(example), stopped: true }, { type, active })
      expect(
        task.ok ? storyAnalyser.check(at(found, 1), task.value).kind : inEnglish(task.error),
        completionOf(example),
      ).toBe('derived')
      types.add(type)
      checked += 1
    }
    expect(checked).toBeGreaterThan(700)
    expect(types.size).toBe(4)
  })

  it('teach the Reasoner work that ends in the answer, and never show the worked values', () => {
    const reasoners = examples.filter((each) => each.kind === 'reasoner')
    for (const example of reasoners) {
      expect(promptOf(example)).not.toMatch(/\(\S+\)/)
      expect(completionOf(example)).toMatch(/^( \S.*)? Answer: \S+$/u)
    }
    const direct =
      reasoners.filter((each) => completionOf(each).startsWith(' Answer:')).length / reasoners.length
    expect(Math.abs(direct - config.warmStart.directShare)).toBeLessThan(0.08)
    expect(reasoners.some((each) => each.steps >= 4)).toBe(true)
    expect(reasoners.filter((each) => each.steps === 1).length / reasoners.length).toBeGreaterThan(0.3)
  })

  it('answer at once where the passage is open', () => {
    const open = examples.filter((each) => each.kind === 'openBook')
    expect(open.length).toBeGreaterThan(10)
    for (const example of open) expect(completionOf(example)).toMatch(/^ Answer: \S+$/u)
  })

  it('begin with short recitals and short chains', () => {
    const early = drawMany(stories, 400, 0)
    expect(share(early, 'recital')).toBeGreaterThan(0.6)
    expect(share(early, 'challenger')).toBe(0)
    for (const each of early) expect(each.steps).toBeLessThanOrEqual(1)
    const recited = early.find((each) => each.kind === 'recital')
    const halves =
      recited === undefined
        ? []
        : [...recited.sequence.tokens.slice(recited.sequence.from, -1)]
            .join(' ')
            .split(` ${tokenizer.mark('challenger')} `)
    expect(halves).toHaveLength(2)
    expect(halves[0]).toBe(halves[1])
  })

  it('repeat from the seed', () => {
    expect(drawMany(stories, 50)).toEqual(drawMany(stories, 50))
  })

  it('keep to the types in play and to the context', () => {
    const integers = withValue(config, 'game.answerTypes', ['integer'])
    for (const example of drawMany(stories, 400, 1, integers)) {
      if (example.kind === 'challenger') expect(promptOf(example)).toMatch(/integer:$/)
    }
    const short = withValue(config, 'model.context', 64)
    for (const { sequence } of drawMany(stories, 200, 1, short))
      expect(sequence.tokens.length).toBeLessThanOrEqual(64)
  })
})

describe('examples of any prose', () => {
  it('ask for a word that is missing, as words and as a choice', () => {
    const examples = drawMany([prose], 600)
    const challengers = examples.filter((each) => each.kind === 'challenger')
    expect(challengers.length).toBeGreaterThan(100)
    for (const example of challengers) {
      const type = promptOf(example).endsWith('mcq:') ? 'mcq' : 'string'
      const task = parseTask(
        { text: completionOf(example), stopped: true },
        { type, active: config.game.answerTypes },
      )
      expect(task.ok ? task.value.question : inEnglish(task.error)).toContain(gap)
    }
    for (const example of examples.filter((each) => each.kind === 'reasoner'))
      expect(promptOf(example)).toContain(gap)
  })

  it('restore the sentence when the gap is filled', () => {
    const random = Random.from(2)
    for (let i = 0; i < 200; i++) {
      const task = gapTask(prose, i % 2 === 0 ? 'string' : 'mcq', random)
      if (task === null) continue
      const gold = task.type === 'mcq' ? task.options['ABCD'.indexOf(task.gold)]! : task.gold
      expect(prose).toContain(task.question.replace(' What fills the gap?', '').replace(gap, gold))
      expect(judge({ text: ` Answer: ${task.gold}`, stopped: true }, task).verdict).toBe('right')
      expect(new Set(task.options).size).toBe(task.options.length)
    }
  })

  it('fall back to plain language where nothing can be asked', () => {
    for (const odd of ['', 'No.', '1234567890', '日本語', 'a b c d e f g h']) {
      for (const example of drawMany([odd], 30)) {
        expect(['language', 'recital']).toContain(example.kind)
      }
    }
    expect(gapTask('', 'string', Random.from(1))).toBeNull()
  })
})

describe('texts for the tokenizer', () => {
  it('hold the words of the formats, and nothing where nothing can be asked', () => {
    const written = stories.flatMap((text) => formatTexts(text, config, Random.from(1))).join('\n')
    for (const words of ['Answer:', 'integer:', 'How many', ' (', '?']) expect(written).toContain(words)
    expect(formatTexts('', config, Random.from(1))).toEqual([])
  })
})
