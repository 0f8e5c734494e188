// The brief style gives no task to a model that copies, reads what stands before the question mark, and knows
// a question that needs no passage.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { at } from '../../base/at'
import { encodeParts } from '../../players/characters'
import type { Generated, Task } from '../../protocol/records'
import { answerTypes } from '../answers/names'
import { openBook } from '../gates/openBook'
import type { Player } from '../seats'
import { words } from '../text/splitWords'
import { judge } from '../verifier'
import { brief, COPIED } from './brief'
import { promptText } from './text'

const read = (text: string, type: (typeof answerTypes)[number] = 'string', stopped = true) =>
  brief.parse({ text, stopped }, { type, active: answerTypes })
const task = (text: string, type?: (typeof answerTypes)[number]): Task => {
  const parsed = read(text, type)
  if (!parsed.ok) throw new Error(parsed.error.code)
  return parsed.value
}

describe('the brief prompts', () => {
  it('end with the passage and hold no task that could be copied', () => {
    for (const type of answerTypes) {
      const shown = promptText(brief.challenger('PASSAGE ends here.', type))
      expect(shown.endsWith('PASSAGE ends here.[challenger]Answer:')).toBe(true)
      const parsed = read(shown.slice(shown.indexOf('"Answer:"') + 9), type)
      expect(parsed.ok).toBe(false)
    }
    expect(promptText(brief.challenger(null, 'string'))).not.toContain('text below')
  })

  it('give no task to whoever copies five of their words, whatever stands around them', () => {
    const filler = fc.array(fc.stringMatching(/^[a-z]{2,8}$/u), { maxLength: 6 })
    fc.assert(
      fc.property(
        fc.constantFrom(...answerTypes),
        fc.boolean(),
        fc.nat(),
        fc.integer({ min: COPIED, max: 12 }),
        fc.tuple(filler, filler),
        (type, withPassage, from, count, [before, after]) => {
          const parts = brief.challenger(withPassage ? '' : null, type)
          const own = promptText(parts.filter((part) => 'text' in part).slice(0, 1))
          const all = words(own)
          const start = from % (all.length - count + 1)
          const copied = own.slice(at(all, start).start, at(all, start + count - 1).end)
          const wrong = type === 'mcq' ? 'Wrong answers: one; two; three\n' : ''
          const question = [...before, copied.replace(/[?]/gu, ''), ...after].join(' ')
          const gold = { integer: '7', expression: 'x + 1', string: 'Paul', mcq: 'Paul' }[type]
          const clean = read(` ${gold}\n${wrong}Question: ${[...before, 'who', ...after].join(' ')}?`, type)
          const copy = read(` ${gold}\n${wrong}Question: ${question}?`, type)
          expect([clean.ok, copy.ok]).toEqual([true, false])
        },
      ),
      { numRuns: 300 },
    )
  })

  it('read an answer with a question that ends at its question mark, cut off or not', () => {
    const written = ' Ian Murdock\nQuestion: Who founded the Debian project? Answer: somebody'
    for (const stopped of [true, false])
      expect(read(written, 'string', stopped)).toMatchObject({
        ok: true,
        value: { question: 'Who founded the Debian project?', gold: 'Ian Murdock', type: 'string' },
      })
    expect(read(' Ian Murdock\nQuestion: Who founded', 'string', false)).toMatchObject({
      error: { code: 'task.unfinished' },
    })
    expect(read('Ian Murdock founded it.')).toMatchObject({ error: { code: 'brief.form' } })
    expect(read(' five\nQuestion: How many?', 'integer').ok).toBe(false)
  })

  it('give four options in an order that tells nothing of the right one', () => {
    const made = task(' 1993\nWrong answers: 1991; 1999; 2003\nQuestion: When was Debian founded?', 'mcq')
    expect(made.options).toEqual(['1991', '1993', '1999', '2003'])
    expect(made.gold).toBe('B')
    expect(promptText(brief.reasoner(made))).toContain('B) 1993')
    expect(judge({ text: 'Answer: B', stopped: true }, made).verdict).toBe('right')
  })

  it('judge a short answer without a box', () => {
    const made = task(' Ian Murdock\nQuestion: Who founded Debian?')
    expect(promptText(brief.reasoner(made))).not.toContain('boxed')
    expect(judge({ text: 'Answer: Ian Murdock', stopped: true }, made).verdict).toBe('right')
    expect(judge({ text: 'Answer: Linus', stopped: true }, made).verdict).toBe('wrong')
  })
})

describe('the gate that asks with the passage', () => {
  const passage = 'Debian was founded by Ian Murdock.'
  const made = task(' Ian Murdock\nQuestion: Who founded Debian?')
  const completion = (text: string): Generated => ({
    ...{ tokens: [1], logp: [0], entropy: [0], top: [[]] },
    ...{ text, stopped: true },
  })
  /** Answers by whether the passage stands in the prompt. */
  const playerOf = (open: string, closed: string): Player => ({
    name: 'fake',
    encode: encodeParts,
    complete: async (requests) =>
      requests.map(({ parts }) => [completion(promptText(parts).includes(passage) ? open : closed)]),
  })
  const ask = async (player: Player, prompts: 'brief' | 'paper') => {
    const { results, generated } = await openBook(player, [{ passage, task: made, stream: 1 }], {
      ...{ seed: 1, maxNewTokens: 8, prompts },
    })
    const [result] = results
    return { code: result?.passed === false ? result.why?.code : 'passed', generated }
  }

  it('passes what is right with it and not without it', async () => {
    expect(await ask(playerOf('Answer: Ian Murdock', 'Answer: Linus'), 'brief')).toEqual({
      ...{ code: 'passed', generated: 2 },
    })
    expect(await ask(playerOf('Answer: Ian Murdock', 'Answer: Ian Murdock'), 'brief')).toMatchObject({
      code: 'openBook.notNeeded',
    })
    expect(await ask(playerOf('Answer: Linus', 'Answer: Linus'), 'brief')).toMatchObject({
      code: 'openBook.otherAnswer',
    })
  })
  it('asks once in the style of the paper, as it did', async () => {
    expect(await ask(playerOf('Answer: Ian Murdock', 'Answer: Ian Murdock'), 'paper')).toEqual({
      ...{ code: 'passed', generated: 1 },
    })
  })
})
