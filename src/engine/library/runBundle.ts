// A run as one zip file and back: its record, configuration, lines, checkpoints, tokenizer, and which
// documents it read.
// Files come from strangers: what a file claims is checked before it reaches a store.

import { strFromU8, strToU8, zipSync, type Zippable } from 'fflate'
import { messageOf, ok, type Result } from '../../base/result'
import { openArchive, type ArchiveLimits } from '../../corpus/archive'
import { fail, problem, ProblemError, type Problem } from '../../problems'
import { withNote } from '../../protocol/notes'
import type { CorpusStore, RunStore } from '../../protocol/ports'
import { bundleNameOf } from '../../protocol/runFileName'
import { recordChecks, type Check } from '../../protocol/recordGuards'
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
/** What every such file has beside its manifest and its checkpoints. */
const PARTS = ['run.json', 'metrics.jsonl', 'episodes.jsonl', 'warmstart.jsonl', 'probes.jsonl']
/** Checkpoints lie in it as they are; lines of records pack to a tenth, never to a hundredth. */
const LIMITS: ArchiveLimits = {
  entries: 10_000,
  entryBytes: 2 ** 31,
  totalBytes: 4 * 2 ** 30,
  ratio: 100,
  ratioFrom: 20e6,
}

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

/**
 * The file of a run; throws where there is no such run. With `documents` the corpora are in it whole, as the
 * command line keeps them in a run's folder.
 */
export async function exportRun(
  runs: RunStore,
  corpora: CorpusStore,
  id: string,
  { passages, documents = false }: { readonly passages: boolean; readonly documents?: boolean },
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
  // As the command line lists them in a run's folder.
  files['checkpoints/index.json'] = json(checkpoints)
  if (documents) Object.assign(files, await corpusFolders(corpora, record.corpora))
  for (const { name } of checkpoints) {
    const bytes = await runs.checkpoint(id, name)
    if (bytes === null) continue
    files[`checkpoints/${name}.safetensors`] = [bytes, { level: 0 }]
    const snapshot = files['tokenizer.json'] === undefined ? readSnapshot(bytes) : null
    if (snapshot?.ok === true) files['tokenizer.json'] = json(snapshot.value.tokenizer.toJSON())
  }
  return {
    name: bundleNameOf(record),
    bytes: zipSync(files, { level: 6, mtime: new Date(record.created) }),
  }
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

async function corpusFolders(store: CorpusStore, ids: readonly string[]): Promise<Zippable> {
  const files: Zippable = {}
  const known = await store.corpora()
  for (const id of ids) {
    const texts = new Map<string, string>()
    for await (const { id: document, text } of store.texts(id)) texts.set(document, text)
    const records = await store.documents(id)
    files[`corpus/${id}/corpus.json`] = json(known.find((each) => each.id === id) ?? { id })
    files[`corpus/${id}/documents.jsonl`] = lines(
      records.map((document) => ({ ...document, text: texts.get(document.id) ?? '' })),
    )
  }
  return files
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
export async function importRun(
  runs: RunStore,
  bytes: Uint8Array<ArrayBuffer>,
  id: string,
): Promise<Result<RunRecord>> {
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

/** The bytes of an entry; none where it is missing. */
type Files = (name: string) => Uint8Array<ArrayBuffer> | null

function openFiles(bytes: Uint8Array<ArrayBuffer>): Result<Files> {
  try {
    const entries = new Map(openArchive(bytes, LIMITS).map((entry) => [entry.path, entry]))
    return ok((name) => entries.get(name)?.read() ?? null)
  } catch (thrown) {
    return fail('import-zip', { reason: plain(messageOf(thrown)) })
  }
}

/** As it is put into a sentence: one line, without a full stop. */
const plain = (message: string): string => message.replace(/\s+/g, ' ').replace(/\.$/, '')

function unpack(bytes: Uint8Array<ArrayBuffer>): Result<BundleContents> {
  const opened = openFiles(bytes)
  if (!opened.ok) return opened
  const file = opened.value
  try {
    const text = (name: string): string => strFromU8(file(name) ?? new Uint8Array(0))
    const manifest = JSON.parse(text('manifest.json')) as Partial<Manifest> | null
    if (manifest?.kind !== KIND) return fail('import-kind')
    const missing = PARTS.find((name) => file(name) === null)
    if (missing !== undefined) return fail('import-no-part', { name: missing })
    const record = readRunRecord(JSON.parse(text('run.json')))
    if (!record.ok) return record
    const checkpoints: BundleContents['checkpoints'][number][] = []
    for (const each of checked<CheckpointRecord>(manifest.checkpoints ?? [], recordChecks.checkpoint)) {
      const content = file(`checkpoints/${each.name}.safetensors`)
      if (content === null) return fail('import-no-checkpoint', { checkpoint: each.name })
      const snapshot = readSnapshot(content)
      if (!snapshot.ok) return fail('import-checkpoint', { checkpoint: each.name, cause: snapshot.error })
      checkpoints.push({ record: { ...each, bytes: content.length }, bytes: content })
    }
    const metrics = records<RoundMetrics>(text, 'metrics.jsonl', recordChecks.metrics)
    // What the lines say counts, not what the record says of them.
    const rounds = metrics.reduce((most, { round }) => Math.max(most, round + 1), 0)
    return ok({
      record: { ...record.value, rounds },
      manifest: {
        kind: KIND,
        passages: manifest.passages === true,
        says: typeof manifest.says === 'string' ? manifest.says : '',
        checkpoints: [],
      },
      metrics,
      episodes: records<Episode>(text, 'episodes.jsonl', recordChecks.episode),
      warmStart: records<WarmStartPoint>(text, 'warmstart.jsonl', recordChecks.warmStart),
      probes: records<ProbeRecord>(text, 'probes.jsonl', recordChecks.probe),
      checkpoints,
    })
  } catch (error) {
    return fail('import-content', { reason: plain(messageOf(error)) })
  }
}

/** The list of checkpoints, each as its record has to be. Throws where it is not. */
function checked<T>(list: unknown, check: Check): readonly T[] {
  if (!Array.isArray(list)) throw new Error('the list of checkpoints in manifest.json is not one')
  for (const [index, value] of list.entries()) {
    const wrong = check(value)
    if (wrong !== null) throw new Error(`checkpoint ${index + 1} in manifest.json is wrong at "${wrong}"`)
  }
  return list as readonly T[]
}

/** Lines of a file, each as its record has to be. Throws with the line that is not. */
function records<T>(text: (name: string) => string, name: string, check: Check): T[] {
  const out: T[] = []
  for (const [index, line] of text(name).split('\n').entries()) {
    if (line.trim() === '') continue
    const value = parsed(line)
    const wrong = check(value)
    if (wrong !== null)
      throw new Error(
        `line ${index + 1} of ${name} ${wrong === '' ? 'is no record' : `is wrong at "${wrong}"`}`,
      )
    out.push(value as T)
  }
  return out
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line)
  } catch {
    return undefined
  }
}
