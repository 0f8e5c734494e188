import { readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { analyse } from './analyse'
import { corpusSizes, corpusTexts, heldOutBenchmark, probe, probePlans } from './storyCorpus'
import { keyOfRun } from './heldOut'
import type { StoryKind } from './storyKind'
import { boxes, items, names } from './lexicon'
import type { ProbeQuestion } from './probes'
import { hasWord, runsOf } from './storyTasks'

const bytes = (path: string): Buffer => readFileSync(new URL(`../../../public/${path}`, import.meta.url))
const file = (path: string): string => bytes(path).toString('utf8')
const committed = (domain: StoryKind['domain']): string[] =>
  gunzipSync(bytes(`corpora/stories-${domain}/corpus.jsonl.gz`))
    .toString('utf8')
    .trim()
    .split('\n')
    .map((line) => (JSON.parse(line) as { text: string }).text)
const corpus = { numbers: committed('numbers'), relations: committed('relations') }
const benchmark = JSON.parse(file('benchmarks/held-out.json')) as ProbeQuestion[]
const probes = Object.keys(probePlans).map(
  (name) => [name, JSON.parse(file(`probes/${name}.json`)) as ProbeQuestion[]] as const,
)

const slotWords: readonly (readonly [placeholder: string, words: readonly string[]])[] = [
  ['NAME', [...names.she, ...names.he]],
  ['ITEM', items],
  ['BOX', boxes],
]

/** A sentence without what fills it: names, numbers and things are placeholders. */
function skeleton(sentence: string): string {
  const filled = slotWords.reduce(
    (text, [placeholder, words]) =>
      text.replace(new RegExp(`\\b(?:${words.join('|')})\\b`, 'g'), placeholder),
    sentence,
  )
  return filled.replace(/\d+/g, 'NUMBER')
}

describe('the story corpora', () => {
  it('are what the generator writes, each story a document that no other equals', () => {
    for (const domain of ['numbers', 'relations'] as const) {
      expect(corpus[domain]).toHaveLength(corpusSizes[domain])
      expect(new Set(corpus[domain]).size).toBe(corpusSizes[domain])
      expect(corpus[domain]).toEqual(corpusTexts(domain))
    }
    expect(corpus.numbers.length + corpus.relations.length).toBeGreaterThanOrEqual(5000)
  }, 60_000)

  it('have no sentence skeleton in more than 2 % of the passages of a corpus', () => {
    for (const domain of ['numbers', 'relations'] as const) {
      const passages = new Map<string, number>()
      for (const text of corpus[domain]) {
        const skeletons = new Set((text.match(/[^.]+\./g) ?? []).map((sentence) => skeleton(sentence.trim())))
        for (const each of skeletons) passages.set(each, (passages.get(each) ?? 0) + 1)
      }
      const [worst, count] = [...passages].reduce((a, b) => (b[1] > a[1] ? b : a))
      expect(count / corpus[domain].length, worst).toBeLessThanOrEqual(0.02)
      expect(passages.size).toBeGreaterThan(500)
    }
  }, 60_000)

  it('are read by the analyser to the last document', () => {
    for (const domain of ['numbers', 'relations'] as const) {
      for (const text of corpus[domain]) expect(analyse(text)?.kind.domain, text).toBe(domain)
    }
  }, 60_000)
})

/** Every run of events of every document, by the key that a probe of it would have. */
function runsOfCorpora(): Set<string> {
  const keys = new Set<string>()
  for (const text of [...corpus.numbers, ...corpus.relations]) {
    const reading = analyse(text)
    if (reading !== null) for (const run of runsOf(reading)) keys.add(keyOfRun(reading, run))
  }
  return keys
}

describe('the probes', () => {
  it('are what the generator writes: at least 300 different questions each, of every number of steps', () => {
    for (const [name, questions] of probes) {
      expect(questions).toEqual(probe(name))
      expect(questions.length).toBeGreaterThanOrEqual(300)
      expect(new Set(questions.map((each) => each.question)).size).toBe(questions.length)
      expect(new Set(questions.slice(0, 60).map((each) => each.steps)).size).toBeGreaterThanOrEqual(3)
    }
  }, 60_000)

  it('hide their gold, and a multiple choice has it among its options', () => {
    for (const [, questions] of probes) {
      for (const { type, question, options, gold } of questions) {
        if (type === 'mcq') expect(options[['A', 'B', 'C', 'D'].indexOf(gold)]).toBeDefined()
        else expect(hasWord(question, gold)).toBe(false)
      }
    }
  })

  it('ask about no number combination and no configuration of names that a corpus has', () => {
    const known = runsOfCorpora()
    expect(known.size).toBeGreaterThan(20_000)
    for (const { run } of [...benchmark, ...probes.flatMap(([, questions]) => questions)])
      expect(known.has(run), run).toBe(false)
  }, 60_000)

  it('are about the run that they name', () => {
    for (const { question, run, kind } of probes.flatMap(([, questions]) => questions)) {
      if (kind !== 'integers') continue
      const asked = [...question.matchAll(/\d+/g)].map(Number)
      const named = [...run.replace(/^integers: /, '').matchAll(/\d+/g)].map(Number)
      expect(named, question).toEqual(asked)
    }
  })
})

describe('the held-out benchmark', () => {
  it('is what the generator writes, of every kind and number of steps, and shares nothing with the probes', () => {
    expect(benchmark).toEqual(heldOutBenchmark())
    const probed = new Set(probes.flatMap(([, questions]) => questions.map(({ run }) => run)))
    expect(benchmark.filter(({ run }) => probed.has(run))).toEqual([])
    expect(new Set(benchmark.map(({ question }) => question)).size).toBe(benchmark.length)
    expect(new Set(benchmark.map(({ kind }) => kind)).size).toBe(7)
    expect(new Set(benchmark.map(({ type }) => type)).size).toBe(4)
    expect(Math.max(...benchmark.map(({ steps }) => steps))).toBe(6)
  }, 60_000)
})
