// Sampling: waves of sequences over shared prompts, decoded side by side in blocks of tokens. A block is one
// run and one read-back; sequences that met a stop token leave the batch between blocks. Knows tokens, not
// text.
import { at } from '../base/at'
import { joinAutomata, startOf, type JoinedAutomata } from '../base/tokenAutomaton'
import { SAMPLE_WORDS, sampleSettings } from '../ops'
import type { Model } from './model'
import { buildSampler, type DrawingPrograms, type SamplerParts } from './samplerParts'
import { planWaves, segmentsOf, type SampleRequest, type SamplerCapacity, type Wave } from './waves'

/** Tokens of a sequence between read-backs. */
export const BLOCK = 16

/** Likeliest tokens kept with every sampled one. */
export const TOP = 5

export interface Generation {
  /** The stop token, if one was met, is the last. */
  readonly tokens: Uint32Array
  /**
   * Of the distribution that was sampled: softmax(logits / temperature), temperature 1 where it is greedy,
   * over the tokens that were allowed.
   */
  readonly logProbs: Float32Array
  /** Nats. */
  readonly entropies: Float32Array
  /** TOP a token, likeliest first. */
  readonly top: { readonly ids: Uint32Array; readonly probabilities: Float32Array }
  readonly stopped: boolean
}

export interface GenerateSettings {
  readonly maxNewTokens: number
  /** 0 takes the likeliest token. */
  readonly temperature: number
  readonly seed: number
  /** Tokens that end a sequence; with `notFirst` at most 12. */
  readonly stop: readonly number[]
  /** Asked between blocks whether the tokens of a sequence so far end it too; it then leaves the batch. */
  readonly ended?: (tokens: Uint32Array) => boolean
  /** Tokens that no sequence may begin with. */
  readonly notFirst?: readonly number[]
  /** Called between blocks with a look at the tokens so far of a request's samples, in order. */
  readonly onBlock?: (tokensOf: (request: number) => readonly Uint32Array[]) => void
  /** Checked between blocks; `generate` then rejects with its reason. */
  readonly signal?: AbortSignal
}

/** What came back of a wave: words of the record, tokens by slot, stop flags by slot. */
interface Progress {
  readonly words: Uint32Array<ArrayBuffer>
  readonly lengths: Uint32Array
  readonly done: Uint32Array
}

export class Sampler {
  private constructor(
    readonly model: Model,
    private readonly capacity: SamplerCapacity,
    private readonly parts: SamplerParts,
  ) {}

  /** Compiles and allocates everything. Throws GpuMemoryError where it does not fit. */
  static async create(model: Model, capacity: SamplerCapacity): Promise<Sampler> {
    const parts = await buildSampler(model, capacity)
    await model.gpu.allocated()
    return new Sampler(model, capacity, parts)
  }

  /**
   * `count` generations for each request, in order. What a sequence draws depends on weights, prompt, seed,
   * stream and its place
   * among the request's samples, not on what else is in the batch. One call at a time. Throws RangeError
   * naming a wrong request.
   */
  async generate(requests: readonly SampleRequest[], settings: GenerateSettings): Promise<Generation[][]> {
    const { maxNewTokens } = settings
    const { context, vocabulary } = this.model.architecture
    const { slots, maxNew } = this.capacity
    if (!Number.isInteger(maxNewTokens) || maxNewTokens < 1 || maxNewTokens > maxNew) {
      throw new RangeError(`${maxNewTokens} new tokens: the sampler makes 1 to ${maxNew}`)
    }
    requests.forEach(({ prompt }, index) => {
      if (prompt.length + maxNewTokens > context)
        throw new RangeError(
          `sample request ${index}: ${prompt.length} prompt tokens and ${maxNewTokens} new ones exceed the context of ${context}`,
        )
    })
    const generations: Generation[][] = requests.map(() => [])
    const automata = joinAutomata(
      requests.flatMap(({ automaton }) => automaton ?? []),
      vocabulary,
    )
    const { parts } = this
    const constrained = automata.start.size > 0
    const programs = constrained ? await parts.constrained.load(automata) : parts.free
    this.model.gpu.write(parts.settings, sampleSettings(settings))
    for (const wave of planWaves(requests, vocabulary, slots, segmentsOf(this.capacity, context))) {
      if (constrained) parts.constrained.setStates(statesOf(wave, requests, automata))
      const progress = await this.decodeWave(wave, settings, programs)
      wave.sequences.forEach(({ request }, slot) =>
        generations[request]?.push(this.generation(progress, slot)),
      )
    }
    return generations
  }

  destroy(): void {
    this.parts.destroy()
  }

