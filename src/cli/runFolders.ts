// Runs as folders: run.json, metrics.jsonl, episodes.jsonl, warmstart.jsonl, probes.jsonl and
// checkpoints/*.safetensors.
// The file system's adapter of RunStore; such a folder is also a recorded run that the page can play.

import { mkdir, readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { RunStore } from '../protocol/ports'
import type {
  CheckpointRecord,
  Episode,
  ProbeRecord,
  RoundMetrics,
  RunRecord,
  WarmStartPoint,
} from '../protocol/records'
import {
  appendLines,
  bytesOf,
  inside,
  lines,
  readLines,
  rewriteLines,
  textOf,
  writeJson,
  writeLines,
  writeWhole,
} from './files'

/** Round of an episode's line without parsing all of it: they are large. */
function roundOf(line: string): number | undefined {
  const found = /^\{"v":\d+,"round":(\d+)/.exec(line)
  return found === null ? (JSON.parse(line) as Episode).round : Number(found[1])
}

export class RunFolders implements RunStore {
  /** Each run is the folder `root/<id>`. */
  constructor(private readonly root: string) {}

  private path(run: string, ...parts: string[]): string {
    return join(inside(this.root, run), ...parts)
  }

  private checkpointPath(run: string, name: string): string {
    return `${inside(this.path(run, 'checkpoints'), name)}.safetensors`
  }

  async runs(): Promise<RunRecord[]> {
    await mkdir(this.root, { recursive: true })
    const folders = (await readdir(this.root, { withFileTypes: true })).filter((entry) => entry.isDirectory())
    const found = await Promise.all(folders.map(({ name }) => this.run(name)))
    return found.filter((run) => run !== null).sort((a, b) => a.created - b.created || (a.id < b.id ? -1 : 1))
  }

  async run(id: string): Promise<RunRecord | null> {
    const text = await textOf(this.path(id, 'run.json'))
    return text === null ? null : (JSON.parse(text) as RunRecord)
  }

  async put(run: RunRecord): Promise<void> {
    await writeJson(this.path(run.id, 'run.json'), run)
  }

  remove(id: string): Promise<void> {
    return rm(this.path(id), { recursive: true, force: true })
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

  async truncate(run: string, rounds: number): Promise<void> {
    await this.keep<RoundMetrics>(run, 'metrics.jsonl', ({ round }) => round < rounds)
    await rewriteLines(this.path(run, 'episodes.jsonl'), (line) =>
      (roundOf(line) ?? Infinity) < rounds ? line : null,
    )
    await this.keep<ProbeRecord>(run, 'probes.jsonl', ({ round }) => round < rounds)
    await this.keep<WarmStartPoint>(run, 'warmstart.jsonl', () => true) // cuts away a half written line
    for (const checkpoint of await this.checkpoints(run))
      if (checkpoint.rounds > rounds) await this.removeCheckpoint(run, checkpoint.name)
  }

  private async keep<T>(run: string, name: string, wanted: (value: T) => boolean): Promise<void> {
    const path = this.path(run, name)
    if ((await textOf(path)) === null) return
    await writeLines(path, (await readLines<T>(path)).filter(wanted))
  }

  async checkpoints(run: string): Promise<CheckpointRecord[]> {
    const text = await textOf(this.path(run, 'checkpoints', 'index.json'))
    return text === null ? [] : (JSON.parse(text) as CheckpointRecord[]).sort((a, b) => a.rounds - b.rounds)
  }

  /**
   * The weights first: a crash between the two writes leaves a file that nothing speaks of, never a record
   * without its file.
   */
  async putCheckpoint(checkpoint: CheckpointRecord, bytes: Uint8Array<ArrayBuffer>): Promise<void> {
    const { run, name } = checkpoint
    await writeWhole(this.checkpointPath(run, name), bytes)
    await this.index(run, (all) => [...all.filter((each) => each.name !== name), checkpoint])
  }

  checkpoint(run: string, name: string): Promise<Uint8Array<ArrayBuffer> | null> {
    return bytesOf(this.checkpointPath(run, name))
  }

  async removeCheckpoint(run: string, name: string): Promise<void> {
    if ((await this.checkpoints(run)).some((each) => each.name === name))
      await this.index(run, (all) => all.filter((each) => each.name !== name))
    await rm(this.checkpointPath(run, name), { force: true })
  }

  private async index(run: string, change: (all: CheckpointRecord[]) => CheckpointRecord[]): Promise<void> {
    await writeJson(this.path(run, 'checkpoints', 'index.json'), change(await this.checkpoints(run)))
  }

  async usage(): Promise<null> {
    return null
  }
}
