// What ships of a study: its file and report, every run's lines and evaluation, and the first arm's weights,
// so that anybody can run the arena again. Weights that seeds share are written once.

import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { Study } from '../study/file'
import { bytesOf, writeWhole } from './files'
import { FIRST, LAST } from './studyEvaluate'

const LINES = ['metrics.jsonl', 'probes.jsonl', 'evaluation.json'] as const

export async function publish(study: Study, file: string, out: string, to: string): Promise<void> {
  const copy = async (from: string, name: string): Promise<void> => {
    const bytes = await bytesOf(from)
    if (bytes !== null) await writeWhole(join(to, name), bytes)
  }
  await copy(file, 'study.json')
  for (const name of ['report.json', 'report.md']) await copy(join(out, name), name)
  let shared: Uint8Array | null = null
  for (const arm of study.arms) {
    for (const seed of arm.seeds) {
      const place = join(arm.name, `seed-${seed}`)
      const folder = join(out, place)
      if (!existsSync(join(folder, 'evaluation.json'))) continue
      for (const name of LINES) await copy(join(folder, name), join(place, name))
      if (arm !== study.arms[0]) continue
      await copy(join(folder, LAST), join(place, LAST))
      const first = await bytesOf(join(folder, FIRST))
      if (first === null) continue
      if (shared === null) {
        shared = first
        await copy(join(folder, FIRST), FIRST)
      } else if (Buffer.compare(shared, first) !== 0) await copy(join(folder, FIRST), join(place, FIRST))
    }
  }
}
