import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import type { StudyReport } from '../../protocol/studyReport'
import { createElement } from 'react'
import { renderToStaticMarkup } from 'react-dom/server'
import { Findings, findingsOf } from './Findings'

const report = JSON.parse(readFileSync('public/studies/default/report.json', 'utf8')) as StudyReport

it('tells what a study found in four sentences at most, and what could be chance', () => {
  const findings = findingsOf(report)
  expect(findings.map(({ key }) => key)).toEqual(['gain', 'other', 'reasoner', 'challenger'])
  expect(findings[0]?.text).toContain('53.5 percentage points more')
  expect(findings.every(({ text }) => !text.includes('chance'))).toBe(true)
  const [first] = report.heldOutDifferences
  if (first === undefined) throw new Error('the study compares nothing')
  const unsure = { ...first, greedy: { ...first.greedy, low: -0.1 } }
  expect(findingsOf({ ...report, heldOutDifferences: [unsure] })[1]).toMatchObject({ clear: false })
  expect(findingsOf({ ...report, heldOutDifferences: [unsure] })[1]?.text).toContain('could be chance')
})

it('says whether a gain is skill, or that nobody looked', () => {
  const skill = { mean: 0.4, low: 0.3, high: 0.5, seeds: [0.4] }
  const unforced = (shown: StudyReport): string =>
    renderToStaticMarkup(createElement(Findings, { report: shown }))
  expect(unforced(report)).toContain('a new habit rather than skill')
  expect(unforced({ ...report, skillGain: skill })).not.toContain('a new habit rather than skill')
  expect(findingsOf({ ...report, skillGain: skill })[1]).toMatchObject({ key: 'skill', clear: true })
  expect(unforced({ ...report, heldOutGain: null })).not.toContain('a new habit rather than skill')
})
