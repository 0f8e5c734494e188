import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { StudyReport } from '../protocol/studyReport'
import { bandsOf, isShare, readArena, rowsOf, studyNames, studyReport } from './studies'

/** Serves public/ as a static host does. */
const fetcher = async (url: string): Promise<Response> => {
  try {
    return new Response(readFileSync(join('public', url)))
  } catch {
    return new Response(null, { status: 404 })
  }
}
const serving = (body: string) => async (): Promise<Response> => new Response(body)

const interval = (mean: number) => ({ mean, low: null, high: null, seeds: [mean] })
const arm = (name: string): StudyReport['arms'][number] => ({
  arm: name,
  seeds: [1, 2],
  rounds: 5,
  first: interval(0),
  last: interval(0),
  gain: interval(0),
  passRate: interval(0),
  validRate: interval(0),
  flops: interval(0),
  seconds: interval(0),
})
const report: StudyReport = {
  ...{
    v: 2,
    study: 's',
    seeds: [1, 2],
    missing: [],
    devices: ['d'],
    parameters: 1,
    fixedChallengerGain: null,
    fixedReasonerDrop: null,
    heldOutGain: null,
    heldOutGainAtTemperature1: null,
    rightGoldChange: null,
    passWithPassage: null,
  },
  ...{
    heldOut: {},
    heldOutAtTemperature1: {},
    heldOutDifferences: [],
    arms: [arm('spice'), arm('none')],
    differences: [],
    arena: {},
    benchmarks: {},
  },
  curves: {
    spice: {
      probe: [
        [0, 0.2, -0.1, 0.5, 2],
        [5, 0.9, 0.7, 1.1, 2],
      ],
      entropy: [[0, 2, 1, 3, 2]],
    },
    none: {
      probe: [
        [0, 0.2, null, null, 1],
        [3, 0.25, null, null, 1],
      ],
    },
  },
}

describe('studies', () => {
  it('that ship can all be read, with their curves', async () => {
    const names = await studyNames(fetcher)
    expect(names.length).toBeGreaterThan(0)
    for (const name of names) {
      const found = await studyReport(fetcher, name)
      expect(found?.arms.length).toBeGreaterThan(0)
      expect(bandsOf(found as StudyReport, 'probe').length).toBeGreaterThan(0)
    }
  })

  it('are none without an index, and none of another version or that is no JSON', async () => {
    expect(await studyNames(async () => new Response(null, { status: 404 }))).toEqual([])
    expect(await studyNames(async () => Promise.reject(new Error('offline')))).toEqual([])
    expect(await studyNames(serving('["a", 5]'))).toEqual(['a'])
    expect(await studyReport(serving('{"v":1}'), 'a')).toBeNull()
    expect(await studyReport(serving('no'), 'a')).toBeNull()
    expect(await studyReport(serving(JSON.stringify(report)), 'a')).toEqual(report)
  })

  it('have bands that stay shares, none where there is one seed, and a table with every round', () => {
    const bands = bandsOf(report, 'probe')
    expect(bands[0]?.points).toEqual([
      { round: 0, mean: 0.2, low: 0, high: 0.5, seeds: 2 },
      { round: 5, mean: 0.9, low: 0.7, high: 1, seeds: 2 },
    ])
    expect(bands[1]?.points[0]).toEqual({ round: 0, mean: 0.2, low: 0.2, high: 0.2, seeds: 1 })
    expect(bandsOf(report, 'entropy')[0]?.points[0]?.high).toBe(3)
    expect(isShare('entropy')).toBe(false)
    expect(rowsOf(bands)).toEqual([
      { round: 0, values: [0.2, 0.2] },
      { round: 3, values: [null, 0.25] },
      { round: 5, values: [0.9, null] },
    ])
    expect(bandsOf(report, 'premises')).toEqual([])
  })
})

describe('readArena', () => {
  it('takes a report and nothing else', () => {
    const arena = {
      v: 1,
      seed: 1,
      passages: 1,
      candidates: 2,
      attempts: 1,
      challengers: [],
      reasoners: [],
      cells: [],
    }
    expect(readArena(JSON.stringify(arena))).toEqual(arena)
    for (const text of ['', 'null', '[]', '{"v":1}', JSON.stringify({ ...arena, v: 9 })])
      expect(readArena(text)).toBeNull()
  })
})
