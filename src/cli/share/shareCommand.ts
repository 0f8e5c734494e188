// `spice share`: a run's folder in the forms that other tools read. The folder itself is only read.

import { mkdir, writeFile } from 'node:fs/promises'
import { basename, dirname, join, resolve } from 'node:path'
import { writeEventFile } from '../../formats/eventFile'
import { exportRun } from '../../engine/library/runBundle'
import { CorpusFolders } from '../corpusFolders'
import { RunFolders } from '../runFolders'
import { DONE, UsageError } from '../usage'
import { dataCard, rowsOf } from './episodeRows'
import { embedEpisode, embedMetrics } from './embed'
import { csvOf, scalarsOf } from './metricsTable'

export interface ShareOptions {
  readonly tensorboard?: string
  readonly csv?: string
  readonly dataset?: string
  readonly passages: boolean
  readonly embed?: string
  /** A file that the page's *Import a run* takes. */
  readonly zip?: string
  /** `round` or `round.episode`, counted from 1 as the page does; without it the chart of all rounds. */
  readonly episode?: string
}

async function write(path: string, content: string | Uint8Array): Promise<void> {
  await mkdir(dirname(path), { recursive: true })
  await writeFile(path, content)
  console.log(path)
}

/** Throws UsageError where nothing is asked for or the folder holds no run. */
export async function share(folder: string, options: ShareOptions): Promise<number> {
  const { tensorboard, csv, dataset, embed, zip } = options
  if ([tensorboard, csv, dataset, embed, zip].every((each) => each === undefined))
    throw new UsageError('say what to write: --tensorboard, --csv, --dataset, --embed or --zip.')
  const path = resolve(folder)
  const runs = new RunFolders(dirname(path))
  const id = basename(path)
  const run = await runs.run(id)
  if (run === null) throw new UsageError(`there is no run in "${folder}": a run's folder has run.json.`)
  const lines = await runs.metrics(id)
  if (tensorboard !== undefined) {
    const seconds = Math.floor(run.created / 1000)
    const name = `events.out.tfevents.${String(seconds).padStart(10, '0')}.spice-lab`
    await write(join(tensorboard, name), writeEventFile(scalarsOf(lines, run.created), seconds))
  }
  if (csv !== undefined) await write(csv, csvOf(lines))
  if (dataset !== undefined) {
    const rows = []
    const recorded = new Set(lines.map(({ round }) => round))
    for await (const episode of runs.everyEpisode(id))
      if (recorded.has(episode.round)) rows.push(...rowsOf(episode, options.passages))
    if (rows.length === 0) throw new UsageError(`--dataset: "${folder}" keeps no episodes.`)
    await write(join(dataset, 'episodes.jsonl'), rows.map((row) => `${JSON.stringify(row)}\n`).join(''))
    await write(join(dataset, 'README.md'), dataCard(run, rows.length, options.passages))
  }
  if (embed !== undefined) {
    if (options.episode === undefined) await write(embed, embedMetrics(run, lines))
    else {
      const [round = NaN, episode = 1] = options.episode.split('.').map(Number)
      const found = (await runs.episodes(id, round - 1)).find((each) => each.episode === episode - 1)
      if (found === undefined) throw new UsageError(`--episode: the run keeps no episode ${options.episode}.`)
      await write(embed, embedEpisode(run, found, options.passages))
    }
  }
  if (zip !== undefined) {
    const corpora = new CorpusFolders(join(path, 'corpus'))
    await write(zip, (await exportRun(runs, corpora, id, options)).bytes)
  }
  return DONE
}
