import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { GateResult, Task } from '../../protocol/records'
import type { AnswerType, GateName } from '../../config/schema'
import { freeText, type PassageAnalyser } from '../analyser'
import { Reading } from '../text/reading'
import { QuestionWindow, questionKey } from './questionWindow'
import { checkCompletion, firstFailure } from './gates'
import { goldInPassage, locateGold } from './goldInPassage'
import { grounded } from './grounded'
import { leak } from './leak'

const task = (type: AnswerType, question: string, gold: string, options: readonly string[] = []): Task => ({
  type,
  question,
  options,
  gold,
  steps: [],
  source: null,
})
const says = (result: GateResult): string => (result.passed ? 'passed' : result.reason)

describe('goldInPassage', () => {
  const has = (type: AnswerType, gold: string, passage: string, options: readonly string[] = []): boolean =>
    goldInPassage(task(type, 'What?', gold, options), new Reading(passage)).passed

  it.each([
    ['42', 'so there were 42.', true],
    ['1234', 'a total of 1,234 books', true],
    ['42', 'a total of 142', false],
    ['42', '42.5 litres and A42', false],
    ['42', 'كان ٤٢ كتابا', true],
    ['42', '现在有42本书。', true],
    ['-5', 'it was −5 degrees', true],
  ])('integer %s in %j: %s', (gold, passage, expected) => {
    expect(has('integer', gold, passage)).toBe(expected)
  })
  it.each([
    ['Ann', 'Joanna met Ann.', true],
    ['Ann', 'Joanna met Anne.', false],
    ['grand aunt', 'her Grand-Aunt', true],
    ['aunt grand', 'her Grand-Aunt', false],
    ['Москва', 'Столица — МОСКВА.', true],
    ['北京', '首都是北京市', true],
    ['القاهرة', 'العاصمة هي القَاهِرة', true],
    ['14', 'about 3.14 metres', false],
  ])('string %s in %j: %s', (gold, passage, expected) => {
    expect(has('string', gold, passage)).toBe(expected)
  })
  it.each([
    ['2*x + 8', 'so she had 8 + 2x books', true],
    ['2(x + 4)', 'so she had 2*x + 8 books', true],
    ['x + 4', 'so she had 2*x + 4 books', false],
    ['x', 'the box was a big one', false],
    ['n - 3', 'Ann had n − 3, and a 3', true],
    ['3', 'she had 3 of them', true],
    ['y', 'Fig. x (and y) too', true],
  ])('expression %s in %j: %s', (gold, passage, expected) => {
    expect(has('expression', gold, passage)).toBe(expected)
  })
  it('looks for the right option of a multiple choice, not for its letter', () => {
    const options = ['1 km', '149,600,000 km', 'x + 4', 'Ann']
    expect(has('mcq', 'B', 'It is 149600000 kilometres, A B C', options)).toBe(false)
    expect(has('mcq', 'B', 'It is 149,600,000 km away', options)).toBe(true)
    expect(has('mcq', 'C', 'then 4 + x', options)).toBe(true)
    expect(has('mcq', 'C', 'then x - 4', options)).toBe(false)
    expect(has('mcq', 'D', 'Susanne', options)).toBe(false)
  })
  it('says where, and has nothing to say without a passage', () => {
    expect(locateGold(task('integer', '', '1234'), new Reading('all 1,234 of them'))).toMatchObject({
      start: 4,
      end: 9,
    })
    expect(goldInPassage(task('integer', '', '1'), null)).toEqual({
      gate: 'goldInPassage',
      passed: true,
      reason: '',
      notApplicable: true,
    })
    expect(says(goldInPassage(task('string', '', 'Ann'), new Reading('Bea')))).toBe(
      'The passage does not say "Ann".',
    )
  })
})

describe('leak', () => {
  it.each([
    [task('integer', 'Sam had 6. He got 5. How many?', '11'), true],
    [task('integer', 'Sam had 6. He got 5, so 11. How many?', '11'), false],
    [task('integer', 'Sam had 110. How many?', '11'), true],
    [task('string', 'Who is the aunt of Ann?', 'aunt'), false],
    [task('string', 'Who came with Susanne?', 'Ann'), true],
    [task('expression', 'She had x + 4 and got 4. What now?', 'x + 8'), true],
    [task('expression', 'She had 8 + x. What now?', 'x + 8'), false],
    [
      task('mcq', 'Ann is taller than Bea. Bea is taller than Cid. Who is tallest?', 'A', [
        'Ann',
        'Bea',
        'Cid',
        'Dan',
      ]),
      true,
    ],
    [task('mcq', 'Ann is tall. Who is tall?', 'A', ['Ann', 'Bea', 'Cid', 'Dan']), false],
    [task('mcq', 'Who is tall?', 'A', ['Ann', 'Bea', 'Cid', 'Dan']), true],
  ])('$question', (each, expected) => {
    expect(leak(each).passed).toBe(expected)
  })
})

