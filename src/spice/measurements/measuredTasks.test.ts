import { describe, expect, it } from 'vitest'
import { comparisonsOf, factsOf, writeFact, type Measured } from '../../base/measuredFacts'
import { Random } from '../../base/random'
import { gateNames } from '../../config/schema'
import type { Task } from '../../protocol/records'
import { answerTypes } from '../answers/names'
import { checkCompletion, firstFailure } from '../gates/gates'
import { QuestionWindow } from '../gates/questionWindow'
import { rightGold } from '../gates/solver'
import { challengerCompletion } from '../prompts/compact'
import { storyAnalyser } from '../stories/analyse'
import { Reading } from '../text/reading'
import { readMeasurements } from './measuredPassage'
import { drawMeasuredTask } from './measuredTasks'

const times = ['09:00', '09:20', '09:40', '10:00', '10:20']
const series = (quantity: string, values: readonly string[]): Measured[] =>
  values.map((value, i) => ({ time: times[i] ?? '', quantity, value, unit: '°C' }))
const indoor = series('indoor temperature', ['18', '21', '20.5', '27', '25'])
const outdoor = series('outdoor temperature', ['-3', '1.5', '4', '4', '11'])
const passages = [factsOf(indoor), factsOf(outdoor), comparisonsOf(indoor, outdoor)].map((facts) =>
  facts.map(writeFact).join(' '),
)

const check = (passage: string, task: Task): ReturnType<typeof checkCompletion> =>
  checkCompletion(
    { text: challengerCompletion(task), stopped: true },
    {
      passage: new Reading(passage),
      analyser: storyAnalyser,
      window: new QuestionWindow(1),
      type: task.type,
      types: [task.type],
      // The solver is among them: the gold is what it makes of the question alone.
      active: gateNames.filter((gate) => gate !== 'openBook' && gate !== 'duplicate'),
    },
  )

const drawn = (passage: string, count: number): Task[] =>
  Array.from({ length: count }, (_, i) => {
    const facts = readMeasurements(passage)
    const made = facts === null ? null : drawMeasuredTask(facts, Random.from(7, i), answerTypes)
    if (made === null) throw new Error('no task was drawn')
    return made.task
  })

describe('tasks about measurements', () => {
  it('pass every gate, the solver among them, and say where the passage has the gold', () => {
    const kinds = new Set<string>()
    for (const passage of passages)
      for (const task of drawn(passage, 80)) {
        const checked = check(passage, task)
        expect([
          task.question,
          firstFailure(checked.gates),
          checked.gates.find(({ passed }) => !passed)?.reason,
        ]).toEqual([task.question, null, undefined])
        expect(checked.task?.source).not.toBeNull()
        expect(storyAnalyser.types(passage)).toContain(task.type)
        kinds.add(
          `${task.type} ${/\b(By how much did|By how much was|What was|When was)\b/.exec(task.question)?.[1] ?? ''}`,
        )
      }
    expect([...kinds].sort()).toEqual([
      'expression By how much did',
      'expression By how much was',
      'expression What was',
      'integer By how much did',
      'integer By how much was',
      'integer What was',
      'mcq When was',
    ])
  })

  it('with any other gold are refused by passage and solver alike', () => {
    for (const passage of passages)
      for (const task of drawn(passage, 60)) {
        const gold = task.type === 'mcq' ? (task.gold === 'A' ? 'B' : 'A') : String(Number(task.gold) + 1)
        const wrong = { ...task, gold }
        expect(rightGold(wrong, storyAnalyser)).toBe(false)
        expect(storyAnalyser.check(passage, wrong).kind).toBe('refused')
      }
  })

  it('are refused where a premise is not what was measured', () => {
    const [task] = drawn(passages[0] ?? '', 1)
    if (task === undefined) throw new Error('no task')
    const changed = { ...task, question: task.question.replace(/\d+\.?\d*(?= °C)/, '99') }
    expect(storyAnalyser.check(passages[0] ?? '', changed).kind).toBe('refused')
  })

  it('leave other texts to be free', () => {
    for (const text of [
      'At noon Ann had 3 apples.',
      'The cat was highest on the tree.',
      'From here on it rained.',
    ])
      expect(readMeasurements(text)).toBeNull()
  })
})
