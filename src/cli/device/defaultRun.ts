// The default run from start to end, as a process that is watched from outside: what it needs and how far it
// came.

import { existsSync, mkdtempSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Finding } from '../../protocol/deviceReport'
import type { PartProcess } from './partProcess'

const CORPUS = 'stories-numbers'
/** One round of one passage, for a processor that plays a GPU. */
const SMALL = [
  ...['--rounds', '1', '--set', 'game.passages=1', '--set', 'game.groupSize=2'],
  ...['--set', 'game.maxCandidates=2', '--set', 'probe.questions=2'],
]

const linesOf = (path: string): number =>
  existsSync(path) ? readFileSync(path, 'utf8').split('\n').length - 1 : 0

function roundsOf(path: string): number | null {
  if (!existsSync(path)) return null
  const record = JSON.parse(readFileSync(path, 'utf8')) as { readonly rounds?: number }
  return record.rounds ?? null
}

export function playDefaultRun({
  small,
}: {
  readonly small: boolean
}): Pick<PartProcess, 'own' | 'watch' | 'silent'> {
  const out = join(mkdtempSync(join(tmpdir(), 'spice-device-')), 'run')
  const began = performance.now()
  let firstRound: number | null = null
  return {
    own: ['run', '--out', out, '--corpus', CORPUS, '--seed', '1', ...(small ? SMALL : [])],
    silent: true,
    watch(over): Finding | null {
      const roundsDone = linesOf(join(out, 'metrics.jsonl'))
      const seconds = (performance.now() - began) / 1000
      if (roundsDone > 0) firstRound ??= seconds
      const rounds = roundsOf(join(out, 'run.json'))
      if (!over || rounds === null) return null
      return { kind: 'run', run: { rounds, roundsDone, seconds, firstRound } }
    },
  }
}
