// A model from a file or folder, on a device and ready to be asked: log-probabilities of ids, and
// continuations. It knows no run; whatever a person may give as a model comes through here, the lab's own
// checkpoints too.
import { floatAt } from '../../base/at'
import { loadModel, type LoadProgress } from '../../checkpoint/loadModel'
import { openModel } from '../../checkpoint/openModel'
import { ok, type Result } from '../../base/result'
import { fail, type Problem } from '../../problems'
import type { BaseStorage } from '../../config/adapterSettings'
import { baseName, type NamedBlob } from '../../formats/bytes'
import { writeSafetensors, type NamedTensor } from '../../formats/safetensors'
import type { Gpu } from '../../gpu'
import { Model } from '../../model/model'
import { Sampler, type Generation } from '../../model/sampler'
import { Scorer } from '../../model/scorer'
import { ChatTokenizer } from '../../players/modelTokenizer'
import type { ChatMessage } from '../../text/chat'
import { Tokenizer } from '../../text/tokenizer'
import { baseOf, modelBeside } from './publishedModel'
import { checkpointAmong, snapshotIn } from '../checkpoints/snapshot'

/** What a model writes and reads in. */
export interface Voice {
  /** Ids of a text that the model goes on with, with what begins it. */
  begin(text: string): number[]
  /** Ids after which the model answers, by its chat template. */
  chat(messages: readonly ChatMessage[]): Result<number[]>
  decode(ids: readonly number[]): string
  readonly ends: readonly number[]
}

export interface Continuation {
  readonly ids: readonly number[]
  /** Of each id, at the temperature. */
  readonly logProbs: readonly number[]
  readonly stopped: boolean
}

export interface ContinueSettings {
  readonly newTokens: number
  /** 0 takes the likeliest token. */
  readonly temperature: number
  readonly seed: number
  readonly count: number
  readonly ends: readonly number[]
}

export interface Scores {
  /** Of ids[1 ..], the log-probability after all before it. */
  readonly logProbs: number[]
  /** The likeliest id after each id; left out unless asked for. */
  readonly top?: number[]
}

export interface OpenSettings {
  readonly onProgress?: LoadProgress
  /** How the weights are kept. */
  readonly storage?: BaseStorage
  /** The model of others beside which a checkpoint's adapter stands. */
  readonly base?: readonly NamedBlob[] | null
  /** Called with what was taken as usual because the files do not say. */
  readonly onNote?: (note: Problem) => void
}

/** Rows that are scored together, bar a longer list. */
const SCORE_ROWS = 512

/** Sequences that are continued side by side. */
const MOST_SLOTS = 32

export class InferenceModel {
  private constructor(
    readonly name: string,
    private readonly gpu: Gpu,
    private readonly model: Model,
    /** Or why this model can be given ids alone. */
    readonly voice: Result<Voice>,
  ) {}

  /**
   * Checks everything that headers tell before it takes memory. Throws GpuMemoryError where the model does
   * not fit.
   */
  static async open(
    gpu: Gpu,
    files: readonly NamedBlob[],
    { onProgress, onNote, storage = 'f32', base = null }: OpenSettings = {},
  ): Promise<Result<InferenceModel>> {
    const checkpoint = checkpointAmong(files)
    if (checkpoint !== null) return InferenceModel.openCheckpoint(gpu, checkpoint, storage, base)
    const opened = await openModel(files)
    if (!opened.ok) return opened
    const { name, tokenizer, architecture, notes } = opened.value
    for (const note of notes) onNote?.(note)
    const voice = tokenizer.ok ? ChatTokenizer.open(tokenizer.value, architecture.vocabulary) : tokenizer
    // Nothing is trained: each matrix by itself, which no binding has to hold all of.
    return ok(
      new InferenceModel(
        name,
        gpu,
        await loadModel(gpu, opened.value, { onProgress, frozen: { storage, adapter: null } }),
        voice,
      ),
    )
  }

  private static async openCheckpoint(
    gpu: Gpu,
    file: NamedBlob,
    storage: BaseStorage,
    base: readonly NamedBlob[] | null,
  ): Promise<Result<InferenceModel>> {
    const snapshot = await snapshotIn(file)
    if (!snapshot.ok) return snapshot
    const opened = await baseOf(snapshot.value, base)
    if (!opened.ok) return opened
    const { architecture, values, tokenizer } = snapshot.value
    const model =
      opened.value === null
        ? await Model.create(gpu, architecture, { storage, adapter: null })
        : await modelBeside(gpu, snapshot.value, opened.value, storage)
    if (values !== null) model.writeAll(values)
    return ok(
      new InferenceModel(
        baseName(file.name),
        gpu,
        model,
        ok(tokenizer instanceof Tokenizer ? ownVoice(tokenizer) : tokenizer),
      ),
    )
  }

