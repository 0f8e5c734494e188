// Published models as the engine stores them: files of a person's own are copied, names are downloaded, and
// each is opened once to tell what it is. Their weights are not read here.
import { readConfigJson } from '../../checkpoint/huggingface'
import { openModel, type OpenedModel } from '../../checkpoint/openModel'
import { ok, type Result } from '../../base/result'
import { fail, problem } from '../../problems'
import { readConfig, preset } from '../../config/config'
import type { RunLink } from '../../config/link'
import { baseName, type NamedBlob } from '../../formats/bytes'
import type { DownloadState, ModelPlace } from '../../hub'
import { layoutOf } from '../../model/parameters'
import type { SourceFile } from '../../protocol/door'
import type { ModelFacts, ModelFile, ModelRecord, ModelStore } from '../../protocol/modelRecord'
import type { Emit } from '../training/runRecorder'
import {
  checkPlan,
  planOf,
  planTable,
  roomOf,
  tableConfig,
  tableSettings,
  withinContext,
} from '../runtime/memoryPlan'
import type { EnginePorts } from '../enginePorts'
import { isStop, unwrap, refuse } from '../errors'

export { readConfigJson }

/** Downloads and hashes come with the first model. */
const hub = async () => import('../../hub')

/** Bytes that are copied at once. */
const PIECE = 1 << 22

const recordOf = async (store: ModelStore, id: string): Promise<ModelRecord | undefined> =>
  (await store.models()).find((each) => each.id === id)

const filesOf = (
  store: ModelStore,
  { id, files }: ModelRecord,
): Promise<{ name: string; blob: Blob | null }[]> =>
  Promise.all(files.map(async ({ name }) => ({ name: `${id}/${name}`, blob: await store.blob(id, name) })))

/** The files of a kept model, for `EnginePorts.model`. */
export async function storedModel(store: ModelStore, id: string): Promise<Result<readonly NamedBlob[]>> {
  const record = await recordOf(store, id)
  if (record === undefined) return fail('no-model', { model: id })
  if (record.facts === null) return fail('model-part', { model: id })
  const files = await filesOf(store, record)
  const missing = files.find(({ blob }) => blob === null)
  if (missing !== undefined) return fail('model-file', { file: missing.name })
  return ok(files.flatMap(({ name, blob }) => (blob === null ? [] : [{ name, blob }])))
}

function factsOf({ family, architecture, notes }: OpenedModel): ModelFacts {
  const [row] = planTable({ model: architecture }, tableConfig(tableSettings), [])
  if (row === undefined) throw new Error('a table of one model has one row')
  return {
    family,
    parameters: layoutOf(architecture).elements,
    context: architecture.context,
    memory: row.bytes,
    ...(notes.length === 0 ? {} : { notes }),
  }
}

/** Those of a person's files that are the model: a GGUF file, or what lies beside config.json. */
function modelFilesAmong(files: readonly SourceFile[]): NamedBlob[] {
  const named = files
    .filter(({ path }) => /\.(json|safetensors|jinja|gguf)$/.test(path))
    .map(({ path, data }) => ({ name: path, blob: data }))
  const ggufs = named.filter(({ name }) => name.endsWith('.gguf'))
  if (ggufs.length > 0) return ggufs
  const folderOf = (name: string): string => name.slice(0, name.lastIndexOf('/') + 1)
  const config = named.find(({ name }) => baseName(name) === 'config.json')
  return config === undefined ? named : named.filter(({ name }) => folderOf(name) === folderOf(config.name))
}

export class ModelLibrary {
  private stop = new AbortController()

  constructor(
    private readonly ports: Pick<EnginePorts, 'models' | 'download' | 'date'>,
    private readonly emit: Emit,
  ) {}

  async emitAll(): Promise<void> {
    if (this.ports.models !== undefined)
      this.emit({ kind: 'models', models: await this.ports.models.models() })
  }

  cancel(): void {
    this.stop.abort()
    this.stop = new AbortController()
  }

  async remove(id: string): Promise<void> {
    await this.store.remove(id)
    await this.emitAll()
  }

  /** Copies a person's own files, once they have been seen to be a model. */
  async add(given: readonly SourceFile[]): Promise<void> {
    const files = modelFilesAmong(given)
    const opened = unwrap(await openModel(files))
    const id = opened.name
    if ((await recordOf(this.store, id)) !== undefined)
      refuse(problem('model-known', { model: id }), 'go.models')
    await this.coming(() => this.copy(id, files, factsOf(opened)))
  }

