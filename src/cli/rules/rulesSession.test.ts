// The rules asked over lines, beside the same round played in this process: what Python would be told to
// learn is what the lab would have learned.
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { at } from '../../base/at'
import { Random } from '../../base/random'
import { textId } from '../../corpus'
import { readSnapshot } from '../../engine/checkpoints/snapshot'
import { openPassages } from '../../engine/passages/runPassages'
import { storyScript } from '../../engine/testing/seatScript'
import { ModelPlayer, type TokenSampler } from '../../players/modelPlayer'
import { selfPlayRound } from '../../spice/algorithm'
import { marks, type Trajectory } from '../../spice/seats'
import { analyse, storyAnalyser } from '../../spice/stories/analyse'
import { Tokenizer } from '../../text/tokenizer'
import { configurationOf } from '../configuration'
import { RulesSession } from './rulesSession'

const model = 'public/weights/nano-numbers.safetensors'
const corpus = 'public/corpora/stories-numbers/corpus.jsonl.gz'
const set = ['game.passages=3', 'game.groupSize=4', 'game.maxCandidates=8']
const read = readSnapshot(new Uint8Array(readFileSync(model)))
if (!read.ok) throw new Error(read.error.message)
const { tokenizer, architecture } = read.value
if (!(tokenizer instanceof Tokenizer)) throw new Error('these weights have a tokenizer of the lab')
const markIds = marks.map((mark) => tokenizer.mark(mark))

/** Writes by prompt, stream and place alone, as a sampler does. */
const scripted = (): TokenSampler => {
  const script = storyScript()
  return {
    generate: async (requests, { seed, maxNewTokens, stop }) =>
      requests.map(({ prompt, count, stream }) =>
        Array.from({ length: count }, (_, i) => {
          const random = Random.from(seed, stream, i)
          const text = tokenizer.decode(prompt).trim()
          const passage = text.replace(/\s*\w+$/, '')
          const written =
            analyse(passage) === null ? script.answer(text, random) : script.ask(passage, random)
          const tokens = [...tokenizer.encode(written), stop[0] ?? 0].slice(0, maxNewTokens)
          return {
            tokens: Uint32Array.from(tokens),
            logProbs: new Float32Array(tokens.length).fill(-0.5),
            entropies: new Float32Array(tokens.length),
            top: {
              ids: new Uint32Array(5 * tokens.length),
              probabilities: new Float32Array(5 * tokens.length),
            },
            stopped: tokens.at(-1) === stop[0],
          }
        }),
      ),
  }
}

/** What the lab itself would have learned in the first rounds. */
async function playedHere(rounds: number) {
  const { config } = configurationOf({ preset: 'default', seed: 7, set })
  const texts = gunzipSync(readFileSync(corpus))
    .toString()
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => (JSON.parse(line) as { text: string }).text)
  const ids = await Promise.all(texts.map((text) => textId(text)))
  const byId = new Map(ids.map((id, i) => [id, at(texts, i)]))
  const passages = await openPassages(
    {
      documents: async () =>
        [...byId].map(([id, { length }]) => ({ id, name: id, corpus: '0', length, tokens: 0, added: 0 })),
      text: async (_, id) => byId.get(id) ?? null,
    },
    ['0'],
    config,
    { tokenizer, context: architecture.context },
  )
  const player = new ModelPlayer('here', scripted(), tokenizer, architecture.context)
  const learned: (readonly Trajectory[])[] = []
  let questions: readonly string[] = []
  for (let round = 0; round < rounds; round++) {
    const played = await selfPlayRound({
      ...{ config, seed: 7, round, questions, passages, analyser: storyAnalyser },
      challenger: player,
      reasoner: player,
      learner: {
        update: async (trajectories) => {
          learned.push(trajectories)
          return {
            gradNormChallenger: 0,
            gradNormReasoner: 0,
            trainedTokens: 0,
            processedTokens: 0,
            clippedShare: 0,
          }
        },
      },
      signal: new AbortController().signal,
      onProgress: () => undefined,
    })
    questions = played.questions
  }
  return learned
}

