import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { answerTypes, type AnswerType } from '../../config/schema'
import {
  paperChallengerPrompt,
  paperOpenBookPrompt,
  paperReasonerPrompt,
  parseSelector,
  selectorPrompt,
} from './paper'
import { firstObject, TASK_OPENING } from './json'
import { parsePaperTask } from './paperTask'
import { promptText } from './text'
import { judge } from '../verifier'
import { answers } from '../answers'
import { inEnglish } from '../englishReasons'

/** As the Challenger writes it: without the opening that stands in its prompt. */
const written = (json: Record<string, unknown>): { text: string; stopped: boolean } => {
  const text = JSON.stringify(json).replace(/^\{"question":"/, '')
  return { text, stopped: true }
}
const task = (json: Record<string, unknown>, type: AnswerType | null = 'string') =>
  parsePaperTask(written({ question: 'Which gas do plants take in?', ...json }), {
    type,
    active: answerTypes,
  })
const codeOf = (result: ReturnType<typeof parsePaperTask>): string =>
  result.ok ? 'accepted' : result.error.code

describe('the prompts of the paper', () => {
  it('show the passage to the Challenger untouched and the answer form that was chosen, with an example that parses', () => {
    for (const type of answerTypes) {
      const shown = promptText(paperChallengerPrompt(' A passage\n of two lines. ', type))
      expect(shown).toContain('Document:\n A passage\n of two lines. \n\n')
      expect(shown.endsWith(`[challenger]${TASK_OPENING}`)).toBe(true)
      const example = shown.slice(
        shown.lastIndexOf(TASK_OPENING, shown.length - TASK_OPENING.length - 1) + TASK_OPENING.length,
        shown.lastIndexOf('[challenger]'),
      )
      expect(codeOf(parsePaperTask({ text: example, stopped: true }, { type, active: answerTypes }))).toBe(
        'accepted',
      )
    }
    expect(promptText(paperChallengerPrompt(null, 'string'))).not.toContain('ocument')
    expect(promptText(selectorPrompt('PASSAGE'))).toContain('PASSAGE')
  })

  it('show the Reasoner the question and its options, and nothing of gold or passage', () => {
    const parsed = task(
      {
        question: 'Which planet is closest to the sun?',
        options: ['Venus', 'Mercury', 'Mars', 'Earth'],
        answer: 'B',
      },
      'mcq',
    )
    if (!parsed.ok) throw new Error(inEnglish(parsed.error))
    const shown = promptText(paperReasonerPrompt(parsed.value))
    expect(shown).toBe(
      '[begin]Which planet is closest to the sun? A) Venus B) Mercury C) Mars D) Earth\nReason step by step, and put your final answer in \\boxed{}.[reasoner]',
    )
    expect(promptText(paperReasonerPrompt({ ...parsed.value, gold: 'SECRET' } as typeof parsed.value))).toBe(
      shown,
    )
    expect(promptText(paperOpenBookPrompt('PASSAGE', parsed.value))).toContain('PASSAGE')
  })

  it('never take a mark from a text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (passage) => {
        for (const parts of [
          selectorPrompt(passage),
          paperChallengerPrompt(passage, 'mcq'),
          paperReasonerPrompt({ question: passage, options: [passage] }),
        ]) {
          expect(parts.filter((part) => 'mark' in part).length).toBe(2)
        }
      }),
    )
  })
})

