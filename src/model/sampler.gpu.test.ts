import { beforeAll, describe, expect, it } from 'vitest'
import { at } from '../base/at'
import { modelLogits, type Values } from '../../shaders/model/model.ref'
import { testGpu } from '../../shaders/testing/testDevice'
import { Random } from '../base/random'
import { allowedIn, AutomatonBuilder, oneOf, statesAlong } from '../base/tokenAutomaton'
import type { Architecture } from '../config/architecture'
import type { Gpu } from '../gpu'
import { fixedChoice, useKernels } from '../ops'
import { Model } from './model'
import { Sampler, type Generation } from './sampler'
import { Scorer, score } from './scorer'
import { Trainer } from './trainer'
import type { SampleRequest } from './waves'

const architecture: Architecture = {
  vocabulary: 29,
  width: 32,
  layers: 3,
  heads: 4,
  kvHeads: 2,
  headDim: 8,
  hidden: 48,
  context: 128,
  ropeBase: 2000,
  normEps: 1e-6,
  tiedEmbeddings: true,
  qkNorm: true,
  biases: true,
  embeddingScale: Math.sqrt(32),
}
const capacity = { slots: 8, promptRows: 40, maxNew: 40 }
const STOP = 3

let gpu: Gpu
let model: Model
let sampler: Sampler
beforeAll(async () => {
  gpu = await testGpu()
  model = await Model.create(gpu, architecture)
  model.initialise(11)
  sampler = await Sampler.create(model, capacity)
})

const prompt = (length: number, seed: number): Uint32Array => {
  const random = Random.from(seed)
  return Uint32Array.from({ length }, () => random.integer(0, 28))
}
const requests: SampleRequest[] = [
  { prompt: prompt(7, 1), count: 4, stream: 100 },
  { prompt: prompt(1, 2), count: 2, stream: 101 },
  { prompt: prompt(30, 3), count: 5, stream: 102 },
]
const settings = { maxNewTokens: 40, temperature: 0.9, seed: 5, stop: [STOP] }
const whole = (request: SampleRequest, { tokens }: Generation): Uint32Array =>
  Uint32Array.of(...request.prompt, ...tokens)

