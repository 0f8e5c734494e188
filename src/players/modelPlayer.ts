// The model in a seat: prompts become tokens, the sampler's generations become records.
// It must not know where the weights came from: the model in training and a frozen checkpoint are the same
// player.

import { at } from '../base/at'
import type { TokenAutomaton } from '../base/tokenAutomaton'
import type { Generated } from '../protocol/records'
import type { Player, PromptPart, PromptRequest, ScoredTokens, Spelling, Writing } from '../spice/seats'

/** What this player needs of a tokenizer. */
export interface PromptTokenizer {
  encodeParts(parts: readonly PromptPart[]): number[]
  encode(text: string): number[]
  decode(ids: readonly number[]): string
  /** Token ids are below it. */
  readonly size: number
  /** Tokens that end a completion. */
  readonly ends: readonly number[]
  /** Where in a completion another's turn begins, which ends it too; -1 where none does. */
  turnEnd?(text: string): number
}

/** One completion as the sampler recorded it on the GPU; `top` holds five entries a token. */
export interface Generation {
  readonly tokens: Uint32Array
  readonly logProbs: Float32Array
  readonly entropies: Float32Array
  readonly top: { readonly ids: Uint32Array; readonly probabilities: Float32Array }
  /** True where a stop token ended it; that token is the last of `tokens`. */
  readonly stopped: boolean
}

export interface SamplerRequest {
  readonly prompt: Uint32Array
  readonly count: number
  readonly stream: number
  /** What a completion is held to. */
  readonly automaton?: TokenAutomaton
}

export interface SamplerSettings {
  readonly maxNewTokens: number
  readonly temperature: number
  readonly seed: number
  readonly stop: number[]
  /** True where the tokens so far end their completion, whatever else comes. */
  readonly ended?: (tokens: Uint32Array) => boolean
  readonly notFirst?: number[]
  readonly signal?: AbortSignal
  /** Called between blocks with a look at the tokens so far of a request's samples. */
  readonly onBlock?: (tokensOf: (request: number) => readonly Uint32Array[]) => void
}

/** What this player needs of a sampler. */
export interface TokenSampler {
  generate(requests: SamplerRequest[], settings: SamplerSettings): Promise<Generation[][]>
}

const TOP = 5

/**
 * Decimals kept of a recorded number: f32 has about seven digits, and a record is read by people and files.
 */
const rounded = (value: number): number => Math.round(value * 1e6) / 1e6

const nothing: Generated = { tokens: [], logp: [], entropy: [], top: [], text: '', stopped: false }

/** The sampler compares with no more, ends and tokens that may not come first together. */
const MOST_IDS = 12

/** Log-probabilities of each sequence's tokens[from ..]. */
export type SequenceScorer = (
  sequences: readonly { readonly tokens: Uint32Array; readonly from: number }[],
) => Promise<readonly Float32Array[]>

export class ModelPlayer implements Player {
  readonly spelling?: Spelling
  readonly score?: NonNullable<Player['score']>
  private readonly stop: number[]
  private texts: readonly string[] | null = null

  /** `context` is the longest sequence of the model, prompt and completion together, in tokens. */
  constructor(
    readonly name: string,
    private readonly sampler: TokenSampler,
    private readonly tokenizer: PromptTokenizer,
    private readonly context: number,
    scorer?: SequenceScorer,
  ) {
    if (scorer !== undefined) this.score = (sequences) => this.scoreBy(scorer, sequences)
    this.stop = tokenizer.ends.slice(0, MOST_IDS)
    const [end] = this.stop
    if (end !== undefined) this.spelling = { end, encode: (text) => tokenizer.encode(text) }
  }

  encode(parts: readonly PromptPart[]): readonly number[] {
    return this.tokenizer.encodeParts(parts)
  }

  pieces(): readonly string[] {
    const { size } = this.tokenizer
    return (this.texts ??= Array.from({ length: size }, (_, id) => this.tokenizer.decode([id])))
  }