describe('parsePaperTask', () => {
  it('reads a task of every type, with fields of the paper around it', () => {
    expect(
      task({
        answer: 'Carbon dioxide',
        answer_type: 'String',
        relevant_quotes: ['{"not": "this"}'],
        difficulty_level: 'hard',
      }),
    ).toEqual({
      ok: true,
      value: {
        type: 'string',
        question: 'Which gas do plants take in?',
        options: [],
        gold: 'Carbon dioxide',
        steps: [],
        source: null,
      },
    })
    expect(task({ answer: 36 }, 'integer')).toMatchObject({ ok: true, value: { gold: '36' } })
    expect(task({ answer: '2*x + 5', answer_type: 'Expression' }, null)).toMatchObject({
      ok: true,
      value: { type: 'expression' },
    })
    const inside = { question: '', multiple_choice_question: undefined, answer: 'C) Mars' }
    expect(
      task({ ...inside, question: 'Which one is red?\nA) Venus\nB) Mercury\nC) Mars\nD) Earth' }, 'mcq'),
    ).toMatchObject({
      ok: true,
      value: { question: 'Which one is red?', gold: 'C', options: ['Venus', 'Mercury', 'Mars', 'Earth'] },
    })
  })

  it('reads past what a model says after its object, and takes an object that closed before the tokens ran out', () => {
    const text =
      'Who wrote {it}?", "answer": "Ann \\"A\\" Lee", "answer_type": "String"} I hope this helps! {'
    expect(parsePaperTask({ text, stopped: false }, { type: 'string', active: answerTypes })).toMatchObject({
      ok: true,
      value: { question: 'Who wrote {it}?', gold: 'Ann "A" Lee' },
    })
  })

  it.each<[string, Record<string, unknown>, AnswerType | null, string]>([
    ['no answer', {}, 'string', 'json.noAnswer'],
    ['a list for an answer', { answer: ['x'] }, 'string', 'json.noAnswer'],
    ['an empty answer', { answer: '  ' }, 'string', 'json.emptyAnswer'],
    ['an empty question', { question: '', answer: 'x' }, 'string', 'json.tooSimple'],
    ['a question that is a list', { question: ['x'], answer: 'x' }, 'string', 'json.noQuestion'],
    ['too many words', { answer: 'one two three four' }, 'string', 'gold.tooManyWords'],
    ['a number with a unit', { answer: '36 loaves' }, 'integer', 'gold.notInteger'],
    ['another type than was asked for', { answer: '36', answer_type: 'Integer' }, 'string', 'json.otherType'],
    ['no type where it has to choose one', { answer: 'x' }, null, 'json.noType'],
    ['three options', { options: ['a', 'b', 'c'], answer: 'A' }, 'mcq', 'options.count'],
    ['two equal options', { options: ['a', 'b', 'c', 'A'], answer: 'A' }, 'mcq', 'options.same'],
    ['an option that is a number', { options: ['a', 'b', 'c', 4], answer: 'A' }, 'mcq', 'options.count'],
    ['no options', { answer: 'A' }, 'mcq', 'options.order'],
    ['a letter that is none', { options: ['a', 'b', 'c', 'd'], answer: 'E' }, 'mcq', 'gold.notLetter'],
  ])('names %s', (_, json, type, code) => {
    expect(codeOf(task(json, type))).toBe(code)
  })

  it('names what is no JSON, and what was cut off', () => {
    const options = { type: 'string' as const, active: answerTypes }
    expect(codeOf(parsePaperTask({ text: 'What is it?', stopped: true }, options))).toBe('json.none')
    expect(codeOf(parsePaperTask({ text: 'What is it?', stopped: false }, options))).toBe('task.unfinished')
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.boolean(), (text, stopped) => {
        const result = parsePaperTask({ text, stopped }, options)
        if (!result.ok) expect(inEnglish(result.error).endsWith('.')).toBe(true)
      }),
    )
  })

  it('costs little for a text of braces', () => {
    const begun = performance.now()
    expect(firstObject('{'.repeat(5000))).toBe(null)
    expect(performance.now() - begun).toBeLessThan(2000)
  })
})

describe('parseSelector', () => {
  const said = (json: string) => parseSelector(json, ['integer', 'mcq'])
  it('takes one of the two formats, and a type in play', () => {
    expect(
      said('true, "suitable_for_free_form": false, "best_answer_type": null, "reason": "relations"}'),
    ).toBe('mcq')
    expect(
      said('false, "suitable_for_free_form": true, "best_answer_type": "Integer", "reason": "a sum"}'),
    ).toBe('integer')
    for (const bad of [
      'true, "suitable_for_free_form": true}',
      'false, "suitable_for_free_form": true, "best_answer_type": "String"}',
      'false, "suitable_for_free_form": true}',
      'maybe',
      '"yes", "suitable_for_free_form": false}',
    ])
      expect(said(bad)).toBeNull()
  })
  it('knows every type by the name that the prompt gives it', () => {
    expect(new Set(Object.values(answers).map(({ wording }) => wording.title)).size).toBe(answerTypes.length)
  })
})

describe('a boxed answer', () => {
  it('is judged against the gold of a paper task', () => {
    const parsed = task({ options: ['Venus', 'Mercury', 'Mars', 'Earth'], answer: 'B' }, 'mcq')
    if (!parsed.ok) throw new Error(inEnglish(parsed.error))
    const generated = { tokens: [], logp: [], entropy: [], top: [], stopped: true }
    expect(
      judge({ ...generated, text: 'It is the closest. \\boxed{B) Mercury}' }, parsed.value).verdict,
    ).toBe('right')
    expect(judge({ ...generated, text: 'I think \\boxed{C}' }, parsed.value).verdict).toBe('wrong')
  })
})
