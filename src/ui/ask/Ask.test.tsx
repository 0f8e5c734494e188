// @vitest-environment happy-dom
import { describe, expect, it } from 'vitest'
import { sampleRun } from '../../replay/samples'
import { fakeApp } from '../../state/fakeApp'
import { renderView } from '../renderView'
import { words } from '../strings'
import Ask from './Ask'

const t = words.ask
const checkpoint = (name: string, rounds: number) => ({
  run: 'r',
  name,
  rounds,
  warmSteps: 0,
  bytes: 1,
  created: 1,
})

describe('asking two checkpoints', () => {
  it('puts the question to the first and the newest, as often as chosen, and counts the answers', async () => {
    const { app, sent } = fakeApp()
    await app.goLive()
    app.session.setState({
      run: sampleRun('r', 4),
      checkpoints: [checkpoint('warm', 0), checkpoint('2', 2), checkpoint('4', 4)],
      activity: 'idle',
    })
    const page = await renderView(app, <Ask />)
    expect(page.enabled(t.ask)).toBe(false)
    await page.write(t.question, ' How many? ')
    await page.choose(t.attempts, '4')
    await page.click(t.ask)
    expect(sent).toEqual([
      { kind: 'ask', question: 'How many?', run: 'r', checkpoints: ['warm', '4'], attempts: 4 },
    ])
    const attempt = { text: 'Answer: 7', answer: '7', verdict: null, tokens: [], logp: [] }
    await page.settle(() =>
      app.session.setState({
        answered: {
          question: 'How many?',
          answers: [
            { checkpoint: '4', prompt: [], attempts: [attempt, attempt, { ...attempt, answer: null }] },
          ],
        },
      }),
    )
    expect(page.text()).toContain('72 / 3')
    expect(page.text()).toContain(`${t.none}1 / 3`)
  })

  it('leads to training where there is no run', async () => {
    const { app } = fakeApp()
    const page = await renderView(app, <Ask />)
    expect(page.text()).toContain(t.noRun)
    await page.click(words.shell.views.train)
    expect(app.view.getState().view).toBe('train')
  })
})
