// A run as one zip file and back: its record, configuration, lines, checkpoints, tokenizer, and which
// documents it read.
// Files come from strangers: what a file claims is checked before it reaches a store.

import { strFromU8, strToU8, unzipSync, zipSync, type Zippable } from 'fflate'
import { messageOf, ok, type Result } from '../../base/result'
import { fail, problem, ProblemError, type Problem } from '../../problems'
import { withNote } from '../../protocol/notes'
import type { CorpusStore, RunStore } from '../../protocol/ports'
import type {
  CheckpointRecord,
  Episode,
  ProbeRecord,
  RoundMetrics,
  RunRecord,
  WarmStartPoint,
} from '../../protocol/records'
import { readRunRecord } from './bundledRecord'
import { readSnapshot } from '../checkpoints/snapshot'

const KIND = 'spice-lab-run-1'
/** Bytes that a file may unpack to. */
const MOST_BYTES = 4 * 2 ** 30

interface Manifest {
  readonly kind: typeof KIND
  /** Whether the episodes hold passages and the prompts made of them. */
  readonly passages: boolean
  readonly says: string
  readonly checkpoints: readonly CheckpointRecord[]
}

const lines = (values: readonly unknown[]): Uint8Array =>
  strToU8(values.map((value) => `${JSON.stringify(value)}\n`).join(''))
const json = (value: unknown): Uint8Array => strToU8(`${JSON.stringify(value, null, 2)}\n`)

/**
 * Without its passage, and without the prompt that contains it. The questions, which were made of it, stay.
 */
export function withoutPassage(episode: Episode): Episode {
  return {
    ...episode,
    passage: { ...episode.passage, text: '' },
    prompts: { ...episode.prompts, challenger: { tokens: [], text: '' } },
  }
}

/** The file of a run; throws where there is no such run. */
export async function exportRun(
  runs: RunStore,
  corpora: CorpusStore,
  id: string,
  passages: boolean,
): Promise<{ name: string; bytes: Uint8Array<ArrayBuffer> }> {
  const record = await runs.run(id)
  if (record === null) throw new ProblemError(problem('no-such-run', { run: id }))
  const metrics = await runs.metrics(id)
  const checkpoints = await runs.checkpoints(id)
  const files: Zippable = {}
  const rounds: Uint8Array[] = []
  for (const { round } of metrics) {
    const episodes = await runs.episodes(id, round)
    rounds.push(lines(passages ? episodes : episodes.map(withoutPassage)))
  }
  const says = noteOn(passages).message
  files['manifest.json'] = json({ kind: KIND, passages, says, checkpoints } satisfies Manifest)
  files['run.json'] = json(record)
  files['config.json'] = json(record.linked)
  files['metrics.jsonl'] = lines(metrics)
  files['episodes.jsonl'] = joined(rounds)
  files['warmstart.jsonl'] = lines(await runs.warmStart(id))
  files['probes.jsonl'] = lines(await runs.probes(id))
  files['corpus.json'] = json(await corpusManifest(corpora, record.corpora))
  for (const { name } of checkpoints) {
    const bytes = await runs.checkpoint(id, name)
    if (bytes === null) continue
    files[`checkpoints/${name}.safetensors`] = [bytes, { level: 0 }]
    const snapshot = files['tokenizer.json'] === undefined ? readSnapshot(bytes) : null
    if (snapshot?.ok === true) files['tokenizer.json'] = json(snapshot.value.tokenizer.toJSON())
  }
  return { name: `${id}.spice-run.zip`, bytes: zipSync(files, { level: 6, mtime: new Date(record.created) }) }
}

/** Every corpus with the hash and length of each document. */
async function corpusManifest(store: CorpusStore, ids: readonly string[]): Promise<unknown> {
  const known = await store.corpora()
  return Promise.all(
    ids.map(async (id) => ({
      corpus: known.find((each) => each.id === id) ?? { id },
      documents: (await store.documents(id)).map(({ id: hash, name, length }) => ({ hash, name, length })),
    })),
  )
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const out = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0))
  let at = 0
  for (const part of parts) {
    out.set(part, at)
    at += part.length
  }
  return out
}

