import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Random } from '../../base/random'
import { goldText } from '../task'
import { analyse } from './analyse'
import { probe } from './storyCorpus'
import { generateStory } from './generateStory'
import { kinds } from './kinds'
import { truthOf } from './solve'
import { runsOf, taskOfRun } from './storyTasks'

const integer = (question: string) => truthOf({ type: 'integer', question, options: [] })

describe('truthOf', () => {
  it('comes to what the story states, for every run of every kind', () => {
    let solved = 0
    fc.assert(
      fc.property(
        fc.integer(),
        fc.nat(kinds.length - 1),
        fc.integer({ min: 1, max: 5 }),
        (seed, which, length) => {
          const story = generateStory(kinds[which]!, Random.from(seed), length)
          const reading = analyse(story.text)
          if (reading === null) return
          for (const run of runsOf(reading)) {
            const task = taskOfRun(story.text, reading, run, Random.from(seed, run.from, run.to))?.task
            if (task === undefined) continue
            expect(`${task.question} ${truthOf(task)}`).toBe(`${task.question} ${goldText(task)}`)
            solved += 1
          }
        },
      ),
      { numRuns: 150 },
    )
    expect(solved).toBeGreaterThan(300)
  }, 60_000)

  it('agrees with every gold of the probes', () => {
    for (const name of ['integers', 'expressions', 'relations'] as const) {
      const questions = probe(name).slice(0, 120)
      expect(questions.map((each) => truthOf(each))).toEqual(questions.map((each) => goldText(each)))
    }
  })

  it('goes beyond what stories say, for it tells what is true', () => {
    expect(
      integer(
        'Mia had 19 pens in a box. Tom brought 12 more. Mia doubled the pens. How many pens are there now?',
      ),
    ).toBe('62')
  })

  it.each([
    ['nothing to start from', 'Tom brought 12 more. How many pens are there now?'],
    ['no event', 'Mia had 19 pens in a box. How many pens are there now?'],
    ['an event of another thing', 'Mia had 19 pens in a box. Mia lost 3 cups. How many pens are there now?'],
    ['an event that is none', 'Mia had 19 pens in a box. Tom saw a ship. How many pens are there now?'],
    ['less than nothing', 'Mia had 2 pens in a box. Mia lost 3 pens. How many pens are there now?'],
    ['half of an odd number', 'Mia had 3 pens in a box. Mia lost half of them. How many pens are there now?'],
    [
      'a question about something else',
      'Mia had 3 pens in a box. Mia found 2 more. How many cups are there now?',
    ],
    ['no question', ''],
  ])('knows nothing of a question with %s', (_, question) => {
    expect(integer(question)).toBeNull()
  })

  it('needs the answer among the options of a multiple choice, and a chain that holds', () => {
    const question = 'Ann was tall. Tom came and was taller than Ann. Who is the tallest?'
    expect(truthOf({ type: 'mcq', question, options: ['Ann', 'Tom', 'Sue', 'Leo'] })).toBe('Tom')
    expect(truthOf({ type: 'mcq', question, options: ['Ann', 'Kim', 'Sue', 'Leo'] })).toBeNull()
    const kin = (premise: string) =>
      truthOf({
        type: 'string',
        question: `Ann was the mother of Tom. ${premise} What is Ann to Sue?`,
        options: [],
      })
    expect(kin('Tom was the father of Sue.')).toBe('grandmother')
    expect(kin('Leo was the father of Sue.')).toBeNull()
  })
})
