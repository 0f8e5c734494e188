import { describe, expect, it } from 'vitest'
import { at } from '../../../base/at'
import { Random } from '../../../base/random'
import { preset } from '../../../config/config'
import { hasWord } from '../storyTasks'
import { storyAnalyser } from '../analyse'
import { ladder } from './kinds'
import { drawEvent, eventsPerPassage, generatePassage, isHeldOut } from './passage'
import { readingsOf, readPassage } from './read'
import { heldOutQuestions, pickByRung, rightShare, taskOf } from './tasks'

const passages = Array.from({ length: 60 }, (_, i) => generatePassage(Random.from(5, i)))

describe('passages of ambiguous events', () => {
  it('tell of eight different kinds and are read back whole', () => {
    for (const passage of passages) {
      const events = readPassage(passage)
      expect(events, passage).not.toBeNull()
      expect(new Set(events?.map(({ kind }) => kind)).size).toBe(eventsPerPassage)
      for (const { kind, slots, result, source } of events ?? []) {
        expect(result).toBe(kind.result(slots, 0))
        expect(passage.slice(source.start, source.end)).toBe(result)
        expect(isHeldOut(kind, slots)).toBe(false)
      }
    }
    expect(readPassage('Ann had 3 apples in a box.')).toBeNull()
    expect(readPassage(`${at(passages, 0)} It rained.`)).toBeNull()
  })

  it('share no word between two kinds but those that any sentence has', () => {
    // Nouns, numbers, names, readings: whatever is longer than two letters and no function word.
    const common = new Set(
      'and the was what how did does their this that now then which who where has with them for from'.split(
        ' ',
      ),
    )
    const vocabularies = ladder.map((kind) => {
      const words = new Set<string>(kind.readings)
      for (let i = 0; i < 400; i++) {
        const event = drawEvent(kind, Random.from(7, i), i % 4 === 0)
        const text = [
          event.sentence,
          kind.result(event.slots, 0),
          kind.result(event.slots, 1),
          ...kind.tails.map(({ wording }) => wording.replace('{r}', '')),
          ...kind.questions.map(({ wording }) => wording),
        ].join(' ')
        for (const word of text.match(/[\p{L}']{3,}/gu) ?? []) words.add(word.toLowerCase())
      }
      return [...words].filter((word) => !common.has(word))
    })
    const shared = vocabularies.flatMap((words, i) =>
      vocabularies.flatMap((others, j) =>
        i < j
          ? words
              .filter((word) => others.includes(word))
              .map((word) => `${word}: ${ladder[i]?.name}, ${ladder[j]?.name}`)
          : [],
      ),
    )
    expect(shared).toEqual([])
  })

  it('have questions whose gold passes every gate of the analyser, and in which it does not stand', () => {
    for (const passage of passages.slice(0, 20))
      for (const event of readPassage(passage) ?? []) {
        const task = taskOf(event, null, Random.from(1))
        expect(storyAnalyser.check(passage, task), task.question).toEqual({
          kind: 'derived',
          source: event.source,
        })
        expect(storyAnalyser.truth(task)).toBe(task.gold)
        expect(hasWord(task.question, task.gold)).toBe(false)
        const other = { ...task, gold: event.kind.result(event.slots, 1) }
        expect(storyAnalyser.check(passage, other).kind).toBe('refused')
        expect(storyAnalyser.truth(other)).not.toBe(other.gold)
      }
    expect(storyAnalyser.types(at(passages, 0))).toEqual(['string'])
  })

  it('refuse tasks about another event, another question or two events', () => {
    const [passage, foreign] = [at(passages, 0), at(passages, 1)]
    const [first, second] = readPassage(passage) ?? []
    const [away] = readPassage(foreign) ?? []
    if (first === undefined || second === undefined || away === undefined) throw new Error('no events')
    const task = taskOf(first, null, Random.from(1))
    const asked = taskOf(second, null, Random.from(1)).question.slice(second.sentence.length + 1)
    const kinds = [
      taskOf(away, null, Random.from(1)),
      { ...task, question: `${first.sentence} ${asked}` },
      { ...task, question: `${first.sentence} ${second.sentence} ${asked}` },
    ].map((each) => storyAnalyser.check(passage, each).kind)
    expect(kinds).toEqual(['refused', 'refused', 'refused'])
  })
})

describe('held-out questions', () => {
  const questions = heldOutQuestions(84, 2026)
  it('are over a thousand, as many of each kind, with operands that no passage holds', () => {
    expect(questions).toHaveLength(84 * 12)
    expect(new Set(questions.map(({ question }) => question)).size).toBe(84 * 12)
    for (const { question, gold } of questions) expect(readingsOf(question)?.[0]).toBe(gold)
    expect(questions.slice(0, 12).map(({ kind }) => kind)).toEqual(ladder.map(({ name }) => name))
  })
})

describe('the plan of the start', () => {
  it('shows the right reading in falling shares, then in one below a half', () => {
    const { rightShare: rest } = preset('nano').warmStart
    expect(ladder.map((kind) => rightShare(kind, rest)).slice(0, 6)).toEqual([
      0.95, 0.85, 0.75, 0.65, 0.35, 0.35,
    ])
  })

  it('asks a rung by a factor less than the one below it', () => {
    const events = readPassage(at(passages, 0)) ?? []
    const random = Random.from(3)
    const counts = new Map<string, number>()
    for (let i = 0; i < 4000; i++) {
      const { name } = pickByRung(events, { factor: 0.5 }, random).kind
      counts.set(name, (counts.get(name) ?? 0) + 1)
    }
    const rungs = ladder.filter((kind) => events.some((event) => event.kind === kind))
    const [lowest, next] = rungs.map(({ name }) => counts.get(name) ?? 0)
    const gap = ladder.indexOf(rungs[1] as never) - ladder.indexOf(rungs[0] as never)
    expect((next ?? 0) / (lowest ?? 1)).toBeCloseTo(0.5 ** gap, 1)
    // From the second rung on the floor holds here.
    const level = Array.from(
      { length: 4000 },
      () => pickByRung(events, { factor: 0.01, floor: 0.2 }, random).kind,
    )
    const share = (kind: (typeof ladder)[number] | undefined): number =>
      level.filter((each) => each === kind).length / level.length
    expect(share(rungs[3]) / share(rungs[0])).toBeCloseTo(rungs[0] === ladder[0] ? 0.2 : 1, 1)
  })
})
