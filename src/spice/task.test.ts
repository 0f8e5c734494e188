import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { answerTypes, type AnswerType } from '../config/schema'
import { goldText, parseTask, premiseCount } from './task'
import { inEnglish } from './englishReasons'

const read = (type: AnswerType | null, text: string, stopped = true): ReturnType<typeof parseTask> =>
  parseTask({ text, stopped }, { type, active: ['integer', 'mcq', 'string', 'expression'] })
const code = (type: AnswerType | null, text: string): string => {
  const result = read(type, text)
  return result.ok ? 'ok' : result.error.code
}
const must = (
  type: AnswerType | null,
  text: string,
): (ReturnType<typeof parseTask> & { ok: true })['value'] => {
  const result = read(type, text)
  if (!result.ok) throw new Error(inEnglish(result.error))
  return result.value
}

describe('parseTask', () => {
  it('takes the worked values out and keeps them as steps', () => {
    const task = must(
      'integer',
      ' Sam had 6 books. Hugo gave him 5 more. (11) After lunch he picked up 31. (42) How many books does Sam have now? Answer: 42',
    )
    expect(task.question).toBe(
      'Sam had 6 books. Hugo gave him 5 more. After lunch he picked up 31. How many books does Sam have now?',
    )
    expect(task.steps).toEqual([
      { premise: 'Hugo gave him 5 more.', value: '11' },
      { premise: 'After lunch he picked up 31.', value: '42' },
    ])
    expect(task.gold).toBe('42')
    expect(premiseCount(task)).toBe(3)
  })

  it('takes nested brackets out whole, and leaves brackets inside a sentence alone', () => {
    expect(
      must('expression', 'Ann had x. She got 3 (red) ones. (2*(x + 3)) How many? Answer: 2*(x+3)').question,
    ).toBe('Ann had x. She got 3 (red) ones. How many?')
  })

  it('reads four options and the letter', () => {
    const task = must(
      'mcq',
      ' How far is the Sun? A) 1 km B) 149,600,000 km C) 3 km D) 4 km Answer: B) 149,600,000 km',
    )
    expect(task.options).toEqual(['1 km', '149,600,000 km', '3 km', '4 km'])
    expect(task.gold).toBe('B')
    expect(goldText(task)).toBe('149,600,000 km')
  })

  it('reads other scripts', () => {
    expect(must('integer', '小明有35本书。他给了5本。(30) 还有多少本书？ Answer: ３０').steps).toEqual([
      { premise: '他给了5本。', value: '30' },
    ])
    expect(must('string', 'Какой город столица? Answer：Москва').gold).toBe('Москва')
    expect(must('integer', 'كم بقي؟ Answer: ٣٠').gold).toBe('٣٠')
  })

  it('reads the type from the text where the Challenger chooses it', () => {
    expect(must(null, ' string: Who? Answer: Ann').type).toBe('string')
    expect(code(null, ' Who? Answer: Ann')).toBe('task.noType')
    expect(
      parseTask({ text: 'mcq: Who? Answer: A', stopped: true }, { type: null, active: ['string'] }),
    ).toMatchObject({ ok: false, error: { code: 'task.typeNotInPlay' } })
  })

  const failures: [AnswerType | null, string, string][] = [
    ['integer', '', 'task.noAnswer'],
    ['integer', 'How many? 42', 'task.noAnswer'],
    ['integer', 'How many? Answer:', 'task.emptyAnswer'],
    ['integer', ' Answer: 42', 'task.noQuestion'],
    ['integer', ' ... Answer: 42', 'task.noQuestion'],
    ['integer', 'How many? Answer: many', 'gold.notInteger'],
    ['integer', 'How many? Answer: 4.5', 'gold.notInteger'],
    ['integer', 'How many? Answer: 42 books', 'gold.notInteger'],
    ['integer', 'How many? Answer: 4\n2', 'gold.notInteger'],
    ['integer', 'Who? A) 1 B) 2 C) 3 D) 4 Answer: 4', 'task.strayOptions'],
    ['string', 'Who? Answer: one two three four', 'gold.tooManyWords'],
    ['string', 'Who? Answer: ...', 'gold.noWord'],
    ['expression', 'What? Answer: x +', 'gold.notExpression'],
    ['expression', 'What? Answer: Paris', 'gold.notExpression'],
    ['mcq', 'Who? Answer: A', 'options.order'],
    ['mcq', 'Who? A) 1 B) 2 C) 3 Answer: A', 'options.order'],
    ['mcq', 'Who? A) 1 B) 2 C) 3 D) 4 E) 5 Answer: A', 'options.order'],
    ['mcq', 'Who? A) 1 C) 2 B) 3 D) 4 Answer: A', 'options.order'],
    ['mcq', 'Who? A) 1 B) C) 3 D) 4 Answer: A', 'options.empty'],
    ['mcq', 'Who? A) Ann B) Bea C) ann. D) Dan Answer: A', 'options.same'],
    ['mcq', 'Who? A) 1 B) 2 C) 3 D) 4 Answer: E', 'gold.notLetter'],
    ['mcq', 'Who? A) 1 B) 2 C) 3 D) 4 Answer: Dan', 'gold.notLetter'],
    ['mcq', 'A) 1 B) 2 C) 3 D) 4 Answer: D', 'task.noQuestion'],
  ]
  it.each(failures)('%s %j fails as %s', (type, text, expected) => {
    expect(code(type, text)).toBe(expected)
  })

  it('refuses a text that was cut off, whose gold may be half written', () => {
    expect(read('integer', 'How many? Answer: 4', false)).toMatchObject({
      ok: false,
      error: { code: 'task.unfinished' },
    })
  })

  it('answers any text with a task or with one sentence', () => {
    const pieces = fc.constantFrom(
      ' Answer: ',
      'A) ',
      ' B) x',
      ' C) y',
      ' D) z',
      '(',
      ')',
      '. (3) ',
      'How many? ',
      '42',
      'integer:',
      '\n',
      '\\boxed{',
      '٣',
      '。',
    )
    const text = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 200 }),
      fc
        .array(fc.oneof(pieces, fc.string({ maxLength: 5 })), { maxLength: 30 })
        .map((parts) => parts.join('')),
    )
    fc.assert(
      fc.property(text, fc.constantFrom(...answerTypes, null), (written, type) => {
        const result = read(type, written)
        if (result.ok) {
          expect(result.value.question).not.toBe('')
          expect(result.value.options.length).toBe(result.value.type === 'mcq' ? 4 : 0)
        } else expect(inEnglish(result.error)).toMatch(/\.$|\?$/)
      }),
      { numRuns: 500 },
    )
  })

  it('reads bytes that are no text, and long runs of brackets, in no time', () => {
    const began = performance.now()
    for (const piece of ['(', '.(', ' A)', 'Answer:', '. (1) ', '\\boxed{', '1,234'])
      read('mcq', piece.repeat(3000))
    expect(performance.now() - began).toBeLessThan(2000)
    const bytes = Uint8Array.from({ length: 256 }, (_, i) => i)
    expect(read('string', new TextDecoder().decode(bytes)).ok).toBe(false)
  })
})
