import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Random } from '../../base/random'
import type { Task } from '../../protocol/records'
import { analyse, storyAnalyser } from './analyse'
import { sentencesOf } from './forms'
import { generateStory } from './generateStory'
import { isHeldOut, keyOfRun } from './heldOut'
import { kinds } from './kinds'
import { readCount } from './kinds/expressions'
import { hasWord, runsOf, taskOfRun } from './storyTasks'
import { inEnglish } from '../englishReasons'

const stories = (count: number, seed: number) => {
  const random = Random.from(seed)
  return Array.from({ length: count }, (_, i) =>
    generateStory(kinds[i % kinds.length]!, random, random.integer(1, 5)),
  )
}

describe('a generated story', () => {
  it('is read back clause by clause, whatever the seed', () => {
    fc.assert(
      fc.property(
        fc.integer(),
        fc.nat(kinds.length - 1),
        fc.integer({ min: 1, max: 6 }),
        (seed, which, length) => {
          const story = generateStory(kinds[which]!, Random.from(seed), length)
          const events = story.clauses
            .filter((clause) => clause.role === 'event')
            .map((clause) => clause.sentence)
          const states = story.clauses
            .filter((clause) => clause.role === 'state')
            .map((clause) => clause.sentence)
          const reading = analyse(story.text)
          if (events.length === 0) return reading === null
          expect(reading?.kind.name).toBe(story.kind.name)
          expect(reading?.events.map((event) => event.sentence)).toEqual(
            events.map((each) => each.replace(/,[^,]*\.$/u, '.')),
          )
          expect(reading?.states).toHaveLength(events.length + 1)
          expect(reading?.states.flatMap((state) => state.sentence ?? [])).toEqual(states)
          for (const state of reading?.states ?? [])
            expect(story.text.slice(state.source.start, state.source.end)).toBe(state.value)
          return true
        },
      ),
      { numRuns: 150 },
    )
  }, 60_000)

  it('repeats from its seed and has no run that is kept for probes', () => {
    for (const story of stories(300, 5)) {
      const reading = analyse(story.text)
      if (reading === null) continue
      for (const run of runsOf(reading))
        if (run.to - run.from > 1) expect(isHeldOut(keyOfRun(reading, run))).toBe(false)
    }
    expect(stories(20, 8).map((story) => story.text)).toEqual(stories(20, 8).map((story) => story.text))
    expect(stories(20, 8)[0]?.text).not.toBe(stories(20, 9)[0]?.text)
  })

  it('states what its events lead to', () => {
    const sums: Record<string, (value: number, n: number) => number> = {
      '+': (v, n) => v + n,
      '-': (v, n) => v - n,
      '*': (v) => v * 2,
      '/': (v) => v / 2,
    }
    let checked = 0
    for (const story of stories(350, 3)) {
      const reading = analyse(story.text)
      reading?.events.forEach((event, i) => {
        const [from, to] = [reading.states[i]!.value, reading.states[i + 1]!.value]
        if (reading.kind.name === 'integers')
          expect(Number(to)).toBe(sums[event.op]!(Number(from), Number(event.slots.n)))
        else if (reading.kind.name === 'expressions') {
          const unit = event.op.endsWith('box') ? 'box' : 'loose'
          const change = Number(event.slots.n) * (event.op.startsWith('+') ? 1 : -1)
          expect(readCount(to)).toEqual({ ...readCount(from), [unit]: readCount(from)[unit] + change })
        } else if (reading.kind.name === 'heights')
          expect(to).toBe(event.op === 'taller' ? event.slots.C : from)
        else return
        checked += 1
      })
    }
    expect(checked).toBeGreaterThan(200)
  })
})

const passage =
  'One day Mia had 6 pens in a box. Mia found 5 more, making 11. Now the count was 11. Later Tom took 3 pens, so now 8. It rained. Mia sold 2 to Ben, for 6 in all.'
const good: Task = {
  type: 'integer',
  question:
    'Now the count was 11. Later Tom took 3 pens. Mia sold 2 to Ben. How many pens does Mia have now?',
  options: [],
  gold: '6',
  steps: [
    { premise: 'Later Tom took 3 pens.', value: '8' },
    { premise: 'Mia sold 2 to Ben.', value: '6' },
  ],
  source: null,
}
const reasonFor = (change: Partial<Task>, text = passage): string => {
  const result = storyAnalyser.check(text, { ...good, ...change })
  return result.kind === 'refused' ? inEnglish(result.why) : result.kind
}