describe('the sampler', () => {
  it('records the log-probabilities that scoring and the trainer give', async () => {
    const generations = await sampler.generate(requests, settings)
    expect(generations.map((group) => group.length)).toEqual([4, 2, 5])
    const flat = generations.flatMap((group, r) =>
      group.map((generation) => ({ generation, request: requests[r] as SampleRequest })),
    )
    const scorer = await Scorer.create(model, { rows: 160, lossRows: 160 })
    const scores = await scorer.score(
      flat.map(({ generation, request }) => whole(request, generation)),
      settings.temperature,
    )
    const trainer = await Trainer.create(model, { rows: 160, lossRows: 160, sets: 1 })
    const report = await trainer.accumulate(
      flat.map(({ generation, request }) => ({
        tokens: whole(request, generation),
        from: request.prompt.length,
        weight: 1,
        advantage: 1,
      })),
      { set: 0, temperature: settings.temperature, clip: null },
    )
    let [entropy, tokens, largest] = [0, 0, 0]
    flat.forEach(({ generation, request }, i) => {
      generation.logProbs.forEach((logProb, t) => {
        largest = Math.max(
          largest,
          Math.abs(logProb - at(at(scores, i), request.prompt.length - 1 + t)),
          Math.abs(logProb - at(at(report.logProbs, i), t)),
        )
        entropy += at(generation.entropies, t)
        tokens += 1
      })
    })
    expect(largest).toBeLessThan(1e-4)
    expect(tokens).toBe(report.tokens)
    expect(entropy / tokens).toBeCloseTo(report.entropy, 4)
    for (const each of [scorer, trainer]) each.destroy()
  })

  it('draws the same in fused steps, alone and with many rows', async () => {
    // A software adapter takes its time at barriers.
    const [few, brief] = [requests.slice(0, 2), { ...settings, maxNewTokens: 5 }]
    const apart = await sampler.generate(few, brief)
    useKernels(gpu, { ...fixedChoice(gpu), steps: 'fused' })
    for (const slots of [8, 40]) {
      const fused = await Sampler.create(model, { ...capacity, slots })
      const generations = await fused.generate(few, brief)
      expect(generations.map((group) => group.map(({ tokens }) => [...tokens]))).toEqual(
        apart.map((group) => group.map(({ tokens }) => [...tokens])),
      )
      generations
        .flat()
        .forEach(({ logProbs }, i) =>
          logProbs.forEach((logProb, t) =>
            expect(logProb).toBeCloseTo(at(at(apart.flat(), i).logProbs, t), 4),
          ),
        )
      fused.destroy()
    }
    useKernels(gpu, fixedChoice(gpu))
  })

  it('stops where a stop token is met, and nowhere else before its budget', async () => {
    const generations = (await sampler.generate(requests, settings)).flat()
    expect(generations.some(({ stopped }) => stopped)).toBe(true)
    for (const { tokens, stopped, logProbs, entropies, top } of generations) {
      expect(tokens.indexOf(STOP)).toBe(stopped ? tokens.length - 1 : -1)
      if (!stopped) expect(tokens.length).toBe(settings.maxNewTokens)
      expect([logProbs.length, entropies.length, top.ids.length, top.probabilities.length]).toEqual([
        tokens.length,
        tokens.length,
        5 * tokens.length,
        5 * tokens.length,
      ])
      // A sampled token among the five likeliest has its own probability there.
      tokens.forEach((token, i) => {
        const place = top.ids.subarray(5 * i, 5 * i + 5).indexOf(token)
        if (place >= 0) expect(top.probabilities[5 * i + place]).toBeCloseTo(Math.exp(at(logProbs, i)), 4)
      })
    }
  })

  it('does not care what else is in the batch', async () => {
    const together = await sampler.generate(requests, settings)
    const other = await Sampler.create(model, { slots: 3, promptRows: 31, maxNew: 40 })
    for (const [r, request] of requests.entries()) {
      const alone = at(await other.generate([request], settings), 0)
      expect(alone.map(({ tokens }) => [...tokens])).toEqual(together[r]?.map(({ tokens }) => [...tokens]))
      alone.forEach(({ logProbs }, i) =>
        logProbs.forEach((logProb, t) =>
          expect(logProb).toBeCloseTo(at(at(at(together, r), i).logProbs, t), 4),
        ),
      )
    }
    other.destroy()
  })

  it('computes more prompts than one segment holds', async () => {
    const many = Array.from({ length: 20 }, (_, i): SampleRequest => ({
      prompt: prompt(60 + i, 50 + i),
      count: 1,
      stream: i,
    }))
    many.push({ ...(many[1] as SampleRequest), stream: 77 })
    const brief = { ...settings, maxNewTokens: 6 }
    const wide = await Sampler.create(model, { slots: 24, promptRows: 2048, maxNew: 8 })
    const together = await wide.generate(many, brief)
    const small = await Sampler.create(model, { slots: 4, promptRows: 256, maxNew: 8 })
    const apart = await small.generate(many, brief)
    expect(together.map(([one]) => one?.tokens)).toEqual(apart.map(([one]) => one?.tokens))
    together.forEach(([one], i) =>
      one?.logProbs.forEach((logProb, t) =>
        expect(logProb).toBeCloseTo(at(at(at(apart, i), 0).logProbs, t), 4),
      ),
    )
    for (const each of [wide, small]) each.destroy()
  })

  it('differs between samples and seeds, and repeats from its seed', async () => {
    const text = (groups: readonly (readonly Generation[])[]): string[] =>
      groups.flat().map(({ tokens }) => tokens.join())
    const first = text(await sampler.generate(requests, settings))
    expect(new Set(first).size).toBe(first.length)
    expect(text(await sampler.generate(requests, settings))).toEqual(first)
    expect(text(await sampler.generate(requests, { ...settings, seed: 6 }))).not.toEqual(first)
  })

  it('is greedy at temperature 0: the argmax of the full forward pass, which agrees with the definition', async () => {
    const [request] = requests
    if (request === undefined) throw new Error('no request')
    const generated = await sampler.generate([{ ...request, count: 1 }], {
      ...settings,
      temperature: 0,
      stop: [],
      maxNewTokens: 18,
    })
    const generation = at(at(generated, 0), 0)
    expect(generation.tokens.length).toBe(18)
    const tokens = whole(request, generation)
    const scorer = await Scorer.create(model, { rows: 32, lossRows: 32 })
    const logits = await scorer.logits(tokens)
    const arena = await model.values()
    const values: Values = Object.fromEntries(
      model.layout.places.map(({ name, offset, elements }) => [
        name,
        Float64Array.from(arena.subarray(offset, offset + elements)),
      ]),
    )
    const expected = modelLogits(architecture, values, tokens)
    const V = architecture.vocabulary
    expected.forEach((row, t) => {
      const largest = row.reduce((a, b) => Math.max(a, Math.abs(b)), 0)
      row.forEach((logit, v) =>
        expect(Math.abs(logit - at(logits, t * V + v))).toBeLessThan(1e-4 * Math.max(1, largest)),
      )
    })
    generation.tokens.forEach((token, i) => {
      const row = at(expected, request.prompt.length - 1 + i)
      expect(token).toBe(row.indexOf(row.reduce((a, b) => Math.max(a, b))))
    })
    scorer.destroy()
  })

  it('reads back once a block and makes nothing anew', async () => {
    const request = { ...(requests[0] as SampleRequest), count: 8 }
    const run = { ...settings, stop: [], maxNewTokens: 40 }
    await sampler.generate([request], run)
    const before = { ...gpu.counters }
    await sampler.generate([request], run)
    // 40 tokens are blocks of 16, 16 and 8: three runs and three read-backs, after one run of the prompts.
    expect(gpu.counters.maps - before.maps).toBe(3)
    expect(gpu.counters.submits - before.submits).toBeGreaterThanOrEqual(7)
    expect(gpu.counters.submits - before.submits).toBeLessThan(40)
    expect(gpu.counters.bytes).toBe(before.bytes)
    expect(gpu.counters.pipelines).toBe(before.pipelines)
    // Dispatches grow linearly with the tokens asked for.
    const dispatches = gpu.counters.dispatches
    await sampler.generate([request], { ...run, maxNewTokens: 20 })
    const half = gpu.counters.dispatches - dispatches
    expect((dispatches - before.dispatches) / half).toBeGreaterThan(1.8)
    expect((dispatches - before.dispatches) / half).toBeLessThan(2.1)
  })

  it('lets a sequence go that its caller calls ended, and the others draw what they drew', async () => {
    const run = { ...settings, stop: [], maxNewTokens: 40 }
    const whole = (await sampler.generate(requests, run)).flat()
    const long = (tokens: Uint32Array): boolean => at(tokens, 0) % 2 === 0
    const some = (await sampler.generate(requests, { ...run, ended: long })).flat()
    expect(whole.some(({ tokens }) => long(tokens)) && whole.some(({ tokens }) => !long(tokens))).toBe(true)
    for (const [i, { tokens }] of whole.entries())
      expect(at(some, i).tokens).toEqual(long(tokens) ? tokens.slice(0, 16) : tokens)
  })

  it('can be stopped between blocks and used again', async () => {
    const stop = new AbortController()
    const pending = sampler.generate(requests, { ...settings, stop: [], signal: stop.signal })
    stop.abort(new Error('enough'))
    await expect(pending).rejects.toThrow('enough')
    expect((await sampler.generate(requests, settings)).flat().length).toBe(11)
  })

  it('refuses what it has no room for', async () => {
    const one = { prompt: prompt(4, 1), count: 1, stream: 0 }
    await expect(sampler.generate([one], { ...settings, maxNewTokens: 41 })).rejects.toThrow('1 to 40')
    await expect(sampler.generate([{ ...one, prompt: prompt(41, 1) }], settings)).rejects.toThrow('41 tokens')
    await expect(sampler.generate([{ ...one, prompt: prompt(100, 1) }], settings)).rejects.toThrow(
      'context of 128',
    )
    expect(await sampler.generate([], settings)).toEqual([])
  })
})

