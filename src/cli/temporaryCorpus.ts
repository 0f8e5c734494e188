// Documents for a command that keeps no run: brought into a folder that is taken away again.

import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join, resolve } from 'node:path'
import { existsSync } from 'node:fs'
import { CorpusLibrary } from '../engine/library/corpusLibrary'
import type { Event } from '../protocol/door'
import type { CorpusStore } from '../protocol/ports'
import { corpusFiles } from './corpusFiles'
import { nodePorts, projectRoot } from './nodePorts'
import { corporaOf } from './beginRun'
import { UsageError } from './usage'

export const isStarter = (corpus: string): boolean =>
  /^[\w-]+$/u.test(corpus) && existsSync(join(projectRoot(), 'public', 'corpora', corpus))

/**
 * Gives `use` the documents of a folder or of a starter corpus, or of several with commas between; `tell`
 * hears of files that could not be read.
 */
export async function withDocuments<T>(
  corpus: string,
  option: string,
  tell: (event: Event) => void,
  use: (store: CorpusStore, ids: readonly string[]) => Promise<T>,
): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'spice-pool-'))
  try {
    const ports = nodePorts({ out: join(folder, 'pool'), weights: null, probe: null })
    const corpora = new CorpusLibrary(ports, tell)
    for (const [i, each] of corporaOf(corpus).entries()) {
      if (isStarter(each)) await corpora.starter(each)
      else await corpora.add(`pool-${i + 1}`, basename(resolve(each)), await corpusFiles(each, option))
    }
    const records = await ports.corpora.corpora()
    if (records.every(({ documents }) => documents === 0))
      throw new UsageError(`${option}: "${corpus}" gave no documents.`)
    return await use(
      ports.corpora,
      records.map(({ id }) => id),
    )
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}