  private async decodeWave(
    wave: Wave,
    { maxNewTokens, ended, signal, onBlock }: GenerateSettings,
    { first, decode }: DrawingPrograms,
  ): Promise<Progress> {
    const { gpu } = this.model
    signal?.throwIfAborted()
    this.prefill(wave)
    let made = 1
    let program = first
    let active = wave.sequences.length
    for (;;) {
      const steps = Math.min(BLOCK * Math.ceil(made / BLOCK), maxNewTokens) - made
      gpu.run([program, ...Array.from({ length: steps }, () => decode)].flat())
      made += steps
      const progress = await this.read(wave)
      const growing = wave.sequences.flatMap((_, slot) =>
        progress.done[slot] === 0 && !(ended?.(this.tokensOf(progress, slot)) ?? false) ? [slot] : [],
      )
      if (growing.length === 0 || made === maxNewTokens) return progress
      signal?.throwIfAborted()
      onBlock?.((request) =>
        wave.sequences.flatMap((each, slot) =>
          each.request === request ? [this.tokensOf(progress, slot)] : [],
        ),
      )
      if (growing.length < active) this.compact(wave, growing, progress)
      active = growing.length
      program = decode
      made += 1
    }
  }

  /**
   * Prompts into the cache, segment by segment; then every sequence is active in its own slot, its prompt's
   * last row waiting.
   */
  private prefill({ sequences, segments }: Wave): void {
    const { gpu } = this.model
    const { segment: inputs, perSlot, promptRows, ends, active, slot, position, begin, prefill } = this.parts
    segments.forEach(({ token, position: rowPosition, span, slots, lastRows }, index) => {
      inputs.set('token', token)
      inputs.set('position', rowPosition)
      inputs.set('span', span)
      inputs.set('lastRow', lastRows)
      inputs.set('endSlot', slots)
      inputs.upload()
      gpu.setExtent(promptRows, token.length)
      gpu.setExtent(ends, slots.length)
      gpu.run([...(index === 0 ? begin : []), ...at(prefill, index)])
    })
    perSlot.set(
      'promptStart',
      Uint32Array.from(sequences, (s) => s.promptStart),
    )
    perSlot.set(
      'promptLength',
      Uint32Array.from(sequences, (s) => s.promptLength),
    )
    perSlot.set(
      'stream',
      Uint32Array.from(sequences, (s) => s.stream),
    )
    perSlot.upload()
    gpu.write(
      slot,
      Uint32Array.from(sequences, (_, i) => i),
    )
    gpu.write(
      position,
      Uint32Array.from(sequences, (s) => s.promptLength - 1),
    )
    gpu.setExtent(active, sequences.length)
  }

  /** Only `growing` slots stay active, each with its newest token and that token's position. */
  private compact({ sequences }: Wave, growing: readonly number[], { words, lengths }: Progress): void {
    const { gpu } = this.model
    const { active, slot, token, position } = this.parts
    const lengthOf = (s: number): number => at(lengths, s)
    gpu.write(slot, Uint32Array.from(growing))
    gpu.write(
      token,
      Uint32Array.from(growing, (s) => at(words, this.wordOf(s, lengthOf(s) - 1))),
    )
    gpu.write(
      position,
      Uint32Array.from(growing, (s) => at(sequences, s).promptLength + lengthOf(s) - 1),
    )
    gpu.setExtent(active, growing.length)
  }

  private async read({ sequences }: Wave): Promise<Progress> {
    const { gpu } = this.model
    const { record, length, done } = this.parts
    const used = sequences.length
    const [words, lengths, flags] = await gpu.read([
      gpu.view(record, 'record', 0, [used, this.capacity.maxNew, SAMPLE_WORDS]),
      gpu.view(length, 'length', 0, [used]),
      gpu.view(done, 'done', 0, [used]),
    ])
    if (words === undefined || lengths === undefined || flags === undefined)
      throw new Error('the read-back of sampled tokens is incomplete')
    return { words: new Uint32Array(words), lengths: new Uint32Array(lengths), done: new Uint32Array(flags) }
  }

  private tokensOf({ words, lengths }: Progress, slot: number): Uint32Array {
    return Uint32Array.from({ length: at(lengths, slot) }, (_, i) => at(words, this.wordOf(slot, i)))
  }

  private wordOf(slot: number, index: number): number {
    return (slot * this.capacity.maxNew + index) * SAMPLE_WORDS
  }

  private generation({ words, lengths, done }: Progress, slot: number): Generation {
    const n = at(lengths, slot)
    const numbers = new Float32Array(words.buffer)
    const ids = new Uint32Array(TOP * n)
    const probabilities = new Float32Array(TOP * n)
    const column = (offset: number, i: number): number => this.wordOf(slot, i) + offset
    for (let i = 0; i < n; i++) {
      ids.set(words.subarray(column(3, i), column(3 + TOP, i)), TOP * i)
      probabilities.set(numbers.subarray(column(3 + TOP, i), column(3 + 2 * TOP, i)), TOP * i)
    }
    return {
      tokens: this.tokensOf({ words, lengths, done }, slot),
      logProbs: Float32Array.from({ length: n }, (_, i) => at(numbers, column(1, i))),
      entropies: Float32Array.from({ length: n }, (_, i) => at(numbers, column(2, i))),
      top: { ids, probabilities },
      stopped: done[slot] === 1,
    }
  }
}

/** By slot: the state in which its completion begins. */
const statesOf = (
  { sequences }: Wave,
  requests: readonly SampleRequest[],
  automata: JoinedAutomata,
): Uint32Array =>
  Uint32Array.from(sequences, ({ request }) => startOf(automata, at(requests, request).automaton))