describe('sampling that is held to automata', () => {
  const options = oneOf([[1, 2, 8], [1, 2], [1, 9, 9, 9], [20]], STOP)
  const held = (request: SampleRequest, count: number): SampleRequest => ({
    ...request,
    count,
    automaton: options,
  })
  const texts = (groups: readonly (readonly Generation[])[]): string[] =>
    groups.flat().map(({ tokens }) => tokens.join())

  it('gives allowed completions alone, with the log-probabilities that the trainer gives over what is allowed', async () => {
    // More samples than slots, so that several waves begin anew.
    const all = requests.map((request) => held(request, 9))
    const generations = await sampler.generate(all, settings)
    const trainer = await Trainer.create(model, { rows: 160, lossRows: 160, sets: 1 })
    const flat = generations.flatMap((group, r) =>
      group.map((generation) => ({ generation, request: at(all, r) })),
    )
    const { logProbs } = await trainer.accumulate(
      flat.map(({ generation, request }) => ({
        tokens: whole(request, generation),
        from: request.prompt.length,
        weight: 1,
        advantage: 1,
        automaton: options,
      })),
      { set: 0, temperature: settings.temperature, clip: null },
    )
    const seen = new Set<string>()
    flat.forEach(({ generation }, i) => {
      expect(generation.stopped).toBe(true)
      seen.add(generation.tokens.join())
      const states = statesAlong(options, generation.tokens)
      states.forEach((state, t) => {
        expect(generation.logProbs[t]).toBeCloseTo(at(at(logProbs, i), t), 4)
        // One way to go on is certain.
        if (allowedIn(options, state)?.length === 1) expect(generation.logProbs[t]).toBeCloseTo(0, 6)
      })
    })
    expect(['1,2,8,3', '1,2,3', '1,9,9,9,3', '20,3'].filter((text) => seen.has(text)).length).toBeGreaterThan(
      2,
    )
    expect(['1,2,8,3', '1,2,3', '1,9,9,9,3', '20,3']).toEqual(expect.arrayContaining([...seen]))
    trainer.destroy()
  })

  it('leaves free requests beside them, and calls without any, as they were', async () => {
    const before = texts(await sampler.generate(requests, settings))
    const mixed = [at(requests, 0), held({ ...at(requests, 1), stream: 900 }, 3), at(requests, 2)]
    const together = await sampler.generate(mixed, settings)
    expect(texts([at(together, 0), at(together, 2)])).toEqual([...before.slice(0, 4), ...before.slice(6)])
    expect(texts(await sampler.generate(requests, settings))).toEqual(before)
  })

  it('makes room for larger automata, and nothing anew for as large ones', async () => {
    const builder = new AutomatonBuilder()
    let state = 0
    for (let i = 0; i < 1500; i++) {
      const next = builder.state()
      builder.path(state, [4 + (i % 5)], next)
      state = next
    }
    const automaton = builder.build()
    const request = { ...at(requests, 0), automaton, count: 2 }
    const generate = () => sampler.generate([request], { ...settings, maxNewTokens: 20 })
    const expected = Array.from({ length: 20 }, (_, i) => 4 + (i % 5)).join()
    expect(texts(await generate())).toEqual([expected, expected])
    const { bytes, pipelines } = gpu.counters
    expect(texts(await generate())).toEqual([expected, expected])
    expect([gpu.counters.bytes, gpu.counters.pipelines]).toEqual([bytes, pipelines])
  })

  it('refuses an automaton with a token that the model does not have', async () => {
    const request = { ...at(requests, 0), automaton: oneOf([[29]], STOP) }
    await expect(sampler.generate([request], settings)).rejects.toThrow('token 29 is outside')
  })
})

describe('score', () => {
  it('from a token on is the rest of the same numbers, however prompts are shared', async () => {
    const scorer = await Scorer.create(model, { rows: 64, lossRows: 32 })
    const shared = prompt(9, 4)
    const sequences = [Uint32Array.of(...shared, 1, 2, 3), Uint32Array.of(...shared, 4), prompt(5, 8)]
    const whole = await scorer.score(sequences)
    const rest = await scorer.scoreFrom(sequences.map((tokens, i) => ({ tokens, from: i < 2 ? 9 : 2 })))
    rest.forEach((own, i) => {
      const expected = at(whole, i).slice(i < 2 ? 8 : 1)
      expect(own.length).toBe(expected.length)
      own.forEach((value, t) => expect(value).toBeCloseTo(at(expected, t), 5))
    })
    scorer.destroy()
  })

  it('gives one number for every next token, none for a single token', async () => {
    const sequences = [prompt(9, 4), prompt(1, 5), prompt(2, 6)]
    const scores = await score(model, sequences)
    expect(scores.map((row) => row.length)).toEqual([8, 0, 1])
    for (const row of scores) for (const value of row) expect(value).toBeLessThan(0)
  })
})
