// Runs and what is recorded of them in IndexedDB; the bytes of checkpoints in files where the browser has
// them, else beside.

import Dexie from 'dexie'
import type { RunStore } from '../protocol/ports'
import type {
  CheckpointRecord,
  Episode,
  ProbeRecord,
  RoundMetrics,
  RunRecord,
  WarmStartPoint,
} from '../protocol/records'
import type { CheckpointRow, Database } from './database'
import { keeping, storageUsage, type Usage } from './storageErrors'
import type { WeightFiles } from './weightFiles'

const ofRun = (run: string, from: unknown = Dexie.minKey): [unknown[], unknown[]] => [
  [run, from],
  [run, Dexie.maxKey],
]

export class DexieRuns implements RunStore {
  /** `files` null: bytes are kept in the database. */
  constructor(
    private readonly database: Database,
    private readonly files: WeightFiles | null,
  ) {}

  async runs(): Promise<RunRecord[]> {
    return (await this.database.runs.toArray()).sort(
      (a, b) => a.created - b.created || (a.id < b.id ? -1 : 1),
    )
  }

  async run(id: string): Promise<RunRecord | null> {
    return (await this.database.runs.get(id)) ?? null
  }

  async put(run: RunRecord): Promise<void> {
    await keeping(`The run ${run.name}`, () => this.database.runs.put(run))
  }

  /** The record goes last, so that a removal that was cut short can be seen and done again. */
  async remove(id: string): Promise<void> {
    const { metrics, episodes, warmStart, probes, checkpoints, weights, runs } = this.database
    for (const table of [episodes, metrics, warmStart, probes, weights, checkpoints]) {
      await table
        .where(':id')
        .between(...ofRun(id), true, true)
        .delete()
    }
    await this.files?.sweep(id, new Set())
    await runs.delete(id)
  }

  async addMetrics(run: string, metrics: RoundMetrics): Promise<void> {
    await keeping(`Round ${String(metrics.round)}`, () => this.database.metrics.put({ ...metrics, run }))
  }

  async metrics(run: string): Promise<RoundMetrics[]> {
    return (
      await this.database.metrics
        .where(':id')
        .between(...ofRun(run), true, true)
        .toArray()
    ).map(withoutRun)
  }

  async addEpisodes(run: string, episodes: readonly Episode[]): Promise<void> {
    await keeping(`${String(episodes.length)} episodes`, () =>
      this.database.episodes.bulkPut(episodes.map((episode) => ({ ...episode, run }))),
    )
  }

  async episodes(run: string, round: number): Promise<Episode[]> {
    return (
      await this.database.episodes
        .where(':id')
        .between([run, round, Dexie.minKey], [run, round, Dexie.maxKey], true, true)
        .toArray()
    ).map(withoutRun)
  }

  /** A round at a time, so that a long run is never in memory as a whole. */
  async rewriteEpisodes(run: string, before: number, change: (episode: Episode) => Episode): Promise<void> {
    const { episodes } = this.database
    for (let round = 0; round < before; round++) {
      const old = await this.episodes(run, round)
      if (old.length > 0)
        await keeping(`Round ${String(round)}`, () =>
          episodes.bulkPut(old.map((episode) => ({ ...change(episode), run }))),
        )
    }
  }

  async addWarmStart(run: string, points: readonly WarmStartPoint[]): Promise<void> {
    await keeping('The warm start', () =>
      this.database.warmStart.bulkPut(points.map((point) => ({ ...point, run }))),
    )
  }

  async warmStart(run: string): Promise<WarmStartPoint[]> {
    return (
      await this.database.warmStart
        .where(':id')
        .between(...ofRun(run), true, true)
        .toArray()
    ).map(withoutRun)
  }

  async addProbe(run: string, probe: ProbeRecord): Promise<void> {
    await keeping(`The probe of round ${String(probe.round)}`, () =>
      this.database.probes.put({ ...probe, run }),
    )
  }

  async probes(run: string): Promise<ProbeRecord[]> {
    return (
      await this.database.probes
        .where(':id')
        .between(...ofRun(run), true, true)
        .toArray()
    ).map(withoutRun)
  }

  async truncate(run: string, rounds: number): Promise<void> {
    const { metrics, episodes, probes } = this.database
    await this.database.transaction('rw', metrics, episodes, probes, async () => {
      for (const table of [metrics, episodes, probes])
        await table
          .where(':id')
          .between(...ofRun(run, rounds), true, true)
          .delete()
    })
    for (const row of await this.rows(run))
      if (row.rounds > rounds) await this.removeCheckpoint(run, row.name)
  }

  async checkpoints(run: string): Promise<CheckpointRecord[]> {
    return (await this.rows(run)).map(({ file: _, ...record }) => record)
  }

  async putCheckpoint(checkpoint: CheckpointRecord, bytes: Uint8Array<ArrayBuffer>): Promise<void> {
    const { run, name } = checkpoint
    const { checkpoints, weights } = this.database
    await keeping(`Checkpoint ${name} of ${(bytes.length / 1e6).toFixed(1)} MB`, async () => {
      const file = (await this.files?.write(run, bytes)) ?? null
      await this.database.transaction('rw', checkpoints, weights, async () => {
        if (file === null) await weights.put({ run, name, bytes: bytes.slice() })
        else await weights.delete([run, name])
        await checkpoints.put({ ...checkpoint, file })
      })
    })
    await this.sweep(run)
  }

  async checkpoint(run: string, name: string): Promise<Uint8Array<ArrayBuffer> | null> {
    const row = await this.database.checkpoints.get([run, name])
    if (row === undefined) return null
    if (row.file !== null) return (await this.files?.read(run, row.file)) ?? null
    return (await this.database.weights.get([run, name]))?.bytes ?? null
  }

  async removeCheckpoint(run: string, name: string): Promise<void> {
    const { checkpoints, weights } = this.database
    await this.database.transaction('rw', checkpoints, weights, async () => {
      await checkpoints.delete([run, name])
      await weights.delete([run, name])
    })
    await this.sweep(run)
  }

  usage(): Promise<Usage> {
    return storageUsage()
  }

  private async rows(run: string): Promise<CheckpointRow[]> {
    const rows = await this.database.checkpoints
      .where(':id')
      .between(...ofRun(run), true, true)
      .toArray()
    return rows.sort((a, b) => a.rounds - b.rounds || a.warmSteps - b.warmSteps || a.created - b.created)
  }

  private async sweep(run: string): Promise<void> {
    const files = (await this.rows(run)).map(({ file }) => file).filter((file) => file !== null)
    await this.files?.sweep(run, new Set(files))
  }
}

function withoutRun<T extends { readonly run: string }>({ run: _, ...record }: T): Omit<T, 'run'> {
  return record
}
