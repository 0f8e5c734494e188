// @vitest-environment happy-dom
import { expect, it } from 'vitest'
import type { ProbeAnswer } from '../../protocol/records'
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

it('leaves other probes in the order of their questions', async () => {
  const rows = await rowsOf([
    [asked('same', 'Avesta'), asked('same', 'Avesta')],
    [asked('gained', 'Avesta'), asked('gained', 'Lindow')],
  ])
  expect(rows.map((row) => row.slice(0, 4))).toEqual(['same', 'gain'])
})
