// The rules as a program that others ask over lines of JSON (docs/rules-protocol.md): what is said is here,
// how lines travel is the caller's.

import { readFile } from 'node:fs/promises'
import { gunzipSync } from 'node:zlib'
import { statSync } from 'node:fs'
import { at } from '../../base/at'
import { messageOf } from '../../base/result'
import { textId } from '../../corpus'
import { unwrap } from '../../engine/errors'
import { publishedStart } from '../../engine/runtime/publishedModel'
import { readSnapshot, type Snapshot } from '../../engine/checkpoints/snapshot'
import { RoundRules } from '../../engine/training/roundRules'
import { ok } from '../../base/result'
import { configurationOf } from '../configuration'
import { filesAt } from '../files'
import { isJson, type Json } from '../../base/jsonObject'
import { completionsOf, linesOf, numberOf, textOf, textsOf } from './rulesLines'

export const VERSION = 1

type Sampler = Parameters<typeof RoundRules.open>[3]

interface Document {
  readonly id: string
  readonly text: string
}

/** A file of lines of JSON with `text`, packed or not, or one text. */
async function documentsIn(path: string): Promise<Document[]> {
  const bytes = await readFile(path)
  const text = (path.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8')
  const texts = /\.jsonl(\.gz)?$/.test(path) ? linesOf(text) : [text]
  return Promise.all(texts.map(async (each) => ({ id: await textId(each), text: each })))
}

function storeOf(files: readonly (readonly Document[])[]): Parameters<typeof RoundRules.open>[1] {
  // Corpora by place, each document once, as the lab keeps them.
  const corpora = files.map((documents) => new Map(documents.map(({ id, text }) => [id, text])))
  const place = (corpus: string): ReadonlyMap<string, string> => at(corpora, Number(corpus))
  return {
    ids: corpora.map((_, i) => String(i)),
    store: {
      documents: (corpus) =>
        Promise.resolve(
          [...place(corpus)].map(([id, { length }]) => ({
            ...{ id, corpus, length },
            name: id,
            tokens: 0,
            added: 0,
          })),
        ),
      text: (corpus, document) => Promise.resolve(place(corpus).get(document) ?? null),
    },
  }
}

export class RulesSession {
  private rules: RoundRules | null = null
  private asked = 0
  /** What was asked is done in order; answers are heard meanwhile. */
  private queue: Promise<unknown> = Promise.resolve()
  private readonly waiting = new Map<number, (line: Json) => void>()

  constructor(
    private readonly say: (line: object) => void,
    private readonly now: () => number = () => performance.now(),
  ) {}

  /** One line that came; what it asks for is said when it is done. Never rejects. */
  async hear(text: string): Promise<void> {
    let id: unknown = null
    try {
      const line: unknown = JSON.parse(text)
      if (!isJson(line)) throw new Error('a line is a JSON object')
      if (line['answer'] !== undefined) {
        const answer = Number(line['answer'])
        this.waiting.get(answer)?.(line)
        this.waiting.delete(answer)
        return
      }
      id = line['id'] ?? null
      const done = this.queue.then(() => this.done(line))
      this.queue = done.catch(() => undefined)
      this.say({ id, ok: await done })
    } catch (thrown) {
      this.say({ id, error: messageOf(thrown) })
    }
  }

  private done(line: Json): Promise<object> {
    if (line['op'] === 'open') return this.open(line)
    if (line['op'] === 'round') return this.round(line)
    throw new Error(`there is no op ${JSON.stringify(line['op'])}; there are open and round`)
  }

  private async open(line: Json): Promise<object> {
    const linked = configurationOf({
      preset: textOf(line, 'preset', 'default'),
      seed: numberOf(line, 'seed', 1),
      set: textsOf(line, 'set'),
    })
    const model = textOf(line, 'model')
    const snapshot: Snapshot = statSync(model).isDirectory()
      ? await publishedStart({ model: async (name) => ok(await filesAt(name)) }, model, linked.config, null)
      : unwrap(readSnapshot(new Uint8Array(await readFile(model))))
    const files = await Promise.all(textsOf(line, 'corpus').map(documentsIn))
    this.rules = await RoundRules.open(snapshot, storeOf(files), linked, this.sampler)
    const { architecture, tokenizer } = snapshot
    return {
      version: VERSION,
      documents: files.flat().length,
      ends: tokenizer.ends,
      config: linked.config,
      architecture,
    }
  }

  private async round(line: Json): Promise<object> {
    if (this.rules === null) throw new Error('nothing is open: say open first')
    return this.rules.round(numberOf(line, 'round'), textsOf(line, 'questions'), this.now)
  }

  /** Asks whoever listens; answers may come in any order. */
  private readonly sampler: Sampler = {
    generate: (requests, { maxNewTokens, temperature, seed, stop, notFirst = [] }) => {
      const ask = (this.asked += 1)
      this.say({
        ask,
        requests: requests.map(({ prompt, count, stream }) => ({ prompt: [...prompt], count, stream })),
        ...{ maxNewTokens, temperature, seed, stop, notFirst },
      })
      return new Promise((resolve, reject) =>
        this.waiting.set(ask, (line) => {
          try {
            resolve(
              completionsOf(
                line,
                requests.map(({ count }) => count),
              ),
            )
          } catch (thrown) {
            reject(thrown instanceof Error ? thrown : new Error(messageOf(thrown)))
          }
        }),
      )
    },
  }
}
