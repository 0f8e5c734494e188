// @vitest-environment happy-dom
import { expect, it } from 'vitest'
import { withValue } from '../../config/config'
import { documentChoice } from '../../config/documentChoice'
import type { RunTrial } from '../../protocol/runTrial'
import { corpus, fakeApp } from '../../state/fakeApp'
import { setField } from '../../state/draft'
import { triesItself } from '../../state/runTrials'
import { renderView } from '../renderView'
import { words } from '../strings'
import { TryFirst } from './TryFirst'

const t = words.live.tryFirst
const time = { first: 60, round: 20, whole: 300 }
const builtIn = { kind: 'builtIn', name: 'tiny-stories' } as const

async function shown(valid: number) {
  const fake = fakeApp()
  const { app } = fake
  await app.goLive()
  app.session.setState({ corpora: [corpus('mine')] })
  app.draft.setState({ corpora: ['mine'], startFrom: builtIn })
  const { linked, corpora, startFrom } = app.draft.getState()
  const trial: RunTrial = { time, questions: { tried: 16, valid } }
  const tell = () => app.session.setState({ tried: { kind: 'tried', linked, corpora, startFrom, trial } })
  return { ...fake, tell, page: await renderView(app, <TryFirst rest={1} />) }
}

it('tries the run of the form when asked, and tells what came of it until the form changes', async () => {
  const { app, sent, page, tell } = await shown(12)
  await page.click(t.start)
  const { linked } = app.draft.getState()
  expect(sent).toContainEqual({ kind: 'run.try', linked, corpora: ['mine'], startFrom: builtIn })
  await page.settle(tell)
  expect(page.text()).toContain(t.valid('12', '16'))
  expect(page.has(t.gaps)).toBe(false)
  await page.settle(() => app.draft.setState({ linked: { ...linked, seed: 99 } }))
  expect(page.has(t.start)).toBe(true)
})

it('offers gaps where under a fifth of the questions is valid', async () => {
  const { app, page } = await shown(3)
  await page.settle(() => setField(app.draft, 'game.world', 'passages'))
  const { linked, corpora, startFrom } = app.draft.getState()
  await page.settle(() =>
    app.session.setState({
      tried: {
        kind: 'tried',
        linked,
        corpora,
        startFrom,
        trial: { time, questions: { tried: 16, valid: 3 } },
      },
    }),
  )
  await page.click(t.gaps)
  expect(app.draft.getState().linked.config.game.world).toBe('cloze')
})

it('comes by itself for weights of the lab on documents of which nothing is known', () => {
  const { linked } = documentChoice(1)
  const config = withValue(linked.config, 'game.world', 'passages')
  const planned = { linked: { ...linked, config }, corpora: ['mine'], startFrom: builtIn }
  expect(triesItself(planned)).toBe(true)
  expect(triesItself({ ...planned, linked })).toBe(false)
  expect(triesItself({ ...planned, corpora: ['stories-numbers'] })).toBe(false)
  expect(triesItself({ ...planned, startFrom: { kind: 'model', name: 'x' } })).toBe(false)
})

it('asks by itself once for a form, and not again where the trial came to nothing', async () => {
  const { app, sent, page } = await shown(12)
  const tries = (): number => sent.filter(({ kind }) => kind === 'run.try').length
  const rests = (): Promise<void> => page.settle(() => new Promise((resolve) => setTimeout(resolve, 30)))
  await page.settle(() => setField(app.draft, 'game.world', 'passages'))
  await rests()
  expect(tries()).toBe(1)
  // The engine begins, fails and rests again.
  await page.settle(() => app.session.setState({ running: true }))
  await page.settle(() => app.session.setState({ running: false }))
  await rests()
  expect(tries()).toBe(1)
  await page.settle(() => setField(app.draft, 'game.rounds', 3))
  await rests()
  expect(tries()).toBe(2)
})