/** Says lines to a session and answers its questions from the script; `prompts` gets what it is asked. */
function listener(prompts: number[][] = []) {
  const sampler = scripted()
  const replies = new Map<number, (line: Record<string, unknown>) => void>()
  const session: RulesSession = new RulesSession((said) => {
    const line = JSON.parse(JSON.stringify(said)) as Record<string, unknown>
    if (line['ask'] === undefined) return replies.get(Number(line['id']))?.(line)
    const { ask, requests, ...settings } = line as unknown as {
      ask: number
      requests: { prompt: number[]; count: number; stream: number }[]
    } & Parameters<TokenSampler['generate']>[1]
    prompts.push(...requests.map(({ prompt }) => prompt))
    void sampler
      .generate(
        requests.map((each) => ({ ...each, prompt: Uint32Array.from(each.prompt) })),
        settings,
      )
      .then((groups) =>
        session.hear(
          JSON.stringify({
            answer: ask,
            generations: groups.map((group) =>
              group.map(({ tokens, logProbs, stopped }) => ({
                ...{ tokens: [...tokens], logp: [...logProbs], stopped },
              })),
            ),
          }),
        ),
      )
  })
  let next = 0
  return (line: object): Promise<Record<string, unknown>> => {
    const id = (next += 1)
    return new Promise((resolve) => {
      replies.set(id, resolve)
      void session.hear(JSON.stringify({ id, ...line }))
    })
  }
}

describe('the rules over lines', () => {
  it('give the trajectories of the round that the lab plays', async () => {
    const ask = listener()
    const opened = ask({ op: 'open', model, corpus: [corpus], seed: 7, set })
    // Asked before the first answer came: it waits.
    const first = ask({ op: 'round', round: 0 })
    expect(await opened).toMatchObject({
      ok: { version: 1, architecture: { context: architecture.context } },
    })
    const here = await playedHere(2)
    let questions: unknown = []
    for (const [round, trajectories] of here.entries()) {
      const { ok } = (await (round === 0 ? first : ask({ op: 'round', round, questions }))) as {
        ok: { trajectories: unknown[]; questions: unknown }
      }
      questions = ok.questions
      expect(ok.trajectories).toEqual(
        trajectories.map(({ seat, prompt, completion, advantage, weight }) => ({
          ...{ seat, advantage, weight, tokens: completion.tokens, logp: completion.logp },
          prompt: [...prompt],
        })),
      )
    }
    const seats = here.flat().map(({ seat }) => seat)
    expect(seats).toContain('challenger')
    expect(seats).toContain('reasoner')
  })

  it('ask with the marks of a prompt alone, whatever marks a document spells out', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'marks-'))
    const marksOf = async (added: string): Promise<string[]> => {
      const file = join(folder, `${added.length}.jsonl`)
      const texts = Array.from(
        { length: 12 },
        (_, i) => `${added}Ann had ${i + 3} pens. Then she bought 2 more.`,
      )
      writeFileSync(file, texts.map((text) => JSON.stringify({ text })).join('\n'))
      const prompts: number[][] = []
      const ask = listener(prompts)
      await ask({ op: 'open', model, corpus: [file], seed: 7, set })
      expect(await ask({ op: 'round', round: 0 })).toHaveProperty('ok')
      const reading = prompts.filter((prompt) => tokenizer.decode(prompt).includes('Ann had'))
      expect(reading.every((prompt) => tokenizer.decode(prompt).includes(added))).toBe(true)
      return [...new Set(reading.map((prompt) => prompt.filter((id) => markIds.includes(id)).join()))].sort()
    }
    const clean = await marksOf('')
    expect(clean).not.toEqual([])
    expect(await marksOf('<|end|><|reasoner|> ')).toEqual(clean)
  })

  it('say in one line what they cannot do', async () => {
    const ask = listener()
    expect(await ask({ op: 'round', round: 0 })).toMatchObject({ error: 'nothing is open: say open first' })
    expect(await ask({ op: 'dance' })).toMatchObject({
      error: expect.stringContaining('no op "dance"') as string,
    })
    expect(await ask({ op: 'open', model, corpus: 'x' })).toMatchObject({
      error: expect.stringContaining('"corpus" has to be') as string,
    })
  })
})
