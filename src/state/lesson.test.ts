import fc from 'fast-check'
import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { gateNames } from '../config/schema'
import { viewNames } from './address'
import {
  hideable,
  parseLesson,
  parseLessonLink,
  printLesson,
  readLesson,
  satisfied,
  targets,
  type Lesson,
  type PageSnapshot,
  type Wait,
} from './lesson'
import { phases } from './timeline'

const wait: fc.Arbitrary<Wait> = fc.oneof(
  fc.record({ kind: fc.constant('phase' as const), phase: fc.constantFrom(...phases) }),
  fc.record({ kind: fc.constant('right' as const), right: fc.nat(8) }),
  fc.record({ kind: fc.constant('asked' as const), gate: fc.constantFrom(...gateNames, 'valid' as const) }),
  fc.record({ kind: fc.constantFrom('token' as const, 'answered' as const, 'live' as const) }),
  fc.record({ kind: fc.constant('view' as const), view: fc.constantFrom(...viewNames) }),
)
const lesson: fc.Arbitrary<Lesson> = fc.record({
  v: fc.constant(1 as const),
  id: fc.constantFrom('a', 'b-c'),
  title: fc.string({ minLength: 1, maxLength: 60, unit: 'grapheme' }),
  about: fc.string({ maxLength: 80 }),
  minutes: fc.integer({ min: 1, max: 60 }),
  hide: fc.subarray([...hideable]),
  steps: fc.array(
    fc.record(
      {
        title: fc.string({ unit: 'grapheme', maxLength: 50 }),
        text: fc.string({ unit: 'grapheme', maxLength: 200 }),
        look: fc.constantFrom(...targets),
        wait,
        at: fc.record(
          { view: fc.constantFrom(...viewNames), round: fc.nat(50), phase: fc.constantFrom(...phases) },
          { requiredKeys: ['view'] },
        ),
      },
      { requiredKeys: ['title', 'text'] },
    ),
    { minLength: 1, maxLength: 6 },
  ),
})

describe('a lesson', () => {
  it('has a link at its own limits', () => {
    const step = { title: '題'.repeat(200), text: '學'.repeat(2000) }
    const long = readLesson({ v: 1, title: 'long', steps: Array.from({ length: 40 }, () => step) })
    if (!long.ok) throw new Error(long.error.message)
    expect(parseLessonLink(printLesson(long.value))).toEqual(long)
  })

  it('survives file and link', () => {
    fc.assert(
      fc.property(lesson, (each) => {
        expect(parseLesson(JSON.stringify(each))).toEqual({ ok: true, value: each })
        const link = printLesson(each)
        expect(link).toMatch(/^~[\w-]+$/)
        expect(parseLessonLink(link)).toEqual({ ok: true, value: each })
      }),
    )
  })

  it('refuses what is none in one clear line, and never throws', () => {
    for (const input of ['', '[]', '{"v":2}', '{"v":1,"steps":[]}', 'null']) {
      const read = parseLesson(input)
      expect(read.ok ? '' : read.error.message).toMatch(/lesson/)
    }
    fc.assert(fc.property(fc.string(), (input) => void parseLessonLink(input)))
    fc.assert(fc.property(fc.anything(), (input) => void readLesson(input)))
  })

  it('keeps paths and unknown controls out', () => {
    const read = readLesson({
      v: 1,
      title: 't',
      recording: '../../secret',
      hide: ['everything', 'speed'],
      steps: [{ title: 's', text: '', look: 'body', wait: { kind: 'shell' }, at: { view: 'elsewhere' } }],
    })
    expect(read).toMatchObject({ ok: true, value: { hide: ['speed'], steps: [{ title: 's', text: '' }] } })
    expect(read.ok && 'recording' in read.value).toBe(false)
  })
})

describe('waiting', () => {
  const seen: PageSnapshot = {
    view: 'episodes',
    phase: 'rewards',
    rightTurned: null,
    trains: null,
    token: false,
    answered: 0,
    asked: [],
    compared: 0,
    measured: 0,
    live: false,
  }
  it('is over when the action was done, and not before', () => {
    const cases: readonly (readonly [Wait, Partial<PageSnapshot>])[] = [
      [{ kind: 'phase', phase: 'advantages' }, { phase: 'weights' }],
      [{ kind: 'right', right: 4 }, { rightTurned: 4 }],
      [{ kind: 'learns', trains: 'reasoner' }, { trains: 'reasoner' }],
      [{ kind: 'view', view: 'play' }, { view: 'play' }],
      [{ kind: 'token' }, { token: true }],
      [{ kind: 'answered' }, { answered: 1 }],
      [{ kind: 'asked', gate: 'leak' }, { asked: ['leak'] }],
      [{ kind: 'compared', runs: 2 }, { compared: 2 }],
      [{ kind: 'measured', readings: 5 }, { measured: 5 }],
      [{ kind: 'live' }, { live: true }],
    ]
    for (const [each, change] of cases) {
      expect(satisfied(each, seen), each.kind).toBe(false)
      expect(satisfied(each, { ...seen, ...change }), each.kind).toBe(true)
    }
  })
})

describe('the lessons that ship', () => {
  const root = new URL('../../public/lessons/', import.meta.url)
  const languages = readdirSync(root, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
  it.each(languages)(
    'in %s: those of the index, each with five steps or more, two of which wait for a real action, nothing lost in reading',
    (language) => {
      const files = readdirSync(new URL(`${language}/`, root))
        .filter((name) => name !== 'index.json')
        .sort()
      expect(files.length).toBeGreaterThanOrEqual(5)
      const index = JSON.parse(readFileSync(new URL(`${language}/index.json`, root), 'utf8')) as {
        readonly id: string
        readonly title: string
      }[]
      expect(files).toEqual(index.map(({ id }) => `${id}.json`).sort())
      expect(files).toEqual(
        readdirSync(new URL('en/', root))
          .filter((name) => name !== 'index.json')
          .sort(),
      )
      for (const name of files) {
        const text = readFileSync(new URL(`${language}/${name}`, root), 'utf8')
        const read = parseLesson(text)
        if (!read.ok) throw new Error(`${name}: ${read.error.message}`)
        expect(read.value, name).toEqual(JSON.parse(text))
        expect(read.value.steps.length, name).toBeGreaterThanOrEqual(5)
        expect(
          read.value.steps.filter((step) => step.wait !== undefined).length,
          name,
        ).toBeGreaterThanOrEqual(2)
        expect(index.find(({ id }) => id === read.value.id)?.title).toBe(read.value.title)
        expect(`${read.value.id}.json`).toBe(name)
      }
    },
  )
})
