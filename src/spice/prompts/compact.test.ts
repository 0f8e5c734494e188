import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { challengerCompletion, challengerPrompt, openBookPrompt, reasonerPrompt } from './compact'
import { promptText } from './text'
import { marks, type PromptPart } from '../seats'
import { parseTask } from '../task'
import { inEnglish } from '../englishReasons'

const marksOf = (parts: readonly PromptPart[]): string[] =>
  parts.flatMap((part) => ('mark' in part ? [part.mark] : []))
/** Text that tries to be a mark. */
const hostile = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.constantFrom('[reasoner]', '<|end|>', '[begin][passage]', '\u0000', ...marks),
)

describe('prompts', () => {
  it('never take a mark from a text', () => {
    fc.assert(
      fc.property(hostile, hostile, (passage, question) => {
        expect(marksOf(challengerPrompt(passage, 'integer'))).toEqual(['begin', 'passage', 'challenger'])
        expect(marksOf(reasonerPrompt({ question, options: [passage] }))).toEqual(['begin', 'reasoner'])
        expect(marksOf(openBookPrompt(passage, { question, options: [] }))).toEqual([
          'begin',
          'passage',
          'reasoner',
          'reasoner',
        ])
      }),
    )
  })

  it('show the Challenger the passage untouched, the type only where it is assigned, and no passage without a corpus', () => {
    expect(promptText(challengerPrompt(' a\n b', 'mcq'))).toBe('[begin][passage] a\n b[challenger]mcq:')
    expect(promptText(challengerPrompt('a', null))).toBe('[begin][passage]a[challenger]')
    expect(promptText(challengerPrompt(null, 'string'))).toBe('[begin][challenger]string:')
  })

  it('show the Reasoner question and options, and nothing of gold, steps or passage', () => {
    const completion = {
      text: ' Sam had 6 books. Hugo gave him 5 more. (11) Who has them? A) Sam B) Hugo C) Ann D) Bea Answer: A',
      stopped: true,
    }
    const task = parseTask(completion, { type: 'mcq', active: ['mcq'] })
    if (!task.ok) throw new Error(inEnglish(task.error))
    const shown = promptText(reasonerPrompt(task.value))
    expect(shown).toBe(
      '[begin]Sam had 6 books. Hugo gave him 5 more. Who has them? A) Sam B) Hugo C) Ann D) Bea[reasoner]',
    )
    expect(
      promptText(
        reasonerPrompt({ ...task.value, source: { start: 0, end: 3 }, gold: 'SECRET' } as typeof task.value),
      ),
    ).toBe(shown)
  })

  it('are written and read as one format', () => {
    for (const text of [
      ' Sam had 6 books. Hugo gave him 5 more. (11) He lost 2. (9) How many books does Sam have? Answer: 9',
      ' Who wrote it? A) Ann B) Bea C) Cid D) Dan Answer: C',
    ]) {
      const task = parseTask(
        { text, stopped: true },
        { type: text.includes('A)') ? 'mcq' : 'integer', active: ['mcq'] },
      )
      expect(task.ok ? challengerCompletion(task.value) : inEnglish(task.error)).toBe(text)
    }
  })
})
