// What a report says of documents, and that the registered studies of them can be read.
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import type { MeasureName, ProbeAnswer } from '../protocol/records'
import { sampleMetrics } from '../replay/samples'
import type { ArmRun } from './armRun'
import { printReport } from './printStudy'
import { reportOf } from './report'
import { readStudy } from './studyFile'

const study = readStudy({
  ...{ name: 'documents', preset: 'nano', corpus: 'documents', probe: null, seeds: [1, 2] },
  arms: [{ name: 'spice' }],
})
if (!study.ok) throw new Error(study.error.message)

describe('the measures of documents in a report', () => {
  const answer = (measure: MeasureName, right: boolean): ProbeAnswer => ({
    ...{ question: 'q', gold: 'g', answer: right ? 'g' : 'h', right, measure },
  })
  const measured = (
    arm: string,
    seed: number,
    before: readonly boolean[],
    after: readonly boolean[],
  ): ArmRun => ({
    ...{ arm, seed, metrics: [sampleMetrics(0)], parameters: 100, device: 'd', evaluation: null },
    probes: [before, after].map((rights, i) => ({
      ...{ round: 20 * i, accuracy: 0.5 },
      answers: rights.map((right) => answer('recall', right)),
    })),
  })
  const files = ['english', 'german', 'smollm2'].map((name) => `public/studies/documents/${name}.json`)

  it('are changes over seeds and over questions, and stand in the table', () => {
    const runs = [
      measured('spice', 1, [false, false, true, false], [true, false, true, false]),
      measured('spice', 2, [false, false, true, false], [true, true, true, false]),
    ]
    const report = reportOf(study.value, runs)
    const recall = report.documents?.['spice']?.recall
    expect(recall?.first.mean).toBe(0.25)
    expect(recall?.gain.seeds).toEqual([0.25, 0.5])
    expect(recall?.questions).toBe(4)
    // Gains of the four questions: 1, 1/2, 0, 0.
    expect(recall?.overQuestions[0]).toBeCloseTo(0.375)
    expect(recall?.overQuestions[1]).toBeLessThan(0)
    expect(report.documents?.['spice']?.transfer).toBeUndefined()
    expect(printReport(report)).toMatch(/\| spice \| 25\.0 % to 62\.5 %/u)
  })

  it('are what the registered studies ask for, whose files can be read', () => {
    for (const path of files) {
      const read = readStudy(JSON.parse(readFileSync(path, 'utf8')))
      if (!read.ok) throw new Error(`${path}: ${read.error.message}`)
      const { arms, probe, model } = read.value
      expect(probe).toBeNull()
      expect(model === null).toBe(!path.includes('smollm2'))
      for (const { config } of arms) expect(config.game.world).toBe('cloze')
      expect(arms.map(({ name }) => name)).toEqual(
        expect.arrayContaining(['play', 'reading', 'reading-then-play', 'neither']),
      )
    }
  })
})
