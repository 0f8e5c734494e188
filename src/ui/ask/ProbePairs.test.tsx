// @vitest-environment happy-dom
import { expect, it } from 'vitest'
import type { ProbeAnswer } from '../../protocol/records'
import { sampleRun } from '../../replay/samples'
import { fakeApp } from '../../state/fakeApp'
import { renderView } from '../renderView'
import { words } from '../strings'
import { ProbePairs } from './ProbePairs'

const asked = (question: string, answer: string, measure?: ProbeAnswer['measure']): ProbeAnswer => ({
  ...{ question, gold: 'Lindow', answer, right: answer === 'Lindow' },
  ...(measure === undefined ? {} : { measure, document: `${question}.pdf` }),
})

async function rowsOf(pairs: readonly (readonly [ProbeAnswer, ProbeAnswer])[]): Promise<string[]> {
  const { app } = fakeApp()
  app.session.setState({
    probes: [0, 1].map((i) => ({
      round: 5 * i,
      accuracy: 0.5,
      answers: pairs.flatMap((pair) => pair[i] ?? []),
    })),
  })
  const page = await renderView(app, <ProbePairs />)
  await page.settle(() => new Promise((resolve) => setTimeout(resolve, 50)))
  return [...page.root.querySelectorAll('tbody tr')].map((row) => row.textContent)
}

it('shows of documents what could not be answered at first and can be now before all else, with its file', async () => {
  const rows = await rowsOf([
    [asked('same', 'Avesta', 'recall'), asked('same', 'Avesta', 'recall')],
    [asked('lost', 'Lindow', 'transfer'), asked('lost', 'Avesta', 'transfer')],
    [asked('gained', 'Avesta', 'recall'), asked('gained', 'Lindow', 'recall')],
  ])
  expect(rows.map((row) => row.split('.pdf')[0])).toEqual([
    `gained${words.train.line['recall'] ?? ''} · gained`,
    `lost${words.train.line['transfer'] ?? ''} · lost`,
    `same${words.train.line['recall'] ?? ''} · same`,
  ])
})

it('opens the document of a question at its place', async () => {
  const { app } = fakeApp()
  const place = { document: 'd1', start: 40, end: 46 }
  const answer = { ...asked('gained', 'Lindow', 'recall'), place }
  app.session.setState({
    run: sampleRun('r', 1),
    source: 'live',
    probes: [0, 5].map((round) => ({ round, accuracy: 1, answers: [answer] })),
  })
  const record = { id: 'd1', corpus: 'c', name: 'gained.pdf', characters: 90, tokens: 20 }
  const opened: unknown[] = []
  Object.assign(app, { query: () => Promise.resolve(record) })
  Object.assign(app.documents, {
    open: () => Promise.resolve(),
    preview: (...told: unknown[]) => Promise.resolve(opened.push(told)),
  })
  const page = await renderView(app, <ProbePairs />)
  await page.settle(() => new Promise((resolve) => setTimeout(resolve, 50)))
  await page.click('gained.pdf')
  expect(opened).toEqual([[record, { start: 40, end: 46 }]])
})

it('leaves other probes in the order of their questions', async () => {
  const rows = await rowsOf([
    [asked('same', 'Avesta'), asked('same', 'Avesta')],
    [asked('gained', 'Avesta'), asked('gained', 'Lindow')],
  ])
  expect(rows.map((row) => row.slice(0, 4))).toEqual(['same', 'gain'])
})