describe('grounded', () => {
  const check = (question: string, passage: string): string =>
    says(grounded(task('string', question, 'x'), new Reading(passage)))
  const story =
    'There were 35 books in the box of Sam. Later he gave away 29, and then there were 6. Hugo gave him 5 more.'

  it.each([
    ['Sam had 6 books. Hugo gave him 5 more. How many books does Sam have now?', story],
    ["How many are in Sam's box?", story],
    ['Later he gave away 29. How many?', story],
    ['У Ивана было 35 книг. Сколько книг у Марии?', 'Иван имел 35 книг. Мария пришла.'],
    ['小明有35本书。现在小明一共有多少本书？', '小明有35本书。他很高兴。'],
    ['中国的首都是哪个城市？', '北京是中国的首都，也是一个大城市。'],
    ['太郎は今、本を何冊持っていますか？', '太郎は本を35冊持っている。'],
    ['มาลีมีหนังสือกี่เล่ม', 'มาลีมีหนังสือ 35 เล่ม'],
    ['كم كتابا لدى أحمد الآن؟', 'كان لدى أحمد ٣٥ كتابا.'],
    ['כמה ספרים יש לדניאל עכשיו?', 'לדניאל היו 35 ספרים.'],
    ['민수는 지금 책이 몇 권 있나요?', '민수가 책을 35권 샀다.'],
    ['¿Cuántos libros tiene Lucía?', 'Lucía tiene 35 libros.'],
  ])('passes %s', (question, passage) => {
    expect(check(question, passage)).toBe('passed')
  })
  it.each([
    ['Sam had 7 books. How many?', story, '7'],
    ['Zorg had 6 books. How many?', story, 'zorg'],
    ['How many books does Zorg have?', story, 'zorg'],
    ['Sam had 6 books. How many has Samuel?', story, 'samuel'],
    ['Сколько книг у Петра?', 'Иван имел 35 книг.', 'петра'],
    ['李雷有多少本书？', '小明有35本书。', '李雷'],
    ['كم كتابا لدى سليمان؟', 'كان لدى أحمد ٣٥ كتابا.', 'سليمان'],
    ['כמה ספרים יש לאברהם?', 'לדניאל היו 35 ספרים.', 'אברהם'],
    ['太郎と花子は何人いますか？', '太郎は本を持っている。', '花子'],
    ['민수와 영희는 책이 몇 권 있나요?', '민수가 책을 35권 샀다.', '영희'],
    ['小明有36本书？', '小明有35本书。', '36'],
  ])('refuses %s', (question, passage, what) => {
    expect(check(question, passage)).toContain(what)
  })
})

describe('duplicate', () => {
  it('knows a question by its words, whatever case and punctuation, and by its arithmetic', () => {
    const window = new QuestionWindow(1)
    window.add('How many books, then?')
    expect(window.has('how many  BOOKS then')).toBe(true)
    expect(window.has('How many books now?')).toBe(false)
    expect(questionKey('She had x + 4.')).not.toBe(questionKey('She had x - 4.'))
    expect(questionKey('有35本书？')).toBe(questionKey('有３５本书?'))
  })
  it('is its keys, of which the last ones are kept between rounds', () => {
    const window = new QuestionWindow(1, ['a'])
    for (const each of ['B!', 'c']) window.add(each)
    expect(['a', 'b', 'c', 'd'].map((each) => window.has(each))).toEqual([true, true, true, false])
    expect(window.last(2)).toEqual(['b', 'c'])
    expect(window.last(0)).toEqual([])
    expect(new QuestionWindow(1, window.last(2)).has('a')).toBe(false)
  })
  it('compares triples below similarity 1', () => {
    const asked = 'Sam had 6 books and Hugo gave him 5 more, how many now?'
    const near = 'Sam had 6 books and Hugo gave him 7 more, how many now?'
    expect(new QuestionWindow(1, [questionKey(asked)]).has(near)).toBe(false)
    expect(new QuestionWindow(0.5, [questionKey(asked)]).has(near)).toBe(true)
    expect(
      new QuestionWindow(0.5, [questionKey(asked)]).has('Ann sold 3 of her 9 apples to Bea on Monday'),
    ).toBe(false)
    expect(new QuestionWindow(0.3, ['hi']).has('ho')).toBe(false)
  })
})

