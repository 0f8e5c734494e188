import { describe, expect, it } from 'vitest'
import { ScriptPlayer, sumReasoner } from '../players/script'
import { askProbe, chooseProbe, questionOf, type ProbeQuestion } from './probe'
import { Recorder, textOf } from './testing/sums'

const questions: ProbeQuestion[] = Array.from({ length: 60 }, (_, i) => {
  const steps = 1 + (i % 3)
  const numbers = Array.from({ length: steps + 1 }, (_, k) => i + k)
  return { id: `q${i}`, type: 'integer', question: `What is ${numbers.join(' and ')}?`, options: [], gold: String(numbers.reduce((a, b) => a + b)), steps }
})
const options = { round: 5, seed: 1, maxNewTokens: 96 }

describe('askProbe', () => {
  it('asks each question once, greedily, without a passage, and scores it', async () => {
    const player = new Recorder(sumReasoner(1))
    const { record, bySteps, byType } = await askProbe(questions, player, options)
    expect(record).toMatchObject({ round: 5, accuracy: 1 })
    expect(record.answers[0]).toEqual({ question: 'What is 0 and 1?', gold: '1', answer: '1', right: true })
    expect(bySteps).toEqual({ 1: { right: 20, asked: 20 }, 2: { right: 20, asked: 20 }, 3: { right: 20, asked: 20 } })
    expect(byType).toEqual({ integer: { right: 60, asked: 60 } })
    const requests = player.calls.flat()
    expect(requests.every(({ count, temperature, seat }) => count === 1 && temperature === 0 && seat === 'reasoner')).toBe(true)
    expect(requests.map(textOf)).toEqual(questions.map(({ question }) => question))
  })

  it('counts wrong and missing answers, and shows options', async () => {
    const mcq = questionOf('m', { type: 'mcq', question: 'Who?', options: ['Ann', 'Bea', 'Cid', 'Dan'], gold: 'C' }, 0)
    const player = new ScriptPlayer('letters', ({ text }) => (text.includes('D) Dan') ? ' Answer: C) Cid' : ' I pass'))
    const { record } = await askProbe([mcq, { ...mcq, gold: 'A' }, questionOf('s', { type: 'string', question: 'Why?', options: [], gold: 'rain' }, 1)], player, options)
    expect(record.answers.map(({ answer, right }) => [answer, right])).toEqual([['C) Cid', true], ['C) Cid', false], [null, false]])
    expect(record.answers[0]?.question).toBe('Who? A) Ann B) Bea C) Cid D) Dan')
    expect(record.accuracy).toBeCloseTo(1 / 3, 12)
  })

  it('refuses an empty set', async () => {
    await expect(askProbe([], sumReasoner(), options)).rejects.toThrow('no questions')
  })
})

describe('chooseProbe', () => {
  it('takes the same questions every time, evenly over steps', () => {
    const chosen = chooseProbe(questions, 30)
    expect(chosen).toEqual(chooseProbe(questions, 30))
    expect(new Set(chosen.map(({ id }) => id)).size).toBe(30)
    for (const steps of [1, 2, 3]) expect(chosen.filter((each) => each.steps === steps)).toHaveLength(10)
  })
  it('takes all where there are fewer, and goes on where one number of steps runs out', () => {
    expect(chooseProbe(questions, 500)).toHaveLength(60)
    expect(chooseProbe([], 5)).toEqual([])
    const uneven = questions.filter(({ steps }, i) => steps === 1 || i < 3)
    expect(chooseProbe(uneven, 10).filter(({ steps }) => steps === 1)).toHaveLength(8)
  })
})
