// The studies that ship are recomputed as anybody could: every report from the lines and evaluations of its
// runs, to the last digit. The runs of `learning` are recordings.
import { existsSync, readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { expect, it } from 'vitest'
import { architectureOf, parameterCount } from '../config/architecture'
import type { RunRecord } from '../protocol/records'
import type { Evaluation, StudyReport } from '../protocol/studyReport'
import { readStudy } from './studyFile'
import { printReport, reportText } from './printStudy'
import type { ArmRun } from './armRun'
import { reportOf } from './report'

const folder = join(import.meta.dirname, '..', '..', 'public')
const text = (...path: string[]): string => readFileSync(join(folder, ...path), 'utf8')
const lines = <T>(content: string): T[] =>
  content
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as T)

const names = readdirSync(join(folder, 'studies'), { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name)
  // A plan without runs has no report yet.
  .filter((name) => existsSync(join(folder, 'studies', name, 'report.json')))

function runAt(path: string, about: Pick<ArmRun, 'arm' | 'seed' | 'parameters' | 'device'>): ArmRun {
  const unpacked = (name: string): string =>
    gunzipSync(readFileSync(join(folder, path, `${name}.gz`))).toString('utf8')
  const plain = existsSync(join(folder, path, 'metrics.jsonl'))
  // Packed where a study has many runs; recordings have none.
  const evaluation = existsSync(join(folder, path, 'evaluation.json'))
    ? text(path, 'evaluation.json')
    : existsSync(join(folder, path, 'evaluation.json.gz'))
      ? unpacked('evaluation.json')
      : null
  return {
    ...about,
    // Recordings have theirs as they are.
    metrics: lines(plain ? text(path, 'metrics.jsonl') : unpacked('metrics.jsonl')),
    probes: lines(unpacked('probes.jsonl')),
    evaluation: evaluation === null ? null : (JSON.parse(evaluation) as Evaluation),
  }
}

/** Numbers in a safetensors file, by the shapes in its header. */
function parametersOf(file: string): number {
  const bytes = readFileSync(file)
  const end = 8 + Number(bytes.readBigUInt64LE(0))
  const { __metadata__: _, ...tensors } = JSON.parse(bytes.subarray(8, end).toString('utf8')) as Record<
    string,
    { readonly shape: readonly number[] }
  >
  return Object.values(tensors).reduce((sum, { shape }) => sum + shape.reduce((size, n) => size * n, 1), 0)
}

it('are all four, and the ladder as soon as it has a report', () =>
  expect(names.filter((name) => name !== 'ladder').toSorted()).toEqual([
    'chance',
    'default',
    'learning',
    'switches',
  ]))

it.each(names)('%s has the report that its runs give', (name) => {
  const shipped = JSON.parse(text('studies', name, 'report.json')) as StudyReport
  const study = readStudy(JSON.parse(text('studies', name, 'study.json')))
  if (!study.ok) throw new Error(study.error.message)
  const runs = study.value.arms.flatMap(({ name: arm, seeds, startFrom, config: { model } }) => {
    // A warm start of its own fills its vocabulary.
    const parameters =
      startFrom[0] === undefined
        ? parameterCount(architectureOf(model.size, model.vocabulary))
        : existsSync(startFrom[0])
          ? parametersOf(startFrom[0])
          : // Weights that a command of the study's README makes.
            shipped.parameters
    return seeds.flatMap((seed) => {
      const path = name === 'learning' ? `replays/${arm}-${seed}` : `studies/${name}/${arm}/seed-${seed}`
      if (!existsSync(join(folder, path))) return []
      const record = join(path, 'run.json')
      const device = existsSync(join(folder, record))
        ? (JSON.parse(text(record)) as RunRecord).device
        : shipped.devices.join()
      return [runAt(path, { arm, seed, parameters, device })]
    })
  })
  const found = reportOf(study.value, runs)
  expect(reportText(found)).toBe(text('studies', name, 'report.json'))
  expect(printReport(found)).toBe(text('studies', name, 'report.md'))
})