  get vocabulary(): number {
    return this.model.architecture.vocabulary
  }

  get context(): number {
    return this.model.architecture.context
  }

  /** Of each list of ids its scores, in order. Throws RangeError for an id outside the vocabulary. */
  async score(
    lists: readonly (readonly number[])[],
    { top = false, onProgress }: { readonly top?: boolean; readonly onProgress?: LoadProgress } = {},
  ): Promise<Scores[]> {
    const longest = Math.max(1, ...lists.map((ids) => ids.length))
    const rows = top
      ? longest
      : Math.max(
          longest,
          Math.min(
            SCORE_ROWS,
            lists.reduce((sum, ids) => sum + ids.length, 0),
          ),
        )
    const scorer = await Scorer.create(this.model, { rows, lossRows: rows })
    try {
      const scores: Scores[] = []
      for (const [index, ids] of lists.entries()) {
        const tokens = Uint32Array.from(ids)
        const [logProbs] = top ? [] : await scorer.score([tokens])
        scores.push(
          top
            ? fromLogits(await scorer.logits(tokens), ids, this.vocabulary)
            : { logProbs: Array.from(logProbs ?? []) },
        )
        onProgress?.(index + 1, lists.length)
      }
      return scores
    } finally {
      scorer.destroy()
    }
  }

  /** Logits (T, V) after every id of each list, as a safetensors file of `logits.0`, `logits.1`, ... */
  async logitsFile(lists: readonly (readonly number[])[]): Promise<Uint8Array> {
    const rows = Math.max(1, ...lists.map((ids) => ids.length))
    const scorer = await Scorer.create(this.model, { rows, lossRows: rows })
    try {
      const tensors: NamedTensor[] = []
      for (const [index, ids] of lists.entries())
        tensors.push({
          name: `logits.${index}`,
          shape: [ids.length, this.vocabulary],
          data: await scorer.logits(Uint32Array.from(ids)),
        })
      return writeSafetensors(tensors)
    } finally {
      scorer.destroy()
    }
  }

  /** `count` continuations of each prompt, in order. */
  async continue(
    prompts: readonly (readonly number[])[],
    { newTokens, temperature, seed, count, ends }: ContinueSettings,
  ): Promise<Continuation[][]> {
    const longest = Math.max(1, ...prompts.map((prompt) => prompt.length))
    const sampler = await Sampler.create(this.model, {
      slots: Math.min(MOST_SLOTS, Math.max(1, prompts.length * count)),
      promptRows: Math.max(longest, Math.min(longest * prompts.length, 4096)),
      maxNew: newTokens,
    })
    try {
      const requests = prompts.map((prompt, stream) => ({ prompt: Uint32Array.from(prompt), count, stream }))
      const generations = await sampler.generate(requests, {
        maxNewTokens: newTokens,
        temperature,
        seed,
        stop: ends.slice(0, 12),
      })
      return generations.map((each) =>
        each.map(({ tokens, logProbs, stopped }: Generation) => ({
          ids: [...tokens],
          logProbs: [...logProbs],
          stopped,
        })),
      )
    } finally {
      sampler.destroy()
    }
  }

  destroy(): void {
    this.model.destroy()
    this.gpu.destroy()
  }
}

/** Both from the logits (T, V), in f64; of equally likely ids the first is the likeliest. */
function fromLogits(logits: Float32Array, ids: readonly number[], vocabulary: number): Required<Scores> {
  const top: number[] = []
  const logProbs: number[] = []
  for (let row = 0; row < ids.length; row++) {
    const own = logits.subarray(row * vocabulary, (row + 1) * vocabulary)
    const best = own.reduce((most, value, v) => (value > floatAt(own, most) ? v : most), 0)
    top.push(best)
    const next = ids[row + 1]
    if (next === undefined) continue
    const most = floatAt(own, best)
    const total = own.reduce((sum, value) => sum + Math.exp(value - most), 0)
    logProbs.push(floatAt(own, next) - most - Math.log(total))
  }
  return { logProbs, top }
}

const ownVoice = (tokenizer: Tokenizer): Voice => ({
  begin: (text) => [tokenizer.mark('begin'), ...tokenizer.encode(text)],
  chat: () => fail('chat-template-own'),
  decode: (ids) => tokenizer.decode(ids),
  ends: tokenizer.ends,
})
