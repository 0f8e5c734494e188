import { describe, expect, it } from 'vitest'
import type { Task } from '../../protocol/records'
import { freeText } from '../analyser'
import { storyAnalyser } from '../stories/analyse'
import { checkCompletion } from './gates'
import { QuestionWindow } from './questionWindow'
import { Reading } from '../text/reading'
import { rightGold, solver } from './solver'

const task = (change: Partial<Task>): Task => ({
  type: 'integer',
  question: 'Mia had 6 pens in a box. Mia found 5 more. How many pens are there now?',
  options: [],
  gold: '11',
  steps: [],
  source: null,
  ...change,
})
const options = ['Ann', 'Tom', 'Sue', 'Leo']
const tallest = {
  type: 'mcq',
  question: 'Ann was tall. Tom came and was taller than Ann. Who is the tallest?',
  options,
} as const

describe('the solver gate', () => {
  it('judges a gold by the question alone, and a letter by its option', () => {
    expect(rightGold(task({}), storyAnalyser)).toBe(true)
    expect(rightGold(task({ gold: '12' }), storyAnalyser)).toBe(false)
    expect(rightGold(task({ ...tallest, gold: 'B' }), storyAnalyser)).toBe(true)
    expect(rightGold(task({ ...tallest, gold: 'A' }), storyAnalyser)).toBe(false)
  })

  it('refuses what it cannot read: an unread question is no right one', () => {
    expect(rightGold(task({ question: 'How many?' }), storyAnalyser)).toBeNull()
    expect(solver(task({ question: 'How many?' }), storyAnalyser)).toMatchObject({
      passed: false,
      reason: 'The solver cannot read this question.',
    })
    expect(solver(task({}), freeText).passed).toBe(false)
    expect(solver(task({ gold: '12' }), storyAnalyser).reason).toBe('The solver answers "11".')
  })

  it('holds a game with a corpus and one without to the same', () => {
    const text = ' Mia had 6 pens in a box. Mia found 5 more. (11) How many pens are there now? Answer: 11'
    const check = (passage: Reading | null, written: string): boolean[] =>
      checkCompletion(
        { text: written, stopped: true },
        {
          passage,
          analyser: storyAnalyser,
          window: new QuestionWindow(1),
          type: 'integer',
          types: ['integer'],
          active: ['parse', 'leak', 'solver'],
        },
      ).gates.map(({ passed }) => passed)
    for (const passage of [null, new Reading('It rained.')]) {
      expect(check(passage, text)).toEqual([true, true, true])
      expect(check(passage, text.replace('Answer: 11', 'Answer: 12'))).toEqual([true, true, false])
    }
  })
})
