// What ships of a study: its file and report, every run's lines and evaluation, and once the weights from
// which anybody can run the arena again: the first arm's with its first seed, the first ones only where they
// are not built-in weights that ship already.

import { existsSync } from 'node:fs'
import { join, relative, resolve } from 'node:path'
import { gzipSync } from 'node:zlib'
import { startOf, type Study } from '../study/studyFile'
import type { ProbeRecord } from '../protocol/records'
import { kindShares } from '../study/kindShares'
import { bytesOf, readLines, writeJson, writeWhole } from './files'
import { projectRoot } from './nodePorts'
import { FIRST, LAST } from './studyEvaluate'

/** Packed: many and seldom read, a line a round and every question of every probe. */
const PROBES = 'probes.jsonl'
const LINES = ['metrics.jsonl', PROBES] as const

const isBuiltIn = (weights: string): boolean =>
  !relative(join(projectRoot(), 'public', 'weights'), resolve(weights)).startsWith('..')

const withoutAnswers = (probes: readonly ProbeRecord[]): string =>
  probes.map(({ round, accuracy }) => `${JSON.stringify({ round, accuracy, answers: [] })}\n`).join('')

/**
 * `short`, for a study of many runs: probes without their answers, `kinds.json` with the share right by kind
 * in their place, and no weights.
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
  await copy(file, 'study.json')
  for (const name of ['report.json', 'report.md']) await copy(join(out, name), name)
  let weights = short
  for (const arm of study.arms) {
    for (const seed of arm.seeds) {
      const place = join(arm.name, `seed-${seed}`)
      const folder = join(out, place)
      if (!existsSync(join(folder, 'evaluation.json'))) continue
      await copy(join(folder, 'evaluation.json'), join(place, 'evaluation.json'))
      const probes = short ? await readLines<ProbeRecord>(join(folder, PROBES)) : []
      if (short) await writeJson(join(to, place, 'kinds.json'), kindShares(probes))
      for (const name of LINES) {
        const bytes = short && name === PROBES ? withoutAnswers(probes) : await bytesOf(join(folder, name))
        if (bytes !== null)
          await writeWhole(join(to, place, `${name}.gz`), new Uint8Array(gzipSync(bytes, { level: 9 })))
      }
      if (weights || arm !== study.arms[0]) continue
      weights = true
      await copy(join(folder, LAST), join(place, LAST))
      const start = startOf(study, arm, seed)
      if (start === null || !isBuiltIn(start)) await copy(join(folder, FIRST), FIRST)
    }
  }
}
