import { describe, expect, it } from 'vitest'
import { oneOf } from '../base/tokenAutomaton'
import { Tokenizer } from '../text/tokenizer'
import { marks, type PromptRequest } from '../spice/seats'
import { ModelPlayer, type Generation, type SamplerRequest, type SamplerSettings } from './modelPlayer'

const tokenizer = Tokenizer.train(['six and five make eleven. '.repeat(20)], 300, marks)
const end = tokenizer.mark('end')

function generation(text: string, stopped: boolean): Generation {
  const tokens = Uint32Array.from(stopped ? [...tokenizer.encode(text), end] : tokenizer.encode(text))
  const n = tokens.length
  return {
    tokens,
    logProbs: new Float32Array(n).fill(-0.25),
    entropies: new Float32Array(n).fill(1 / 3),
    top: {
      ids: Uint32Array.from({ length: 5 * n }, (_, i) => i % 5),
      probabilities: new Float32Array(5 * n).fill(0.2),
    },
    stopped,
  }
}

/** Answers `<count>x<stream>` and remembers what it was asked. */
class FakeSampler {
  readonly calls: { requests: SamplerRequest[]; settings: SamplerSettings }[] = []
  async generate(requests: SamplerRequest[], settings: SamplerSettings): Promise<Generation[][]> {
    this.calls.push({ requests, settings })
    return requests.map(({ count, stream }) =>
      Array.from({ length: count }, (_, i) => generation(` ${stream}.${i}`, i === 0)),
    )
  }
}

const parts: PromptRequest['parts'] = [{ mark: 'begin' }, { text: 'six and five' }, { mark: 'reasoner' }]
const request = (change: Partial<PromptRequest> = {}): PromptRequest => ({
  seat: 'reasoner',
  parts,
  tokens: tokenizer.encodeParts(parts),
  count: 2,
  stream: 1,
  maxNewTokens: 10,
  temperature: 1,
  ...change,
})

