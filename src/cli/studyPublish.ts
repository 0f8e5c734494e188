// What ships of a study: its file and report, every run's lines and evaluation, and once the weights from
// which anybody can run the arena again: the first arm's with its first seed, the first ones only where they
// are not built-in weights that ship already.

import { join, relative, resolve } from 'node:path'
import { gzipSync } from 'node:zlib'
import { startOf, type Study } from '../study/studyFile'
import type { ProbeRecord } from '../protocol/records'
import { kindShares } from '../study/kindShares'
import { bytesOf, readLines, writeWhole } from './files'
import { projectRoot } from './nodePorts'
import { FIRST, LAST } from './studyEvaluate'

/** Packed: many and seldom read, a line a round and every question of every probe. */
const PROBES = 'probes.jsonl'
const LINES = ['metrics.jsonl', PROBES] as const
const EVALUATION = 'evaluation.json'

const isBuiltIn = (weights: string): boolean =>
  !relative(join(projectRoot(), 'public', 'weights'), resolve(weights)).startsWith('..')

const withoutAnswers = (probes: readonly ProbeRecord[]): string =>
  probes.map(({ round, accuracy }) => `${JSON.stringify({ round, accuracy, answers: [] })}\n`).join('')

/**
 * `short`, for a study of many runs: probes without their answers, `kinds.json` with the share right by kind
 * in their place, every file packed, and no weights.
 */
export async function publish(
  study: Study,
  file: string,
  out: string,
  to: string,
  short = false,
): Promise<void> {
  const copy = async (from: string, name: string): Promise<void> => {
    const bytes = await bytesOf(from)
    if (bytes !== null) await writeWhole(join(to, name), bytes)
  }
  const pack = (name: string, bytes: Uint8Array | string): Promise<void> =>
    writeWhole(join(to, `${name}.gz`), new Uint8Array(gzipSync(bytes, { level: 9 })))
  await copy(file, 'study.json')
  for (const name of ['report.json', 'report.md']) await copy(join(out, name), name)
  let weights = short
  for (const arm of study.arms) {
    for (const seed of arm.seeds) {
      const place = join(arm.name, `seed-${seed}`)
      const folder = join(out, place)
      const evaluation = await bytesOf(join(folder, EVALUATION))
      if (evaluation === null) continue
      const probes = short ? await readLines<ProbeRecord>(join(folder, PROBES)) : []
      if (short) {
        await pack(join(place, EVALUATION), evaluation)
        await pack(join(place, 'kinds.json'), JSON.stringify(kindShares(probes)))
      } else await writeWhole(join(to, place, EVALUATION), evaluation)
      for (const name of LINES) {
        const bytes = short && name === PROBES ? withoutAnswers(probes) : await bytesOf(join(folder, name))
        if (bytes !== null) await pack(join(place, name), bytes)
      }
      if (weights || arm !== study.arms[0]) continue
      weights = true
      await copy(join(folder, LAST), join(place, LAST))
      const start = startOf(study, arm, seed)
      if (start === null || !isBuiltIn(start)) await copy(join(folder, FIRST), FIRST)
    }
  }
}
