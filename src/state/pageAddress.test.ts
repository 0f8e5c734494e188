import { describe, expect, it } from 'vitest'
import { parseAddress } from './address'
import { broughtSettings, firstView, followView } from './pageAddress'
import { createView } from './view'

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

describe('the address', () => {
  it('follows what it names, and nothing else', () => {
    const view = createView()
    const hashes: string[] = []
    followView(view, (hash) => hashes.push(hash))
    view.setState({ cursor: 4, round: 2 })
    expect(hashes).toEqual([])
    view.setState({ view: 'episodes' })
    view.setState({ episode: 1 })
    view.setState({ view: 'runs', compare: ['a', 'b'] })
    expect(hashes).toEqual([
      '#view=episodes&round=2&episode=0',
      '#view=episodes&round=2&episode=1',
      '#view=runs&compare=a,b',
    ])
  })
})