/** What the file says of passages, and the run that is made of it. */
const noteOn = (passages: boolean): Problem =>
  passages ? problem('note-with-passages') : problem('note-without-passages')

/**
 * Puts the run of a file into the store under the name `id`; nothing is stored where anything in the file is
 * wrong.
 */
export async function importRun(runs: RunStore, bytes: Uint8Array, id: string): Promise<Result<RunRecord>> {
  const read = unpack(bytes)
  if (!read.ok) return read
  const { record, manifest, metrics, episodes, warmStart, probes, checkpoints } = read.value
  const run: RunRecord = {
    ...record,
    id,
    ...(manifest.says === '' ? {} : withNote(record, noteOn(manifest.passages))),
  }
  await runs.put(run)
  try {
    for (const line of metrics) {
      await runs.addEpisodes(
        id,
        episodes.filter(({ round }) => round === line.round),
      )
      await runs.addMetrics(id, line)
    }
    await runs.addWarmStart(id, warmStart)
    for (const probe of probes) await runs.addProbe(id, probe)
    for (const { record: checkpoint, bytes: content } of checkpoints)
      await runs.putCheckpoint({ ...checkpoint, run: id }, content)
  } catch (thrown) {
    await runs.remove(id)
    throw thrown
  }
  return ok(run)
}

interface BundleContents {
  readonly record: RunRecord
  readonly manifest: Manifest
  readonly metrics: readonly RoundMetrics[]
  readonly episodes: readonly Episode[]
  readonly warmStart: readonly WarmStartPoint[]
  readonly probes: readonly ProbeRecord[]
  readonly checkpoints: readonly {
    readonly record: CheckpointRecord
    readonly bytes: Uint8Array<ArrayBuffer>
  }[]
}

function unpack(bytes: Uint8Array): Result<BundleContents> {
  let files: Record<string, Uint8Array>
  try {
    let total = 0
    files = unzipSync(bytes, {
      filter: ({ originalSize }) => {
        total += originalSize
        if (total > MOST_BYTES) throw new Error('it unpacks to more than 4 GiB')
        return true
      },
    })
  } catch (error) {
    return fail('import-zip', { reason: messageOf(error) })
  }
  try {
    const text = (name: string): string => strFromU8(files[name] ?? new Uint8Array(0))
    const manifest = JSON.parse(text('manifest.json')) as Partial<Manifest>
    if (manifest.kind !== KIND) return fail('import-kind')
    const record = readRunRecord(JSON.parse(text('run.json')))
    if (!record.ok) return record
    const list = <T>(name: string, key: string): T[] =>
      text(name)
        .split('\n')
        .filter((line) => line !== '')
        .map((line, i) => {
          const value = JSON.parse(line) as Record<string, unknown>
          if (typeof value[key] !== 'number') throw new Error(`line ${i + 1} of ${name} has no ${key}`)
          return value as T
        })
    const checkpoints: BundleContents['checkpoints'][number][] = []
    for (const each of manifest.checkpoints ?? []) {
      const content = files[`checkpoints/${each.name}.safetensors`]
      if (content === undefined) return fail('import-no-checkpoint', { checkpoint: each.name })
      const snapshot = readSnapshot(content)
      if (!snapshot.ok) return fail('import-checkpoint', { checkpoint: each.name, cause: snapshot.error })
      checkpoints.push({ record: { ...each, bytes: content.length }, bytes: content.slice() })
    }
    const says = typeof manifest.says === 'string' ? manifest.says : ''
    return ok({
      record: record.value,
      manifest: { kind: KIND, passages: manifest.passages === true, says, checkpoints: [] },
      metrics: list('metrics.jsonl', 'round'),
      episodes: list('episodes.jsonl', 'round'),
      warmStart: list('warmstart.jsonl', 'step'),
      probes: list('probes.jsonl', 'round'),
      checkpoints,
    })
  } catch (error) {
    return fail('import-content', { reason: messageOf(error) })
  }
}
