import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { integerOf, numberOf, numbersIn } from './numbers'
import { isQuestion, sentences } from './sentences'
import { asciiDigits, countWords, findPhrases, fold, words } from './splitWords'

const anyText = fc.string({ unit: 'binary', maxLength: 80 })

describe('words', () => {
  it('folds case, width, composition and vowel signs', () => {
    expect(words("Hugo's CAFÉ").map((each) => each.text)).toEqual(["hugo's", 'café'])
    expect(fold('ＡＢＣ１２')).toBe('abc12')
    expect(fold('cafe\u0301')).toBe(fold('caf\u00e9'))
    expect(fold('كِتَاب')).toBe(fold('كتاب'))
    expect(fold('ΟΔΟΣ')).toBe(fold('οδος'))
    expect(fold('STRASSE')).toBe(fold('Straße'))
  })

  it('gives each character of a script without spaces, and places in the text', () => {
    expect(words('小明有35本书').map((each) => each.text)).toEqual(['小', '明', '有', '35', '本', '书'])
    fc.assert(
      fc.property(anyText, (text) => {
        for (const word of words(text)) expect(fold(text.slice(word.start, word.end))).toBe(word.text)
      }),
    )
  })

  it('finds a phrase as words, not as letters', () => {
    expect(findPhrases(words('The aunt of Ann, Mary-Jane'), 'ann')).toEqual([{ start: 12, end: 15 }])
    expect(findPhrases(words('Joanna and Susanne'), 'Ann')).toEqual([])
    expect(findPhrases(words('Mary Jane'), 'Jane Mary')).toEqual([])
    expect(findPhrases(words('anything'), '...')).toEqual([])
    expect(findPhrases(words('首都是北京市。'), '北京')).toEqual([{ start: 3, end: 5 }])
    expect(findPhrases(words('Столица — Москва.'), 'МОСКВА')).toEqual([{ start: 10, end: 16 }])
    expect(findPhrases(words('عاصمة مصر القاهرة'), 'القَاهِرة')).toHaveLength(1)
  })

  it('counts words as a reader would', () => {
    expect(countWords('Mount Everest')).toBe(2)
    expect(countWords('北京')).toBeLessThanOrEqual(1)
    expect(countWords(' .,; ')).toBe(0)
  })

  it('reads the digits of every script', () => {
    for (let code = 0; code < 0x20000; code++) {
      const letter = String.fromCodePoint(code)
      if (!/\p{Nd}/u.test(letter)) continue
      const compatible = letter.normalize('NFKC')
      if (/^\d$/.test(compatible)) expect(asciiDigits(letter)).toBe(compatible)
    }
    expect(asciiDigits('٠١٢٣٤٥٦٧٨٩ ०१२३४५६७८९ ๐๑๒๓๔๕๖๗๘๙')).toBe('0123456789 0123456789 0123456789')
  })
})

describe('numbersIn', () => {
  const values = (text: string): string[] => numbersIn(text).map((each) => each.value)
  it.each([
    ['He had 35 books, then 6.', ['35', '6']],
    ['149,600,000 km', ['149600000']],
    ['1.234.567 and 12,34,567', ['1234567', '1234567']],
    ['100\u00a0000 people', ['100000']],
    ['3.14 and 3,14', ['3.14', '3.14']],
    ['-5, −7, +3, 10-20, (4)', ['-5', '-7', '3', '10', '20', '4']],
    ['A42 and 42km', ['42']],
    ['007 and 2.50', ['7', '2.5']],
    ['小明有35本书', ['35']],
    ['كان لديه ٣٥ كتابا و١٬٠٠٠', ['35', '1000']],
    ['１２，３４５ 円', ['12345']],
    ['no number', []],
  ])('%s', (text, expected) => {
    expect(values(text)).toEqual(expected)
  })

  it('gives places that hold the value', () => {
    fc.assert(
      fc.property(
        fc.array(fc.oneof(fc.integer(), fc.constantFrom('a', ' ', ',', '.', '-', 'ب', '万', '٣'))),
        (parts) => {
          const text = parts.join('')
          for (const token of numbersIn(text))
            expect(/\p{Nd}/u.test(text.slice(token.start, token.end))).toBe(true)
        },
      ),
    )
  })
})

describe('integerOf', () => {
  it.each([
    ['42', '42'],
    [' +42 ', '42'],
    ['042', '42'],
    ['42.0', '42'],
    ['−42', '-42'],
    ['– 42', '-42'],
    ['-0', '0'],
    ['1,234', '1234'],
    ['４２', '42'],
    ['٤٢', '42'],
    ['123456789012345678901234567890', '123456789012345678901234567890'],
  ])('%j is %s', (text, value) => {
    expect(integerOf(text)).toBe(value)
  })
  it.each(['', '42 books', '4 2', '4.2', 'forty-two', '42-', '0x2a', '1e3', '12,34', '--4', '½', 'NaN'])(
    '%j is none',
    (text) => {
      expect(integerOf(text)).toBeNull()
    },
  )
  it('round-trips every integer', () => {
    fc.assert(
      fc.property(fc.bigInt(), (value) => {
        expect(integerOf(String(value))).toBe(String(value))
        expect(numberOf(value.toLocaleString('en-US'))).toBe(String(value))
      }),
    )
  })
})

describe('sentences', () => {
  it.each([
    [
      'Sam had 3.5 litres. He drank 1! How much is left?',
      ['Sam had 3.5 litres.', 'He drank 1!', 'How much is left?'],
    ],
    ['小明有35本书。他给了5本。还有多少？', ['小明有35本书。', '他给了5本。', '还有多少？']],
    ['كان لديه ٣٥ كتابا. كم بقي؟', ['كان لديه ٣٥ كتابا.', 'كم بقي؟']],
    ['He said "no." Why?', ['He said "no."', 'Why?']],
    ['no mark', ['no mark']],
    ['  ', []],
  ])('%s', (text, expected) => {
    expect(sentences(text)).toEqual(expected)
  })
  it('loses nothing but white space', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        expect(sentences(text).join('').replace(/\s/gu, '')).toBe(text.replace(/\s/gu, ''))
      }),
    )
  })
  it('knows a question by its mark', () => {
    expect(['Why?', '为什么？', 'لماذا؟', 'No.'].map(isQuestion)).toEqual([true, true, true, false])
  })
})