describe('the analyser', () => {
  it('names the one type of a story, and words and choices for anything else', () => {
    expect(storyAnalyser.types(passage)).toEqual(['integer'])
    expect(storyAnalyser.types('The Danube is a river. It has 2 banks.')).toEqual(['string', 'mcq'])
    expect(storyAnalyser.types('')).toEqual(['string', 'mcq'])
  })

  it('derives a contiguous run and says where the passage states the gold', () => {
    const result = storyAnalyser.check(passage, good)
    expect(result).toEqual({
      kind: 'derived',
      source: { start: passage.length - 9, end: passage.length - 8 },
    })
  })

  it('refuses what does not follow, with a reason', () => {
    expect(reasonFor({ gold: '7' })).toContain('gold')
    expect(reasonFor({ type: 'string' })).toContain('integer')
    expect(reasonFor({ question: 'How many pens does Mia have now?' })).toContain('starting statement')
    expect(reasonFor({ question: '' })).toContain('starting statement')
    expect(reasonFor({ question: good.question.replace('11', '12') })).toContain('begin')
    expect(reasonFor({ question: good.question.replace('Later Tom took 3 pens. ', '') })).toContain(
      'contiguous',
    )
    expect(reasonFor({ question: good.question.replace('Mia have', 'Tom have') })).toContain('asked')
    expect(reasonFor({ question: good.question.replace('many pens', 'many coins') })).toContain('asked')
    expect(reasonFor({ steps: [{ premise: 'Later Tom took 3 pens.', value: '9' }] })).toContain('worked')
    expect(reasonFor({ question: 'Later Tom took 3 pens. How many pens does Mia have now?' })).toContain(
      'starting',
    )
    expect(reasonFor({}, passage.replace('Now the count was 11. ', ''))).toContain('begin')
    const heights =
      'Once Ann was tall. Soon Ben was taller than Ann, so Ben was the tallest. By now the tallest was Ben. Later Ben looked down at Tom, and Ben was the tallest.'
    const choice: Partial<Task> = {
      type: 'mcq',
      options: ['Ann', 'Ben', 'Tom', 'Mia'],
      gold: 'B',
      steps: [],
      question: 'By now the tallest was Ben. Later Ben looked down at Tom. Who is the tallest?',
    }
    expect(reasonFor(choice, heights)).toBe('derived')
    expect(reasonFor({ ...choice, gold: 'A' }, heights)).toContain('gold')
    expect(
      reasonFor(
        {
          ...choice,
          question:
            'By now the tallest was Ben. Later Ben looked down at Tom. Soon Ben was taller than Ann. Who is the tallest?',
        },
        heights,
      ),
    ).toContain('contiguous')
  })

  it('says nothing about other texts or where there is no passage', () => {
    expect(reasonFor({}, 'Free text. It has no story in it.')).toBe('notApplicable')
    expect(storyAnalyser.check(null, good).kind).toBe('notApplicable')
  })

  it('never throws on any text', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme' }),
        fc.string(),
        (text, question) =>
          storyAnalyser.check(`${text} ${passage}`, { ...good, question }).kind !== 'derived',
      ),
    )
  })
})

describe('tasks of runs', () => {
  it('pass the checker, hide their gold and offer four names of the story', () => {
    const random = Random.from(4)
    const seen = new Set<string>()
    for (const story of stories(350, 6)) {
      const reading = analyse(story.text)
      if (reading === null) continue
      for (const run of runsOf(reading)) {
        const made = taskOfRun(story.text, reading, run, random)
        if (made === null) continue
        seen.add(made.task.type)
        expect(storyAnalyser.check(story.text, made.task)).toEqual({
          kind: 'derived',
          source: made.task.source,
        })
        if (made.task.type === 'mcq') {
          expect(new Set(made.task.options).size).toBe(4)
          for (const option of made.task.options) expect(hasWord(story.text, option)).toBe(true)
        } else expect(hasWord(made.task.question, made.task.gold)).toBe(false)
        expect(made.task.steps).toHaveLength(run.to - run.from)
      }
    }
    expect([...seen].sort()).toEqual(['expression', 'integer', 'mcq', 'string'])
  }, 60_000)
})

describe('sentences', () => {
  it('keep their places', () => {
    const text = '  One. Two has 3*n+4!  Three?'
    expect(sentencesOf(text).map(({ text: each, start }) => [each, text.indexOf(each) === start])).toEqual([
      ['One.', true],
      ['Two has 3*n+4!', true],
      ['Three?', true],
    ])
    expect(sentencesOf('no mark at all')).toEqual([])
  })
})
