// The pre-registered study is played under the settings that the start and its checks have.
import { expect, it } from 'vitest'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { readStudy } from '../study/studyFile'
import { ambiguousBenchmark, ambiguousCorpus, ambiguousPreset, ambiguousSettings } from './ambiguousSettings'
import { configurationOf } from './configuration'

it('are those of the ladder study, which says how long it plays and what it keeps', () => {
  const file = join(import.meta.dirname, '..', '..', 'public', 'studies', 'ladder', 'study.json')
  const study = readStudy(JSON.parse(readFileSync(file, 'utf8')))
  if (!study.ok) throw new Error(study.error.message)
  expect(study.value).toMatchObject({
    preset: ambiguousPreset,
    corpus: ambiguousCorpus,
    benchmarks: { heldOut: ambiguousBenchmark },
  })
  const trained = study.value.arms[0]?.config
  const { config } = configurationOf({ preset: ambiguousPreset, seed: 1, set: [...ambiguousSettings] })
  const { game, update, probe, keep } = config
  expect({ ...trained, game: { ...trained?.game, rounds: game.rounds }, probe, keep }).toEqual({
    ...config,
    update: { ...update, lastShare: 1 },
  })
})
