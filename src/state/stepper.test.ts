import { describe, expect, it, vi } from 'vitest'
import { sampleEpisode } from '../replay/samples'
import { fakeApp } from './fakeApp'
import { back, current, lookAt, nextRound, on } from './stepper'
import { timelineOf } from './timeline'

describe('stepper', () => {
  async function playing() {
    const made = fakeApp()
    await made.app.boot()
    await made.app.send({ kind: 'run.pause' })
    await vi.waitFor(() => expect(current(made.app)).not.toBeNull())
    made.app.view.setState({ round: 0 })
    return made.app
  }

  it('walks an episode by phase, then on to the next one and back', async () => {
    const app = await playing()
    app.view.setState({ speed: 'phase' })
    for (let i = 0; i < 8; i++) on(app)
    const length = timelineOf(sampleEpisode(0), 0).length
    expect(app.view.getState().tick).toBe(length - 1)
    on(app)
    expect(app.view.getState()).toMatchObject({ episode: 1, tick: 0 })
    back(app)
    expect(app.view.getState().episode).toBe(0)
    nextRound(app, 1)
    expect(app.view.getState().round === 0 || app.view.getState().round === 1).toBe(true)
    await app.goLive()
  })

  it('looks at another candidate without leaving its length', async () => {
    const app = await playing()
    app.view.setState({ tick: 15 })
    lookAt(app, 1)
    const shown = current(app)
    expect(shown?.candidate).toBe(1)
    expect(app.view.getState().tick).toBe((shown?.timeline.length ?? 0) - 1)
    await app.goLive()
  })
})
