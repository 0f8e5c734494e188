import { describe, expect, it } from 'vitest'
import { actionFor, actions, enabled, mendOf, perform } from './actions'
import { fakeApp } from './fakeApp'

describe('actions', () => {
  it('have keys of their own in every view, and mend what the engine names', () => {
    for (const view of ['home', 'corpus', 'train', 'episodes', 'ask', 'runs'] as const) {
      const keys = Object.entries(actions).flatMap(([id, action]) =>
        'views' in action && !(action.views as readonly string[]).includes(view)
          ? []
          : action.keys.map((key) => [key, id] as const),
      )
      expect(new Set(keys.map(([key]) => key)).size, view).toBe(keys.length)
    }
    expect(actionFor(' ', 'episodes')).toBe('step.on')
    expect(actionFor(' ', 'train')).toBeNull()
    expect([
      mendOf('corpus'),
      mendOf('storage'),
      mendOf('run.pause'),
      mendOf('model.size'),
      mendOf('nothing'),
      mendOf(null),
    ]).toEqual(['go.corpus', 'go.runs', 'run.pause', 'run.new', null, null])
  })

  it('do nothing while they cannot be done', () => {
    const { app, sent } = fakeApp()
    expect(enabled(app, 'run.pause')).toBe(false)
    perform(app, 'run.pause')
    expect(sent).toEqual([])
    perform(app, 'page.theme')
    expect(app.view.getState().theme).toBe('light')
  })
})
