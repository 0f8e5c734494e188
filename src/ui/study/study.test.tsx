import { renderToStaticMarkup } from 'react-dom/server'
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import type { ArenaSummary, Interval, StudyReport } from '../../protocol/studyReport'
import { fakeApp } from '../../state/fakeApp'
import { AppContext } from '../context'
import { words } from '../strings'
import type { BenchmarkResult } from '../../protocol/benchmarkResult'
import { BenchmarkTable } from '../runs/BenchmarkTable'
import { ArenaMap } from './ArenaMap'
import { Report } from './Report'

const shipped = JSON.parse(readFileSync('public/studies/learning/report.json', 'utf8')) as StudyReport
const shown = (report: StudyReport): string =>
  renderToStaticMarkup(
    <AppContext value={fakeApp().app}>
      <Report report={report} />
    </AppContext>,
  )
const value = (mean: number): Interval => ({ mean, low: mean - 0.1, high: mean + 0.1, seeds: [mean, mean] })

describe('a study on the page', () => {
  it('shows the arms of a shipped report with gains and intervals, and its curves', () => {
    const html = shown(shipped)
    const points = (share: number | null | undefined): string => `+${(100 * (share ?? NaN)).toFixed(1)}`
    const gain = shipped.arms[0]?.gain
    expect(html).toContain(`${points(gain?.mean)} points (${points(gain?.low)} to ${points(gain?.high)})`)
    expect(html.match(/<th scope="row">/gu)).toHaveLength(2)
    expect(html).toContain(words.study.quantities.probe)
    expect(html).not.toContain(words.study.claims)
  })

  it('states claims, drops positive, what is missing, differences and the arena', () => {
    const matrix = [
      [value(0.5), value(0.8)],
      [value(0.3), value(0.6)],
    ]
    const report: StudyReport = {
      ...shipped,
      ...{
        fixedChallengerGain: value(0.3),
        fixedReasonerDrop: value(0.2),
        passWithPassage: value(0.95),
        missing: [{ arm: 'shuffled', seed: 3 }],
      },
      heldOutDifferences: [
        { arm: 'shuffled', rounds: 15, sameRound: true, greedy: value(0.15), sampled: null },
      ],
      arena: { spice: { matrix } as unknown as ArenaSummary },
    }
    const html = shown(report)
    for (const part of [
      '+30.0 points (+20.0 to +40.0)',
      '+20.0 points',
      '95.0% (85.0% to 100.0%)',
      `${words.study.armNames['shuffled'] ?? ''} 3`,
      '+15.0 points',
      '80.0%',
      words.study.lastChallenger,
    ])
      expect(html).toContain(part)
  })
})

describe('the heat map', () => {
  it('says every number, shades more for more, and leaves a dash where there is none', () => {
    const html = renderToStaticMarkup(
      <ArenaMap
        caption="c"
        rows={['a', 'b']}
        columns={['x', 'y']}
        cells={[
          [value(0.2), value(0.9)],
          [null, { mean: 0.5, low: null, high: null }],
        ]}
      />,
    )
    expect(html).toContain('<data value="0.9">90.0%</data>')
    const shades = [...html.matchAll(/var\(--reasoner\) (\d+)%/gu)].map((match) => Number(match[1]))
    expect(shades).toEqual([14, 42, 26])
    expect(html).toContain('<td class="num">–</td>')
    expect(html).toContain(words.study.range('80%', '100%'))
  })
})

describe('the answers to a file', () => {
  const rate = (mean: number): { mean: number; low: number; high: number } => ({
    mean,
    low: mean / 2,
    high: mean,
  })
  const result = (right: number): BenchmarkResult => ({
    ...{ name: 'mine.jsonl', questions: 4, chance: 0.25 },
    greedy: {
      accuracy: rate(right / 4),
      bySteps: { 2: { asked: 4, right } },
      byKind: { money: { asked: 3, right: 0 }, trains: { asked: 1, right: 1 } },
    },
    sampled: null,
  })

  it('stand in a row a checkpoint, with a column for each number of steps and kind that the file names', () => {
    const html = renderToStaticMarkup(
      <BenchmarkTable
        results={[
          { checkpoint: 'before', result: result(1) },
          { checkpoint: 'after', result: result(3) },
        ]}
      />,
    )
    for (const part of [
      'before',
      '25.0%',
      'after',
      '<data value="0.75">75.0% (38% to 75%)</data>',
      words.trial.steps('2'),
      'money',
      'trains',
      'mine.jsonl: 4 questions',
    ])
      expect(html).toContain(part)
    expect(html).not.toContain(words.trial.sampled)
    expect(renderToStaticMarkup(<BenchmarkTable results={[]} />)).toBe('')
  })
})
