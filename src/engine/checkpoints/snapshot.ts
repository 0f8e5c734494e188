// What a run keeps in a checkpoint beside weights and optimizer: where it stands, its tokenizer, its window
// of questions.
// With them a run goes on exactly, or a stranger's file can be asked a question.

import { isJson } from '../../base/jsonObject'
import { ok, type Result } from '../../base/result'
import { fail } from '../../problems'
import type { Architecture } from '../../config/architecture'
import type { PublishedReference } from '../../checkpoint/publishedReference'
import { readCheckpoint, writeCheckpoint, type AdapterPart, type Json } from '../../checkpoint/checkpoint'
import type { NamedBlob } from '../../formats/bytes'
import type { OptimizerState } from '../../model/optimizerState'
import { tokenizerFromJSON, type ModelTokenizer } from '../../players/modelTokenizer'
import type { StoredEpisodes } from '../training/episodeBudget'
import type { PassRates } from '../../spice/round/state'
import type { WarmPosition } from '../../training/warmStart'

/**
 * Where a run stands. Random numbers are keyed by seed, round and step, so the position is their whole state.
 */
export interface Position {
  readonly rounds: number
  readonly warm: WarmPosition
  /** True once the warm start is over. */
  readonly warmed: boolean
  /** Questions accepted last, oldest first, for the gate against repeats. */
  readonly questions: readonly string[]
  /** Running pass rates by kind of question, where the Challenger is paid for progress. */
  readonly passRates?: PassRates
  /** What the rounds' episodes take in the store, for thinning. */
  readonly kept: StoredEpisodes
  /** Hash of the corpora's documents in order; another one on resuming means that the corpus changed. */
  readonly corpus: number
  /**
   * The kernels that it computes with (ops/variants); absent in a checkpoint from before there was a choice.
   */
  readonly kernels?: string
}

export const startPosition: Position = {
  rounds: 0,
  warm: { step: 0, tokens: 0, seconds: 0 },
  warmed: false,
  questions: [],
  kept: { bytes: [], lean: 0, bare: 0 },
  corpus: 0,
}

export interface Snapshot {
  readonly architecture: Architecture
  readonly tokenizer: ModelTokenizer
  /** The parameters' arena; an adapter's share is in it. Null where the weights are those of `published`. */
  readonly values: Float32Array | null
  /** The model of others that the run began with. */
  readonly published?: PublishedReference
  /** Where an adapter is trained: it, and what it stands beside. */
  readonly adapter?: AdapterPart
  /** Null in a file of weights alone. */
  readonly optimizer: OptimizerState | null
  readonly position: Position
}

/**
 * With `half` given, the weights alone, whatever was trained of them; of an adapter beside a published model,
 * the adapter.
 */
export function writeSnapshot(
  { architecture, tokenizer, values, published, adapter, optimizer, position }: Snapshot,
  options: { readonly half?: boolean } = {},
): Uint8Array<ArrayBuffer> {
  const json = { ...position, tokenizer: tokenizer.toJSON() } as unknown as Json
  const origin = published === undefined ? {} : { published }
  const beside = adapter === undefined ? {} : { adapter }
  return options.half === undefined
    ? writeCheckpoint({ architecture, values, ...origin, ...beside, optimizer, position: json })
    : writeCheckpoint(
        {
          architecture,
          values,
          ...origin,
          ...(values === null ? beside : {}),
          optimizer: null,
          position: json,
        },
        { dtype: options.half ? 'F16' : 'F32' },
      )
}

/** All weights that a checkpoint holds, or the one line that says where the others are. */
export function wholeWeights({
  values,
  published,
}: Pick<Snapshot, 'values' | 'published'>): Result<Float32Array> {
  return values !== null ? ok(values) : fail('weights-elsewhere', { model: published?.name ?? '' })
}

/**
 * The checkpoint among the files that a person gave as a model: one safetensors file alone is a checkpoint of
 * the lab.
 */
export const checkpointAmong = ([only, ...more]: readonly NamedBlob[]): NamedBlob | null =>
  only !== undefined && more.length === 0 && only.name.endsWith('.safetensors') ? only : null

export const snapshotIn = async ({ blob }: NamedBlob): Promise<Result<Snapshot>> =>
  readSnapshot(new Uint8Array(await blob.arrayBuffer()))

const isCount = (value: unknown): value is number =>
  typeof value === 'number' && Number.isSafeInteger(value) && value >= 0

const isRates = (value: unknown): value is PassRates =>
  isJson(value) && Object.values(value).every((rate) => typeof rate === 'number' && Number.isFinite(rate))

/** Null for what is no position. */
export function readPosition(json: unknown): Position | null {
  if (!isJson(json) || !isJson(json['warm'])) return null
  const { rounds, warmed, questions, passRates, corpus, kept, kernels } = json
  const { step, tokens, seconds } = json['warm']
  if (!isCount(rounds) || !isCount(step) || !isCount(tokens) || typeof seconds !== 'number') return null
  if (
    typeof warmed !== 'boolean' ||
    !Array.isArray(questions) ||
    !questions.every((question) => typeof question === 'string') ||
    !isCount(corpus)
  )
    return null
  if (
    !isJson(kept) ||
    !Array.isArray(kept['bytes']) ||
    !kept['bytes'].every(isCount) ||
    !isCount(kept['lean']) ||
    !isCount(kept['bare'])
  )
    return null
  if (passRates !== undefined && !isRates(passRates)) return null
  if (kernels !== undefined && typeof kernels !== 'string') return null
  // In the order of a run that was never interrupted, so that its next checkpoint has the same bytes.
  return {
    rounds,
    warm: { step, tokens, seconds },
    warmed,
    questions,
    kept: { bytes: kept['bytes'], lean: kept['lean'], bare: kept['bare'] },
    corpus,
    ...(kernels === undefined ? {} : { kernels }),
    ...(passRates === undefined ? {} : { passRates }),
  }
}

/** The position among a file's metadata; null where there is none. */
export function positionIn(metadata: Readonly<Record<string, string>>): Position | null {
  try {
    return readPosition(JSON.parse(metadata['position'] ?? 'null'))
  } catch {
    return null
  }
}

/** The whole file or the reason why it is no checkpoint of the lab. */
export function readSnapshot(bytes: Uint8Array): Result<Snapshot> {
  const file = readCheckpoint(bytes)
  if (!file.ok) return file
  const { architecture, values, published, adapter, optimizer, position: json } = file.value
  const position = readPosition(json)
  if (position === null) return fail('checkpoint-position')
  const tokenizer = tokenizerFromJSON(isJson(json) ? json['tokenizer'] : null)
  if (!tokenizer.ok) return tokenizer
  if (tokenizer.value.size !== architecture.vocabulary) {
    return fail('checkpoint-vocabulary', { vocabulary: architecture.vocabulary, size: tokenizer.value.size })
  }
  return ok({
    architecture,
    tokenizer: tokenizer.value,
    values,
    ...(published === undefined ? {} : { published }),
    ...(adapter === undefined ? {} : { adapter }),
    optimizer,
    position,
  })
}