  private async copy(id: string, files: readonly NamedBlob[], facts: ModelFacts): Promise<void> {
    const total = files.reduce((sum, { blob }) => sum + blob.size, 0)
    const room = await this.store.room()
    if (room !== null && total > room)
      refuse(problem('model-room', { model: id, needs: total, free: room }), 'storage')
    const { signal } = this.stop
    const record = (kept: readonly ModelFile[], known: ModelFacts | null): ModelRecord => ({
      id,
      address: null,
      revision: null,
      files: kept,
      added: this.ports.date(),
      facts: known,
    })
    const { Digest } = await hub()
    // Known from the first byte on, so that what a closed tab leaves can be seen and deleted.
    await this.store.put(record([], null))
    try {
      const kept: ModelFile[] = []
      let done = 0
      for (const { name, blob } of files) {
        const file = baseName(name)
        const digest = new Digest(null)
        const place = await this.store.open(id, file)
        try {
          await place.clear()
          for (let at = 0; at < blob.size; at += PIECE) {
            signal.throwIfAborted()
            const bytes = new Uint8Array(await blob.slice(at, at + PIECE).arrayBuffer())
            await place.append(bytes)
            digest.add(bytes)
            this.emit({
              kind: 'model.progress',
              progress: { model: id, file, done: (done += bytes.length), total },
            })
          }
        } finally {
          await place.close()
        }
        kept.push({
          name: file,
          bytes: blob.size,
          etag: null,
          expected: null,
          sha256: digest.end().sha256,
          checked: false,
        })
      }
      await this.store.put(record(kept, facts))
    } catch (thrown) {
      await this.store.remove(id)
      throw thrown
    }
  }

  async download(address: string): Promise<void> {
    const { nameOf, parseModelAddress } = await hub()
    const id = nameOf(unwrap(parseModelAddress(address)))
    const before = await recordOf(this.store, id)
    if (before !== undefined && (before.facts !== null || before.address !== address.trim()))
      refuse(problem('model-downloaded', { model: id }), 'go.models')
    await this.coming(async () => {
      await this.bring(address, id, before ?? null)
      const kept = await recordOf(this.store, id)
      const files = kept === undefined ? [] : await filesOf(this.store, kept)
      const opened = await openModel(files.map(({ name, blob }) => ({ name, blob: blob ?? new Blob() })))
      if (kept !== undefined && opened.ok) return this.store.put({ ...kept, facts: factsOf(opened.value) })
      await this.store.remove(id)
      unwrap(opened)
    })
  }

  private async bring(address: string, id: string, before: ModelRecord | null): Promise<void> {
    const { download } = this.ports
    if (download === undefined) return refuse(problem('no-download'))
    const { store } = this
    const { downloadModel } = await hub()
    const added = before?.added ?? this.ports.date()
    const place: ModelPlace = {
      open: (file) => store.open(id, file),
      text: async (file) => (await (await store.blob(id, file))?.text()) ?? '',
      room: () => store.room(),
      remember: ({ revision, files }) =>
        store.put({ id, address: address.trim(), revision, files, added, facts: null }),
    }
    const known: DownloadState | null =
      before === null
        ? null
        : { name: id, address: before.address ?? '', revision: before.revision, files: before.files }
    unwrap(
      await downloadModel(address, known, {
        fetch: download.fetch,
        wait: (milliseconds, signal) => download.wait(milliseconds, signal),
        signal: this.stop.signal,
        place,
        check: readConfigJson,
        onProgress: (progress) => this.emit({ kind: 'model.progress', progress: { model: id, ...progress } }),
      }),
    )
  }

  /** Tells that something comes in, until it has, or was ended by the person. */
  private async coming(work: () => Promise<void>): Promise<void> {
    try {
      await work()
    } catch (thrown) {
      if (!isStop(thrown)) throw thrown
    } finally {
      this.emit({ kind: 'model.progress', progress: null })
      await this.emitAll()
    }
  }

  async plan(id: string, linked: RunLink, binding: number): Promise<void> {
    const { config } = readConfig(linked.config, preset(linked.preset))
    const { architecture } = unwrap(await openModel(unwrap(await storedModel(this.store, id))))
    const checked = checkPlan(withinContext(architecture, config), config, roomOf(binding, config))
    const { base, parameters, gradients, optimizer, activations, caches, sampling, total } = planOf(
      architecture,
      config,
    )
    const failure = checked.ok ? null : checked.error
    this.emit({
      kind: 'model.planned',
      plan: {
        model: id,
        linked,
        weights: base + parameters,
        optimizer: gradients + optimizer,
        activations,
        sampling: caches + sampling,
        total,
        failure,
      },
    })
  }

  private get store(): ModelStore {
    return this.ports.models ?? refuse(problem('no-models'))
  }
}
