import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { challengerPrompt, reasonerPrompt } from '../spice/prompts/compact'
import type { PromptRequest } from '../spice/seats'
import { sumPassage } from '../spice/testing/sums'
import { decodeTokens, encodeParts, encodeText, markId } from './characters'
import { ScriptPlayer, sumChallenger, sumReasoner } from './scriptPlayer'

const request = (change: Partial<PromptRequest> = {}): PromptRequest => ({
  ...{
    seat: 'challenger',
    parts: challengerPrompt(sumPassage(1).text, 'integer'),
    tokens: [],
    count: 3,
    stream: 9,
    maxNewTokens: 500,
    temperature: 1,
  },
  ...change,
})

describe('character tokens', () => {
  it('keep text and marks apart, and give the text back', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        expect(decodeTokens(encodeText(text))).toBe(text)
        expect(encodeText(text).every((token) => token > markId('reasoner'))).toBe(true)
      }),
    )
    expect(encodeParts([{ mark: 'begin' }, { text: 'a' }, { mark: 'reasoner' }])).toEqual([0, 102, 4])
    expect(decodeTokens([0, 102, 4])).toBe('a')
  })
})

describe('ScriptPlayer', () => {
  it('gives each completion the script, its own randomness and records of equal length', async () => {
    const player = new ScriptPlayer(
      'dice',
      ({ index, text, type }, random) => `${index} ${text} ${type} ${random.integer(0, 1e9)}`,
    )
    const asked = [
      request({ parts: challengerPrompt('doc', 'mcq') }),
      request({ parts: reasonerPrompt({ question: 'Why?', options: [] }), count: 1 }),
    ]
    const [first, second] = await player.complete(asked, { seed: 1 })
    expect(first).toHaveLength(3)
    expect(first?.[1]?.text).toMatch(/^1 doc mcq: \d+$/)
    expect(second?.[0]?.text).toMatch(/^0 Why\? {2}\d+$/)
    expect(new Set(first?.map(({ text }) => text.split(' ').at(-1))).size).toBe(3)
    for (const each of first ?? []) {
      expect([each.logp.length, each.entropy.length, each.top.length]).toEqual([
        each.tokens.length,
        each.tokens.length,
        each.tokens.length,
      ])
      expect(each.tokens.at(-1)).toBe(markId('end'))
      expect(each.logp.every((value) => value <= 0) && each.entropy.every((value) => value >= 0)).toBe(true)
      for (const top of each.top)
        expect(top.filter((_, i) => i % 2 === 1).reduce((a, b) => a + b)).toBeCloseTo(1, 9)
    }
    expect(await player.complete(asked, { seed: 1 })).toEqual([first, second])
    expect((await player.complete([asked[1] ?? request(), asked[0] ?? request()], { seed: 1 }))[1]).toEqual(
      first,
    )
    expect(await player.complete(asked, { seed: 2 })).not.toEqual([first, second])
  })

  it('cuts at the budget and says so', async () => {
    const player = new ScriptPlayer('long', () => 'abcdef')
    const [cut, whole] = (
      await player.complete(
        [request({ maxNewTokens: 4, count: 1 }), request({ maxNewTokens: 7, count: 1 })],
        { seed: 1 },
      )
    ).flat()
    expect(cut).toMatchObject({ text: 'abcd', stopped: false })
    expect(whole).toMatchObject({ text: 'abcdef', stopped: true })
  })

  it('stops when it is told to', async () => {
    await expect(
      sumReasoner().complete([request()], { seed: 1, signal: AbortSignal.abort(new Error('stop')) }),
    ).rejects.toThrow('stop')
  })
})

describe('the players of sums', () => {
  it('ask what the passage states and add it up', async () => {
    const [asked] = await sumChallenger(0).complete([request({ count: 20 })], { seed: 1 })
    for (const { text } of asked ?? []) {
      const question = text.replace(/ \(\d+\)/g, '').replace(/ Answer: .*$/, '')
      const [answered] = await sumReasoner(1).complete(
        [request({ seat: 'reasoner', parts: reasonerPrompt({ question, options: [] }), count: 1 })],
        { seed: 1 },
      )
      expect(answered?.[0]?.text.split('Answer: ')[1]).toBe(text.split('Answer: ')[1])
    }
  })
  it('err as often as they are told', async () => {
    const question = 'There are 2 and 3.'
    const [answers] = await sumReasoner(0.5).complete(
      [request({ seat: 'reasoner', parts: reasonerPrompt({ question, options: [] }), count: 400 })],
      { seed: 1 },
    )
    const right = (answers ?? []).filter(({ text }) => text.endsWith('Answer: 5')).length
    expect(Math.abs(right / 400 - 0.5)).toBeLessThan(4 * Math.sqrt(0.25 / 400))
    const [nothing] = await sumChallenger().complete(
      [request({ parts: challengerPrompt(null, 'integer'), count: 1 })],
      { seed: 1 },
    )
    expect(nothing?.[0]?.text).toContain('Answer: nothing')
  })
})
