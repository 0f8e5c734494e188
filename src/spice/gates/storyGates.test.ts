import { describe, expect, it } from 'vitest'
import { Random } from '../../base/random'
import { gateNames, type GateName } from '../../config/schema'
import { challengerCompletion } from '../prompts/compact'
import { gapTask } from '../freeText'
import type { Task } from '../../protocol/records'
import { analyse, storyAnalyser } from '../stories/analyse'
import { corpusTexts } from '../stories/storyCorpus'
import { drawTask } from '../stories/storyTasks'
import { Reading } from '../text/reading'
import { QuestionWindow } from './questionWindow'
import { checkCompletion, firstFailure } from './gates'

const active: readonly GateName[] = gateNames.filter(
  (gate) => !['openBook', 'duplicate', 'solver'].includes(gate),
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
      active,
    },
  )

describe('the default gates over the starter stories', () => {
  it.each(['numbers', 'relations'] as const)('let well-made tasks about %s pass', (domain) => {
    const random = Random.from(4)
    const failures: string[] = []
    let count = 0
    for (const passage of corpusTexts(domain, 160)) {
      const reading = analyse(passage)
      const drawn = reading === null ? null : drawTask(passage, reading, random, [1, 1, 1])
      if (drawn === null) continue
      count += 1
      const { gates, task } = check(passage, drawn.task)
      const failed = firstFailure(gates)
      if (failed !== null)
        failures.push(`${gates.find((gate) => !gate.passed)?.reason ?? ''} ${drawn.task.question}`)
      else expect(task?.source).not.toBeNull()
    }
    expect(count).toBeGreaterThan(100)
    expect(failures).toEqual([])
  })

  it('let gaps in prose of many languages pass', () => {
    const prose = [
      'The river Danube rises in the Black Forest. It flows through ten countries before it reaches the sea, and four capitals stand on its banks.',
      'Река Волга начинается на Валдайской возвышенности. Она впадает в Каспийское море и является самой длинной рекой Европы.',
      'Der Rhein entspringt in den Schweizer Alpen. Er mündet nach vielen Kilometern in die Nordsee und berührt sechs Staaten.',
      'ينبع نهر النيل من وسط أفريقيا. ويصب النهر الكبير في البحر المتوسط بعد رحلة طويلة عبر الصحراء.',
    ]
    const random = Random.from(9)
    for (const passage of prose) {
      let made = 0
      for (let i = 0; i < 20; i++) {
        const task = gapTask(passage, i % 2 === 0 ? 'string' : 'mcq', random)
        if (task === null) continue
        made += 1
        expect([firstFailure(check(passage, task).gates), task.question]).toEqual([null, task.question])
      }
      expect(made).toBeGreaterThan(5)
    }
  })
})