describe('ModelPlayer', () => {
  it('encodes marks as their own tokens and never from text', () => {
    const player = new ModelPlayer('model', new FakeSampler(), tokenizer, 100)
    const ids = player.encode([{ mark: 'begin' }, { text: '⟨end⟩[end]end' }])
    expect(ids[0]).toBe(tokenizer.mark('begin'))
    expect(ids.slice(1).some((id) => tokenizer.isMark(id))).toBe(false)
  })

  it('keeps the order of requests over groups of budget and temperature, one sampler call a group', async () => {
    const sampler = new FakeSampler()
    const player = new ModelPlayer('model', sampler, tokenizer, 100)
    const made = await player.complete(
      [request({ stream: 5 }), request({ stream: 6, temperature: 0.5 }), request({ stream: 7, count: 1 })],
      { seed: 9 },
    )
    expect(made.map((group) => group.map(({ text }) => text))).toEqual([
      [' 5.0', ' 5.1'],
      [' 6.0', ' 6.1'],
      [' 7.0'],
    ])
    expect(sampler.calls.map(({ requests }) => requests.map(({ stream }) => stream))).toEqual([[5, 7], [6]])
    expect(sampler.calls[0]?.settings).toEqual({ maxNewTokens: 10, temperature: 1, seed: 9, stop: [end] })
  })

  it('bars the first token of texts that may not come first, in a sampler call of their own', async () => {
    const sampler = new FakeSampler()
    const player = new ModelPlayer('model', sampler, tokenizer, 100)
    await player.complete([request(), request({ notFirst: [' six', ' six and'] })], { seed: 9 })
    expect(sampler.calls.map(({ settings }) => settings.notFirst)).toEqual([
      undefined,
      tokenizer.encode(' six').slice(0, 1),
    ])
  })

  it('records one entry a token, the end mark among the tokens but not in the text', async () => {
    const [[stopped, cut] = []] = await new ModelPlayer('model', new FakeSampler(), tokenizer, 100).complete(
      [request()],
      { seed: 1 },
    )
    expect(stopped?.tokens.at(-1)).toBe(end)
    expect(stopped?.text).toBe(' 1.0')
    expect(stopped?.stopped).toBe(true)
    expect(cut?.stopped).toBe(false)
    expect(cut?.text).toBe(' 1.1')
    for (const made of [stopped, cut]) {
      const n = made?.tokens.length ?? 0
      expect([made?.logp.length, made?.entropy.length, made?.top.length]).toEqual([n, n, n])
      expect(made?.top[0]).toEqual([0, 0.2, 1, 0.2, 2, 0.2, 3, 0.2, 4, 0.2])
      expect(made?.entropy[0]).toBe(0.333333)
    }
  })

  it('gives a long prompt what room the context leaves, and none where there is none', async () => {
    const sampler = new FakeSampler()
    const length = new ModelPlayer('model', sampler, tokenizer, 100).encode(request().parts).length
    await new ModelPlayer('model', sampler, tokenizer, length + 3).complete([request()], { seed: 1 })
    expect(sampler.calls[0]?.settings.maxNewTokens).toBe(3)
    const [full] = await new ModelPlayer('model', sampler, tokenizer, length).complete([request()], {
      seed: 1,
    })
    expect(sampler.calls).toHaveLength(1)
    expect(full).toEqual(
      Array.from({ length: 2 }, () => ({
        tokens: [],
        logp: [],
        entropy: [],
        top: [],
        text: '',
        stopped: false,
      })),
    )
  })

  it("ends a base model's completion where the next turn begins, and leaves the rest out", async () => {
    const long = ' four.\nUser: And five?\nAssistant: six'
    const sampler = { generate: async () => [[generation(long, false), generation(' four', false)]] }
    const turns = {
      ends: tokenizer.ends,
      size: tokenizer.size,
      encode: (text: string) => tokenizer.encode(text),
      encodeParts: (some: PromptRequest['parts']) => tokenizer.encodeParts(some),
      decode: (ids: readonly number[]) => tokenizer.decode(ids),
      turnEnd: (text: string) => text.search(/\nUser:/u),
    }
    const [[cut, whole] = []] = await new ModelPlayer('base', sampler, turns, 100).complete([request()], {
      seed: 1,
    })
    expect([cut?.text, cut?.stopped]).toEqual([' four.', true])
    const n = tokenizer.encode(' four.\nUser:').length
    expect(cut?.tokens).toEqual(tokenizer.encode(long).slice(0, n))
    expect([cut?.logp.length, cut?.entropy.length, cut?.top.length]).toEqual([n, n, n])
    expect([whole?.text, whole?.stopped]).toEqual([' four', false])
  })

  it('hands on what a completion is held to, and nothing where it is free', async () => {
    const sampler = new FakeSampler()
    const automaton = oneOf([[5], [6]], end)
    const player = new ModelPlayer('model', sampler, tokenizer, 100)
    await player.complete([request({ automaton }), request({ stream: 2 })], { seed: 1 })
    const asked = sampler.calls.flatMap(({ requests }) => requests)
    expect(asked.map(({ stream, automaton }) => [stream, automaton])).toEqual([
      [1, automaton],
      [2, undefined],
    ])
    expect(asked[1]).not.toHaveProperty('automaton')
  })

  it('sums the score of each sequence, and gives none to one that the context does not hold', async () => {
    const asked: number[] = []
    const scorer = async (sequences: readonly { readonly tokens: Uint32Array; readonly from: number }[]) => {
      asked.push(...sequences.map(({ from }) => from))
      return sequences.map(({ tokens, from }) => new Float32Array(tokens.length - from).fill(-0.5))
    }
    const player = new ModelPlayer('model', new FakeSampler(), tokenizer, 4, scorer)
    const scores = await player.score?.([
      { tokens: [1, 2, 3], from: 1 },
      { tokens: [1, 2, 3, 4, 5], from: 1 },
      { tokens: [1, 2, 3, 4], from: 3 },
    ])
    expect(scores).toEqual([-1, -Infinity, -0.5])
    expect(asked).toEqual([1, 3])
    expect(new ModelPlayer('model', new FakeSampler(), tokenizer, 4).score).toBeUndefined()
  })

  it('hands the signal on', async () => {
    const sampler = new FakeSampler()
    const { signal } = new AbortController()
    await new ModelPlayer('model', sampler, tokenizer, 100).complete([request()], { seed: 1, signal })
    expect(sampler.calls[0]?.settings.signal).toBe(signal)
  })
})
