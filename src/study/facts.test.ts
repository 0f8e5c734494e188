import { readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { readBenchmark } from './benchmarkFiles'
import { factQuestions, facts } from './facts'

const articles = new Map(
  gunzipSync(readFileSync('public/corpora/prose/corpus.jsonl.gz'))
    .toString('utf8')
    .trim()
    .split('\n')
    .map((line) => {
      const { title, text } = JSON.parse(line) as { title: string; text: string }
      return [title, text.replace(/\s+/gu, ' ')] as const
    }),
)
const shipped = readFileSync('public/benchmarks/facts.json', 'utf8')

describe('the benchmark of facts', () => {
  it('asks what the articles of the corpus say, each name and year in the article that it is taken from', () => {
    for (const { title, maker, year } of facts) {
      expect(articles.get(title), title).toContain(maker)
      expect(articles.get(title), title).toContain(String(year))
    }
    expect(new Set(facts.map(({ title }) => title)).size).toBe(facts.length)
  })

  it('words no question as the corpus does: no six words in a row of one are in any article', () => {
    const corpus = [...articles.values()].join(' \n ').toLowerCase()
    for (const { question } of factQuestions()) {
      const words = question.toLowerCase().replace(/[?,]/gu, '').split(' ')
      for (let from = 0; from + 6 <= words.length; from++)
        expect(corpus.includes(words.slice(from, from + 6).join(' ')), question).toBe(false)
    }
  })

  it('joins facts of different articles in two steps, and no two things of one year', () => {
    const pairs = factQuestions().filter(({ steps }) => steps === 2)
    expect(pairs.length).toBeGreaterThan(40)
    for (const { kind, question, gold } of pairs) {
      const named = facts.filter(({ thing }) =>
        new RegExp(`${thing.replace(/[+/.]/gu, '\\$&')}(?: or | and |\\?)`, 'u').test(question),
      )
      expect(named, question).toHaveLength(2)
      const [a, b] = named as [(typeof named)[0], (typeof named)[0]]
      expect(a.year).not.toBe(b.year)
      const earlier = a.year < b.year ? a : b
      expect(gold).toBe(kind === 'years' ? String(Math.abs(a.year - b.year)) : earlier.maker)
    }
  })

  it('is what ships, and reads as a benchmark with one right option each', () => {
    expect(shipped).toBe(
      `[\n${factQuestions()
        .map((each) => JSON.stringify(each))
        .join(',\n')}\n]\n`,
    )
    const read = readBenchmark(shipped, 'facts.json')
    expect(read.ok && read.value.length).toBe(factQuestions().length)
    for (const { type, options } of factQuestions())
      expect(new Set(options).size).toBe(type === 'mcq' ? 4 : 0)
  })
})
