import { describe, expect, it } from 'vitest'
import { actionFor, enabled, perform } from './actions'
import { fakeApp } from './fakeApp'
import type { Lesson } from './lesson'
import { current } from './stepper'

const lesson: Lesson = {
  v: 1,
  id: 'l',
  title: 'L',
  about: '',
  minutes: 1,
  hide: [],
  steps: [
    { title: 'A', text: '', wait: { kind: 'phase', phase: 'weights' } },
    { title: 'B', text: '' },
  ],
}

describe('the presenter’s view', () => {
  it('takes a clicker through the episode, then on with the lesson, and back', async () => {
    const { app } = fakeApp()
    await app.boot()
    app.view.setState({ view: 'episodes', presenter: true, playing: false, round: 0 })
    await app.loadEpisodes(0)
    app.teaching.setState({ lesson, step: 0, done: false })
    expect(actionFor('PageDown', 'train')).toBe('page.on')
    const before = app.view.getState().tick
    perform(app, 'page.on')
    expect(app.view.getState().tick).toBeGreaterThan(before)
    for (let clicks = 0; clicks < 20 && app.teaching.getState().step === 0; clicks++) perform(app, 'page.on')
    expect(app.teaching.getState().step).toBe(1)
    expect(current(app)?.episode.episode).toBe(0)
    perform(app, 'page.back')
    expect(app.teaching.getState().step).toBe(0)
  })
  it('has three sizes, and leaves the keys alone where it is off', () => {
    const { app } = fakeApp()
    expect(enabled(app, 'page.on')).toBe(false)
    app.view.setState({ presenter: true })
    for (let i = 0; i < 5; i++) perform(app, 'page.larger')
    expect(app.view.getState().presenterSize).toBe(2)
    for (let i = 0; i < 5; i++) perform(app, 'page.smaller')
    expect(app.view.getState().presenterSize).toBe(0)
  })
})
