// The presenter's view: how large it is, and what a clicker does, whose keys are PageDown and PageUp.

import type { App } from './app'
import { back, current, on } from './stepper'
import { nextStep, previousStep } from './teaching'

/** Percent of the page's own size; the last is for the last row of a hall. */
export const presenterSizes = [125, 160, 200] as const

export function resize(app: App, by: 1 | -1): void {
  app.view.setState(({ presenterSize }) => ({
    presenterSize: Math.min(presenterSizes.length - 1, Math.max(0, presenterSize + by)),
  }))
}

/** On with the lesson where its step is done, else with the episode; back the same way. */
export function click(app: App, by: 1 | -1): void {
  const { lesson, done, step } = app.teaching.getState()
  app.view.setState({ playing: false })
  if (lesson !== null && (by === 1 ? done : step > 0)) return by === 1 ? nextStep(app) : previousStep(app)
  const { view } = app.view.getState()
  if (current(app) === null) return
  if (view !== 'home' && view !== 'episodes') app.go('episodes')
  else if (by === 1) on(app)
  else back(app)
}
