// @vitest-environment happy-dom
import { describe, expect, it } from 'vitest'
import { sampleEpisode, sampleRun } from '../../replay/samples'
import { fakeApp } from '../../state/fakeApp'
import { renderView } from '../renderView'
import { words } from '../strings'
import Play from './Play'

const t = words.play

async function seated(source: 'live' | 'recording' = 'recording') {
  const fake = fakeApp()
  await fake.app.goLive()
  const written = sampleEpisode(0)
  const episode = {
    ...written,
    passage: { ...written.passage, text: 'Ada has 3 beans. She finds 4 more beans.' },
  }
  const run = sampleRun('r', 1)
  const { config } = run.linked
  const active = { ...config, gates: { ...config.gates, active: ['parse', 'leak'] as const } }
  fake.app.session.setState({
    source,
    run: { ...run, linked: { ...run.linked, config: active } },
    episodes: new Map([[0, [episode, { ...episode, episode: 1 }]]]),
    checkpoints: [{ run: 'r', name: '1', rounds: 1, warmSteps: 3, bytes: 1, created: 1 }],
    activity: 'idle',
  })
  return { ...fake, page: await renderView(fake.app, <Play />) }
}

describe('a person as the Reasoner', () => {
  it('answers without seeing the model’s attempts, then is judged beside them', async () => {
    const { page, app } = await seated()
    expect(page.text()).toContain('How many?')
    expect(page.text()).not.toContain('Ada has')
    expect(page.text()).toContain(t.modelWaits)
    await page.write(t.yourAnswer, '7')
    await page.click(t.answer)
    expect(page.text()).toContain(`${t.verdict.right} ${t.goldWas('7')}`)
    const board = (): string => page.root.querySelector('[data-testid="scoreboard"]')?.textContent ?? ''
    expect(page.root.querySelectorAll('.attempt')).toHaveLength(0)
    expect(board()).toContain('1:0')
    await page.click(words.live.stakes.turn)
    expect(page.root.querySelectorAll('.attempt')).toHaveLength(1)
    await page.click(words.live.stakes.turnAll)
    expect(board()).toContain('1:0.5')
    expect(page.text()).toContain(t.modelGot('1', '2'))
    expect(page.text()).toContain(t.score('100%', '50%', '1'))
    expect(app.play.getState().answers).toMatchObject([{ verdict: 'right', right: 1, attempts: 2 }])
    await page.click(t.next)
    expect(app.view.getState().episode).toBe(1)
    expect(page.text()).toContain(t.modelWaits)
  })
})

describe('a person as the Challenger', () => {
  it('sees the passage, has a question stopped by a gate, and is told what it costs', async () => {
    const { page, app } = await seated()
    await page.click(words.shell.seats.challenger)
    expect(page.text()).toContain('Ada has 3 beans.')
    await page.write(t.yourQuestion, 'Ada has 7 beans. How many beans has she?')
    await page.write(t.yourGold, '7')
    await page.click(t.check)
    expect(page.root.querySelector('[data-gate="leak"]')?.getAttribute('data-passed')).toBe('false')
    expect(page.text()).toContain(t.invalid('−0.1'))
    expect(page.text()).toContain(words.live.wants.leak)
    expect(app.play.getState().questions).toMatchObject([{ valid: false }])
  })

  it('puts a valid question to the newest checkpoint of a live run', async () => {
    const { page, sent, app } = await seated('live')
    await page.click(words.shell.seats.challenger)
    await page.write(t.yourQuestion, 'Ada has 3 beans. She finds 4 more beans. How many beans has she?')
    await page.write(t.yourGold, '7')
    await page.click(t.check)
    expect(page.text()).toContain(t.valid)
    const attempts = app.session.getState().run?.linked.config.game.groupSize ?? 0
    await page.click(t.put(String(attempts)))
    expect(sent).toMatchObject([{ kind: 'ask', run: 'r', checkpoints: ['1'], attempts }])
  })
})
