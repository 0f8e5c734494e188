// Runs as folders: run.json, metrics.jsonl, episodes.jsonl, warmstart.jsonl, probes.jsonl and
// checkpoints/*.safetensors. A run is its folder: its id is the folder's name, whatever its files say.
// The file system's adapter of RunStore; such a folder is also a recorded run that the page can play.

import { existsSync } from 'node:fs'
import { mkdir, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { problem, ProblemError, type Problem } from '../problems'
import type { RunStore } from '../protocol/ports'
import type {
  CheckpointRecord,
  Episode,
  ProbeRecord,
  RoundMetrics,
  RunRecord,
  WarmStartPoint,
} from '../protocol/records'
import { CheckpointFolder } from './checkpointFolder'
import { remove } from './diskWrites'
import { appendLines, inside, lines, readJson, readLines, rewriteLines, setAside, writeJson } from './files'

/** Round of an episode's line without parsing all of it: they are large. */
function roundOf(line: string): number | undefined {
  const found = /^\{"v":\d+,"round":(\d+)/.exec(line)
  return found === null ? (JSON.parse(line) as Episode).round : Number(found[1])
}

export class RunFolders implements RunStore {
  /** Each run is the folder `root/<id>`; `notify` is told what was mended or set aside. */
  constructor(
    private readonly root: string,
    private readonly notify: (notice: Problem) => void = () => undefined,
  ) {}

  private path(run: string, ...parts: string[]): string {
    return join(inside(this.root, run), ...parts)
  }

  private checkpointsOf(run: string): CheckpointFolder {
    return new CheckpointFolder(this.path(run, 'checkpoints'), run, this.notify)
  }

  async runs(): Promise<RunRecord[]> {
    await mkdir(this.root, { recursive: true })
    const folders = (await readdir(this.root, { withFileTypes: true })).filter((entry) => entry.isDirectory())
    const found = await Promise.all(folders.map(({ name }) => this.run(name)))
    return found.filter((run) => run !== null).sort((a, b) => a.created - b.created || (a.id < b.id ? -1 : 1))
  }

  async run(id: string): Promise<RunRecord | null> {
    const path = this.path(id, 'run.json')
    const record = await readJson<RunRecord>(path)
    if (record === null && !existsSync(path)) return null
    if (typeof record?.linked !== 'object')
      throw new ProblemError(problem('json-damaged', { path, empty: false }))
    return { ...record, id }
  }

  async put(run: RunRecord): Promise<void> {
    await writeJson(this.path(run.id, 'run.json'), run)
  }

  remove(id: string): Promise<void> {
    return remove(this.path(id))
  }

  addMetrics(run: string, metrics: RoundMetrics): Promise<void> {
    return appendLines(this.path(run, 'metrics.jsonl'), [metrics])
  }

  metrics(run: string): Promise<RoundMetrics[]> {
    return readLines(this.path(run, 'metrics.jsonl'))
  }

  addEpisodes(run: string, episodes: readonly Episode[]): Promise<void> {
    return appendLines(this.path(run, 'episodes.jsonl'), episodes)
  }

  async episodes(run: string, round: number): Promise<Episode[]> {
    const found: Episode[] = []
    for await (const line of lines(this.path(run, 'episodes.jsonl')))
      if (roundOf(line) === round) found.push(JSON.parse(line) as Episode)
    return found
  }

  /** All of them, in the order of the file, which is read once. */
  async *everyEpisode(run: string): AsyncGenerator<Episode> {
    for await (const line of lines(this.path(run, 'episodes.jsonl'))) yield JSON.parse(line) as Episode
  }

  rewriteEpisodes(run: string, before: number, change: (episode: Episode) => Episode): Promise<void> {
    return rewriteLines(this.path(run, 'episodes.jsonl'), (line) =>
      (roundOf(line) ?? Infinity) < before ? JSON.stringify(change(JSON.parse(line) as Episode)) : line,
    )
  }

  addWarmStart(run: string, points: readonly WarmStartPoint[]): Promise<void> {
    return appendLines(this.path(run, 'warmstart.jsonl'), points)
  }

  warmStart(run: string): Promise<WarmStartPoint[]> {
    return readLines(this.path(run, 'warmstart.jsonl'))
  }

  addProbe(run: string, probe: ProbeRecord): Promise<void> {
    return appendLines(this.path(run, 'probes.jsonl'), [probe])
  }

  probes(run: string): Promise<ProbeRecord[]> {
    return readLines(this.path(run, 'probes.jsonl'))
  }

  /** What is taken out stays beside the run, under names with `before-resume` and a number. */
  async truncate(run: string, rounds: number): Promise<void> {
    const folder = this.path(run)
    if (!existsSync(folder)) return
    const ending = await freeEnding(folder)
    const before = (line: string): boolean => (roundOf(line) ?? Infinity) < rounds
    const files: string[] = []
    for (const [name, keep] of [
      ['metrics', before],
      ['episodes', before],
      ['probes', before],
      ['warmstart', () => true], // only half a line, where a crash left one
    ] as const) {
      const aside = `${name}${ending}.jsonl`
      if (await setAside(join(folder, `${name}.jsonl`), join(folder, aside), keep)) files.push(aside)
    }
    for (const name of await this.checkpointsOf(run).setAside(rounds, ending))
      files.push(join('checkpoints', name))
    for (const file of await readdir(folder)) if (file.endsWith('.part')) await remove(join(folder, file))
    if (files.length > 0) this.notify(problem('lines-set-aside', { files }))
  }

  checkpoints(run: string): Promise<CheckpointRecord[]> {
    return this.checkpointsOf(run).list()
  }

  putCheckpoint(checkpoint: CheckpointRecord, bytes: Uint8Array<ArrayBuffer>): Promise<void> {
    return this.checkpointsOf(checkpoint.run).put(checkpoint, bytes)
  }

  checkpoint(run: string, name: string): Promise<Uint8Array<ArrayBuffer> | null> {
    return this.checkpointsOf(run).bytes(name)
  }

  removeCheckpoint(run: string, name: string): Promise<void> {
    return this.checkpointsOf(run).remove(name)
  }

  async usage(): Promise<null> {
    return null
  }
}

const ASIDE = /\.before-resume-(?<number>\d+)\./

/** `.before-resume-N` with the first N that no file of the folder has. */
async function freeEnding(folder: string): Promise<string> {
  const files = await readdir(folder, { recursive: true })
  const used = files.map((file) => Number(ASIDE.exec(file)?.groups?.['number'] ?? '0'))
  return `.before-resume-${Math.max(0, ...used) + 1}`
}
