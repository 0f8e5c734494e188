import { describe, expect, it, vi } from 'vitest'
import { last } from '../base/at'
import { parseAddress } from './address'
import { fakeApp } from './fakeApp'
import { printLesson, type Lesson } from './lesson'
import { broughtSettings, firstView } from './pageAddress'
import { openEpisode } from './view'

const browser = { keep: null, userAgent: '', touchPoints: 0, reducedMotion: false }

describe('the first view', () => {
  it('plays an episode where nothing is asked for, unless less motion is wanted', () => {
    expect(firstView(parseAddress(''), browser)).toMatchObject({
      view: 'home',
      playing: true,
      speed: 'token',
    })
    expect(firstView(parseAddress(''), { ...browser, reducedMotion: true }).playing).toBe(false)
  })

  it('is what the address names; settings that it brings are set up in training', () => {
    expect(firstView(parseAddress('#view=episodes&round=3&episode=1'), browser)).toMatchObject({
      view: 'episodes',
      round: 3,
      episode: 1,
      playing: false,
    })
    const linked = parseAddress('#v=1&preset=nano&seed=9')
    expect(firstView(linked, browser)).toMatchObject({ view: 'train', brought: true })
    expect(broughtSettings(linked)).toMatchObject({ linked: { preset: 'nano', seed: 9 }, own: true })
    expect(broughtSettings(parseAddress('#view=runs'))).toEqual({})
  })
})

const oneStep: Lesson = {
  v: 1,
  id: 'one-step',
  title: 'One step',
  about: '',
  minutes: 1,
  hide: [],
  steps: [{ title: 'The kernels', text: 'Look.', at: { view: 'xray' } }],
}

describe('the address', () => {
  /** The fake browser's history: entries, of which the last is shown. */
  function opened(hash = '', acted = false) {
    const past = [hash]
    const fake = fakeApp({
      env: {
        acted,
        hash: () => last(past),
        setHash: (next, entry) => {
          if (entry === 'replace') past.pop()
          past.push(next)
        },
        onHash: (listener) => {
          arrive = listener
          return () => undefined
        },
      },
    })
    let arrive = (): void => undefined
    fake.app.followAddress(['en'])
    return {
      ...fake,
      past,
      back: () => {
        past.pop()
        arrive()
      },
      paste: (pasted: string) => {
        past.push(pasted)
        arrive()
      },
    }
  }

  it('follows what it names, and nothing else', () => {
    const { app, past } = opened()
    app.view.setState({ settled: true, playing: false })
    app.view.setState({ cursor: 4, round: 2 })
    expect(past).toEqual([''])
    app.go('episodes')
    app.view.setState({ episode: 1 })
    app.view.setState({ view: 'runs', compare: ['a', 'b'] })
    expect(past).toEqual([
      '',
      '#view=episodes&round=2&episode=0',
      '#view=episodes&round=2&episode=1',
      '#view=runs&compare=a,b',
    ])
  })

  it('keeps what a person opens before the page has settled as a place of its own', () => {
    const { app, past, back } = opened('#view=runs', true)
    app.view.setState({ view: 'runs' })
    app.go('xray')
    expect(past).toEqual(['#view=runs', '#view=xray'])
    back()
    expect(app.view.getState().view).toBe('runs')
  })

  it('goes back through views and episodes, and writes nothing while it does', () => {
    const { app, past, back } = opened()
    app.view.setState({ settled: true })
    app.go('episodes')
    openEpisode(app.view, 3, 0)
    openEpisode(app.view, 3, 1)
    app.go('xray')
    back()
    expect(app.view.getState()).toMatchObject({ view: 'episodes', round: 3, episode: 1 })
    back()
    expect(app.view.getState()).toMatchObject({ view: 'episodes', round: 3, episode: 0 })
    back()
    back()
    expect(app.view.getState().view).toBe('home')
    expect(past).toEqual([''])
  })

  it('makes no entries of what the page does by itself: its beginning, and a show that plays on', () => {
    const { app, past } = opened()
    app.go('train')
    app.view.setState({ settled: true })
    app.go('episodes')
    openEpisode(app.view, 1, 0, true)
    openEpisode(app.view, 1, 1, true)
    expect(past).toEqual(['#view=train', '#view=episodes&round=1&episode=1'])
  })

  it('opens a link that is pasted into the open page: an episode, or settings', () => {
    const { app, paste } = opened()
    app.view.setState({ settled: true, playing: true })
    paste('#view=episodes&round=5&episode=2')
    expect(app.view.getState()).toMatchObject({ view: 'episodes', round: 5, episode: 2, playing: false })
    paste('#v=1&preset=nano&seed=9')
    expect(app.view.getState()).toMatchObject({ view: 'train', brought: true })
    expect(app.draft.getState().linked).toMatchObject({ preset: 'nano', seed: 9 })
  })

  it('opens a lesson that is pasted, moves within its entry, and leaves it by Back', async () => {
    const { app, past, paste, back } = opened()
    app.view.setState({ settled: true })
    const lesson = printLesson(oneStep)
    paste(`#lesson=${encodeURIComponent(lesson)}`)
    await vi.waitFor(() => expect(app.view.getState().view).toBe('xray'))
    expect(app.teaching.getState().address).toBe(lesson)
    expect(past).toHaveLength(2)
    expect(parseAddress(last(past))).toMatchObject({ view: 'xray', lesson })
    back()
    expect(app.teaching.getState().lesson).toBeNull()
    expect(app.view.getState().view).toBe('home')
  })
})