describe('checkCompletion', () => {
  const active: readonly GateName[] = [
    'parse',
    'goldInPassage',
    'leak',
    'grounded',
    'duplicate',
    'derivation',
  ]
  const context = (
    passage: string | null,
    analyser: PassageAnalyser = freeText,
  ): Parameters<typeof checkCompletion>[1] => ({
    passage: passage === null ? null : new Reading(passage),
    analyser,
    window: new QuestionWindow(1),
    type: 'integer',
    types: ['integer'],
    active,
  })
  const good = {
    text: ' Sam had 6 books. Hugo gave him 5 more. (11) How many books? Answer: 11',
    stopped: true,
  }
  const passage = 'Sam had 6 books. Hugo gave him 5 more, so he had 11.'

  it('asks every active gate in order and finds the gold', () => {
    const checked = checkCompletion(good, context(passage))
    expect(checked.gates.map((gate) => [gate.gate, gate.passed, gate.notApplicable ?? false])).toEqual([
      ['parse', true, false],
      ['goldInPassage', true, false],
      ['leak', true, false],
      ['grounded', true, false],
      ['duplicate', true, false],
      ['derivation', true, true],
    ])
    expect(firstFailure(checked.gates)).toBeNull()
    expect(checked.task?.source).toEqual({ start: 49, end: 51 })
  })
  it('takes a refusal, and the place of the gold, from the analyser', () => {
    const analyser: PassageAnalyser = {
      ...freeText,
      types: () => ['integer'],
      check: (text) =>
        text === passage
          ? { kind: 'derived', source: { start: 1, end: 2 } }
          : { kind: 'refused', why: { code: 'story.gold', values: {} } },
    }
    expect(checkCompletion(good, context(passage, analyser)).task?.source).toEqual({ start: 1, end: 2 })
    expect(checkCompletion(good, context(`${passage} `, analyser)).gates.at(-1)).toEqual({
      gate: 'derivation',
      passed: false,
      reason: 'The gold is not what the passage states after the premises.',
      why: { code: 'story.gold', values: {} },
    })
  })
  it('stops at a text that does not parse, with a reason', () => {
    expect(checkCompletion({ text: 'nonsense', stopped: true }, context(passage))).toEqual({
      task: null,
      gates: [
        {
          gate: 'parse',
          passed: false,
          reason: 'There is no "Answer:".',
          why: { code: 'task.noAnswer', values: {} },
        },
      ],
      duplicate: false,
    })
  })
  it('asks parse alone where only that is active, and still notices a repeat', () => {
    const paper = {
      ...context(passage),
      active: ['parse'] as const,
      window: new QuestionWindow(1, [questionKey('Sam had 6 books. Hugo gave him 5 more. How many books?')]),
    }
    const checked = checkCompletion(good, paper)
    expect(checked.gates).toHaveLength(1)
    expect(checked.duplicate).toBe(true)
    expect(firstFailure(checked.gates)).toBeNull()
  })
  it('holds nothing about the passage against a task without a corpus', () => {
    const gates = checkCompletion(good, context(null)).gates
    expect(gates.filter((gate) => gate.notApplicable === true).map((gate) => gate.gate)).toEqual([
      'goldInPassage',
      'grounded',
      'derivation',
    ])
  })
  it('answers any text about any passage', () => {
    const anyText = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 100 }),
      fc
        .array(fc.constantFrom('Sam', ' 6', ' x + ', '(', '. ', 'Answer: ', '有', 'كم ', '?', '٣'), {
          maxLength: 40,
        })
        .map((parts) => parts.join('')),
    )
    fc.assert(
      fc.property(
        anyText,
        anyText,
        fc.constantFrom('integer', 'expression', 'string'),
        (text, about, type) => {
          const checked = checkCompletion(
            { text: `${text} who? Answer: ${text.slice(0, 3)}`, stopped: true },
            { ...context(about), type, types: [type] },
          )
          expect(checked.gates.length).toBeGreaterThan(0)
          for (const gate of checked.gates) expect(gate.reason === '').toBe(gate.passed)
        },
      ),
    )
  })
})
