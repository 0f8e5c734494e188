// Every reason has a sentence in every language that says all that the reason is about.
import { describe, expect, it } from 'vitest'
import { reason, tellReason, type Reason, type ReasonWords } from '../../protocol/refusal'
import { reasons as de } from './de/reasons'
import { reasons as en } from './en/reasons'
import { reasonOf } from './reason'

const why = reason('run.size', { most: 77 })
/** One of every code: the compiler asks for those whose values are missing. */
const all: { readonly [C in Reason['code']]: (Reason & { readonly code: C })['values'] } = {
  'task.unfinished': {},
  'task.noType': { types: ['type-a', 'type-b'] },
  'task.typeNotInPlay': { type: 'type-a' },
  'task.noAnswer': {},
  'task.emptyAnswer': {},
  'task.noQuestion': {},
  'task.strayOptions': { type: 'type-a' },
  'json.none': {},
  'json.noQuestion': {},
  'brief.form': {},
  'task.copied': { words: 'five words of the prompt' },
  'json.tooSimple': {},
  'json.noType': { types: ['Type-A', 'Type-B'] },
  'json.otherType': { named: '"Name"', wanted: 'Type-A' },
  'json.noAnswer': {},
  'json.emptyAnswer': {},
  'options.order': {},
  'options.count': {},
  'options.empty': {},
  'options.same': {},
  'gold.notInteger': { gold: 'three (3)' },
  'gold.notExpression': { why },
  'gold.noWord': {},
  'gold.tooManyWords': { words: 41, most: 42 },
  'gold.notLetter': { gold: 'three (3)' },
  'algebra.characters': { most: 41 },
  'algebra.empty': {},
  'algebra.nested': {},
  'algebra.large': {},
  'algebra.digits': { most: 41 },
  'algebra.letter': { letter: '$' },
  'algebra.divides': {},
  'algebra.syntax': {},
  'algebra.operand': {},
  'algebra.variable': { name: 'xyz' },
  'algebra.function': { name: 'sinh' },
  'program.noInput': {},
  'program.inputs': { wanted: 4 },
  'program.fails': { input: 41, why },
  'program.unsteady': {},
  'program.empty': {},
  'program.words': { words: 41, most: 42 },
  'program.noOpening': { before: 'dup' },
  'program.noClosing': {},
  'program.strayClosing': {},
  'program.nested': { most: 41 },
  'program.repeat': {},
  'program.word': { word: 'jump' },
  'run.divides': {},
  'run.emptyStack': {},
  'run.stack': { most: 41 },
  'run.size': { most: 41 },
  'run.steps': { most: 41 },
  'gap.otherFits': { option: 'three (3)' },
  'cloze.noSpan': {},
  'cloze.form': { wanted: 4 },
  'cloze.span': { number: 41 },
  'cloze.option': { number: 41 },
  'gold.notInPassage': { gold: 'three (3)' },
  'question.holdsGold': { gold: 'three (3)' },
  'question.number': { number: '41' },
  'question.name': { name: 'Ann' },
  'question.repeated': {},
  'openBook.noAnswer': {},
  'openBook.notNeeded': {},
  'openBook.otherAnswer': { answer: 'three (3)' },
  'solver.unreadable': {},
  'solver.otherAnswer': { answer: 'three (3)' },
  'story.type': { carries: 'type-a', type: 'type-b' },
  'story.short': {},
  'story.start': {},
  'story.premises': {},
  'story.asked': {},
  'story.worked': {},
  'story.gold': {},
}

function* texts(values: object): Generator<string> {
  for (const value of Object.values(values) as unknown[]) {
    if (typeof value === 'object' && value !== null) yield* 'code' in value ? ['77'] : texts(value)
    else yield String(value)
  }
}

describe.each([
  ['en', en],
  ['de', de],
] satisfies [string, ReasonWords][])('reasons in %s', (_, table) => {
  it.each(Object.entries(all))('%s says all that it is about', (code, values) => {
    const said = tellReason(table, { code, values } as Reason)
    for (const text of texts(values)) expect(said).toContain(text)
    expect(said).not.toContain('undefined')
    expect(/^(algebra)\./.test(code) || said.endsWith('.')).toBe(true)
  })
  it('has a sentence of its own for each', () => {
    const said = Object.entries(all).map(([code, values]) => tellReason(table, { code, values } as Reason))
    expect(new Set(said).size).toBe(said.length)
  })
})

describe('reasonOf', () => {
  it('takes the sentence of an older record, and the data of a newer one', () => {
    expect(reasonOf({ reason: 'As it was written.' })).toBe('As it was written.')
    const newer = { reason: '', why: reason('gold.notInPassage', { gold: 'three (3)' }) }
    expect(reasonOf(newer)).toBe('The passage does not say "three (3)".')
  })
})