  /**
   * Requests of equal budget, temperature and `notFirst` go to the sampler together. A prompt that leaves
   * less room in the context than its budget gets that room; one that leaves none gets empty completions
   * that did not stop.
   */
  async complete(
    requests: readonly PromptRequest[],
    options: {
      readonly seed: number
      readonly signal?: AbortSignal
      readonly onWriting?: Writing | undefined
    },
  ): Promise<readonly (readonly Generated[])[]> {
    const completions: Generated[][] = requests.map(() => [])
    const groups = new Map<
      string,
      {
        budget: number
        temperature: number
        notFirst: number[]
        members: { index: number; request: SamplerRequest }[]
      }
    >()
    requests.forEach((asked, index) => {
      const { tokens, count, stream, maxNewTokens, temperature, notFirst = [], automaton } = asked
      const prompt = Uint32Array.from(tokens)
      const budget = Math.min(maxNewTokens, this.context - prompt.length)
      if (budget < 1) {
        completions[index] = Array.from({ length: count }, () => nothing)
        return
      }
      const barred = this.firstTokens(notFirst)
      const key = `${budget} ${temperature} ${barred.join()}`
      const group = groups.get(key) ?? { budget, temperature, notFirst: barred, members: [] }
      const request = { prompt, count, stream, ...(automaton === undefined ? {} : { automaton }) }
      group.members.push({ index, request })
      groups.set(key, group)
    })
    for (const { budget, temperature, notFirst, members } of groups.values()) {
      const settings: SamplerSettings = {
        maxNewTokens: budget,
        temperature,
        seed: options.seed,
        ...this.ending,
        stop: this.stop.slice(0, MOST_IDS - notFirst.length),
        ...(notFirst.length === 0 ? {} : { notFirst }),
        ...(options.signal === undefined ? {} : { signal: options.signal }),
        ...this.writing(members, completions, options.onWriting),
      }
      const generations = await this.sampler.generate(
        members.map((member) => member.request),
        settings,
      )
      members.forEach(({ index }, i) => {
        completions[index] = at(generations, i).map((generation) => this.record(generation))
      })
    }
    return completions
  }

  /** Between blocks: what is written of each request, of those that are done their completions. */
  private writing(
    members: readonly { readonly index: number }[],
    completions: readonly (readonly Generated[])[],
    onWriting: Writing | undefined,
  ): Pick<SamplerSettings, 'onBlock'> {
    if (onWriting === undefined) return {}
    const places = new Map(members.map(({ index }, place) => [index, place]))
    const textOf = (tokens: Uint32Array): string =>
      this.tokenizer.decode([...tokens].filter((id) => !this.stop.includes(id)))
    return {
      onBlock: (tokensOf) =>
        onWriting((request) => {
          const place = places.get(request)
          return place === undefined
            ? at(completions, request).map(({ text }) => text)
            : tokensOf(place).map(textOf)
        }),
    }
  }

  /** Completions of a prompt that is tokens already, as from the middle of another one. */
  async goOn(
    prompt: Uint32Array,
    {
      count,
      stream,
      ...settings
    }: {
      readonly count: number
      readonly stream: number
      readonly maxNewTokens: number
      readonly temperature: number
      readonly seed: number
    },
  ): Promise<readonly Generated[]> {
    const [generations = []] = await this.sampler.generate([{ prompt, count, stream }], {
      ...settings,
      ...this.ending,
    })
    return generations.map((generation) => this.record(generation))
  }

  /** A sequence that the context does not hold has no number. */
  private async scoreBy(scorer: SequenceScorer, sequences: readonly ScoredTokens[]): Promise<number[]> {
    const fitting = sequences.filter(({ tokens }) => tokens.length <= this.context)
    const scores = await scorer(
      fitting.map(({ tokens, from }) => ({ tokens: Uint32Array.from(tokens), from })),
    )
    const sums = new Map(
      fitting.map((each, i) => [each, at(scores, i).reduce((sum, value) => sum + value, 0)]),
    )
    return sequences.map((each) => sums.get(each) ?? -Infinity)
  }

  /** What ends a completion. */
  private get ending(): Pick<SamplerSettings, 'stop' | 'ended'> {
    const { stop, tokenizer } = this
    return tokenizer.turnEnd === undefined
      ? { stop }
      : { stop, ended: (tokens) => this.turnOf(tokens) !== null }
  }

  /** The tokens of a completion up to those that begin another's turn, and its text; null where none does. */
  private turnOf(tokens: Uint32Array): { readonly count: number; readonly text: string } | null {
    const { tokenizer } = this
    const textOf = (count: number): string => tokenizer.decode([...tokens.subarray(0, count)])
    const endIn = (count: number): number => tokenizer.turnEnd?.(textOf(count)) ?? -1
    if (endIn(tokens.length) < 0) return null
    let [short, long] = [0, tokens.length]
    while (long - short > 1) {
      const count = (short + long) >> 1
      if (endIn(count) < 0) short = count
      else long = count
    }
    return { count: long, text: textOf(long).slice(0, endIn(long)) }
  }

  /** The first token of each text. */
  private firstTokens(texts: readonly string[]): number[] {
    return [...new Set(texts.flatMap((text) => this.tokenizer.encode(text).slice(0, 1)))]
  }

  private record({ tokens, logProbs, entropies, top, stopped }: Generation): Generated {
    const turn = this.turnOf(tokens)
    const ids = [...tokens].slice(0, turn?.count)
    return {
      tokens: ids,
      logp: Array.from(logProbs.subarray(0, ids.length), rounded),
      entropy: Array.from(entropies.subarray(0, ids.length), rounded),
      top: ids.map((_, t) =>
        Array.from({ length: TOP }, (_, rank) => [
          at(top.ids, t * TOP + rank),
          rounded(at(top.probabilities, t * TOP + rank)),
        ]).flat(),
      ),
      text: turn?.text ?? this.tokenizer.decode(stopped ? ids.slice(0, -1) : ids),
      stopped: stopped || turn !== null,
    }
  }
}
