// @vitest-environment happy-dom
import { describe, expect, it } from 'vitest'
import type { Episode, Task } from '../../protocol/records'
import { sampleEpisode, sampleMetrics, sampleRun } from '../../replay/samples'
import { fakeApp } from '../../state/fakeApp'
import { endOf, timelineOf } from '../../state/timeline'
import { keptFormulas, type PreferenceStorage } from '../../state/view'
import { renderView } from '../renderView'
import { words } from '../strings'
import { Stepper } from './Stepper'

const t = words.episodes
const timeline = timelineOf(sampleEpisode(0), 0)

async function stepper(keep: PreferenceStorage = null) {
  const { app } = fakeApp({ env: { keep } })
  app.session.setState({
    run: sampleRun('r', 1),
    rounds: [sampleMetrics(0)],
    episodes: new Map([[0, [sampleEpisode(0)]]]),
  })
  app.view.setState({ view: 'episodes', speed: 'phase', playing: false })
  const page = await renderView(app, <Stepper />)
  const sentence = (): string => page.root.querySelector('[data-testid="sentence"]')?.textContent ?? ''
  return { app, page, sentence }
}

describe('the stepper', () => {
  it('goes on and back by phase, and says another sentence at each', async () => {
    const { app, page, sentence } = await stepper()
    const first = sentence()
    await page.click(t.on)
    expect(app.view.getState().tick).toBeGreaterThan(0)
    expect(sentence()).not.toBe(first)
    await page.click(t.back)
    expect(app.view.getState().tick).toBe(0)
    expect(sentence()).toBe(first)
  })

  it('tells a phase as a formula where that was asked for, and remembers it', async () => {
    const kept = new Map<string, string>()
    const keep = {
      getItem: (key: string) => kept.get(key) ?? null,
      setItem: (key: string, value: string) => void kept.set(key, value),
    }
    const { page } = await stepper(keep)
    const formula = (): Element | null => page.root.querySelector('[data-testid="live-formula"]')
    expect(formula()).toBeNull()
    await page.click(t.formulas)
    expect(formula()?.textContent).not.toBe('')
    expect(keptFormulas(keep)).toBe(true)
    await page.click(t.formulas)
    expect([formula(), keptFormulas(keep)]).toEqual([null, false])
  })

  it('stays with the round that it showed first when a newer one comes', async () => {
    const { app, page, sentence } = await stepper()
    const first = sentence()
    await page.settle(() =>
      app.session.setState(({ episodes }) => ({ episodes: new Map(episodes).set(1, [sampleEpisode(1)]) })),
    )
    expect(app.view.getState().round).toBe(0)
    expect(sentence()).toBe(first)
  })

  it('imagines who learns once rewards are shown, and goes back to what was played', async () => {
    const { app, page } = await stepper()
    expect(page.has(t.learns.reasoner)).toBe(false)
    await page.settle(() => app.view.setState({ tick: endOf(timeline, 'rewards') }))
    await page.click(t.learns.reasoner)
    expect(app.view.getState().whatIf.trains).toBe('reasoner')
    await page.click(t.asPlayed)
    expect(page.has(t.asPlayed)).toBe(false)
  })
})

describe('an episode of gaps', () => {
  it('shows the sentence with its gap to the Reasoner, its options, and the place in the passage', async () => {
    const { app, page } = await stepper()
    const episode = sampleEpisode(0)
    const text = 'In 1993 the project was founded by Ian Murdock in Lindow.'
    const start = text.indexOf('Lindow')
    const question = 'In 1993 the project was founded by Ian Murdock in ___.'
    const task: Task = {
      ...{ type: 'mcq', question, options: ['Avesta', 'Lindow', 'Tarnow', 'Felden'], gold: 'B', steps: [] },
      source: { start, end: start + 'Lindow'.length },
      cloze: { before: 'In 1993 the project was founded by Ian Murdock in ' },
    }
    const candidates = episode.candidates.map((each, i) =>
      i === episode.chosen ? { ...each, text: ' 3: 1, 4, 7', task } : each,
    )
    const gaps: Episode = { ...episode, passage: { ...episode.passage, text }, candidates }
    await page.settle(() => app.session.setState({ episodes: new Map([[0, [gaps]]]) }))
    await page.settle(() => app.view.setState({ tick: timelineOf(gaps, 0).length - 1 }))
    expect(page.root.querySelector('blockquote mark')?.textContent).toBe('Lindow')
    const asked = page.root.querySelector('[data-testid="asked"]')?.textContent
    expect(asked).toContain('in ___.')
    expect(asked).toContain('B) Lindow')
    expect(page.root.querySelector('[data-seat=reasoner]')?.textContent).not.toContain(text)
  })
})

describe('the scrub bar', () => {
  it('is moved by keys, stops at both ends, and says where it stands', async () => {
    const { app, page } = await stepper()
    await page.settle(() => app.view.setState({ playing: true }))
    await page.press(t.scrub, 'ArrowRight')
    expect(app.view.getState()).toMatchObject({ tick: 1, playing: false })
    await page.press(t.scrub, 'End')
    await page.press(t.scrub, 'ArrowRight')
    expect(app.view.getState().tick).toBe(timeline.length - 1)
    expect(page.control(t.scrub).getAttribute('aria-valuetext')).toContain(t.phase.weights)
    await page.press(t.scrub, 'Home')
    await page.press(t.scrub, 'ArrowLeft')
    expect(app.view.getState().tick).toBe(0)
  })
})
