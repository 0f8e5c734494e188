// The registry of actions: everything that can be done with a key or named as the mend of a trouble, each
// once.
// Labels are the page's (ui/strings); here are keys, where they hold, and what they do.

import { messageOf } from '../base/result'
import { problem } from '../problems'
import { at } from '../base/at'
import { fieldList } from '../config/config'
import type { App } from './app'
import type { ViewName } from './address'
import { createRun, newRun } from './commands'
import { back, current, nextEpisode, nextRound, on } from './stepper'
import { click, resize } from './presenter'
import { nextStep, previousStep } from './teaching'
import { speeds } from './timeline'
import { setTheme, themes } from './view'

export interface Action {
  /** As in KeyboardEvent.key; the first one is shown. */
  readonly keys: readonly string[]
  /** Views in which the keys hold; everywhere if absent. */
  readonly views?: readonly ViewName[]
  readonly enabled?: (app: App) => boolean
  readonly run: (app: App) => void | Promise<void>
}

const stepping: readonly ViewName[] = ['home', 'episodes']
const hasEpisode = (app: App): boolean => current(app) !== null
const mayChange = (app: App): boolean =>
  app.view.getState().ownership === 'owner' || app.session.getState().source === 'recording'
const hasRun = (app: App): boolean => mayChange(app) && app.session.getState().run !== null
const presents = (app: App): boolean => app.view.getState().presenter
const running = (app: App): boolean => app.session.getState().running
const canTrain = (app: App): boolean =>
  app.view.getState().ownership === 'owner' &&
  // Until it is open again, a click would make another run beside it.
  !app.view.getState().opening &&
  (app.session.getState().source === 'recording' || app.view.getState().gpu.kind !== 'absent')

const makeActions = <K extends string>(actions: Readonly<Record<K, Action>>): Readonly<Record<K, Action>> =>
  actions

export const actions = makeActions({
  'go.home': { keys: ['0'], run: (app) => app.go('home') },
  'go.corpus': { keys: ['1'], run: (app) => app.go('corpus') },
  'go.train': { keys: ['2'], run: (app) => app.go('train') },
  'go.episodes': { keys: ['3'], run: (app) => app.go('episodes') },
  'go.ask': { keys: ['4'], run: (app) => app.go('ask') },
  'go.runs': { keys: ['5'], run: (app) => app.go('runs') },
  'go.play': { keys: ['6'], run: (app) => app.go('play') },
  'go.lessons': { keys: ['7'], run: (app) => app.go('lessons') },
  'go.xray': { keys: ['8'], run: (app) => app.go('xray') },
  'go.studies': { keys: ['u'], run: (app) => app.go('studies') },
  'go.models': { keys: ['9'], run: (app) => app.go('models') },
  'step.on': { keys: [' '], views: stepping, enabled: hasEpisode, run: (app) => still(app, on) },
  'step.back': { keys: ['Backspace'], views: stepping, enabled: hasEpisode, run: (app) => still(app, back) },
  'step.play': {
    keys: ['k'],
    views: stepping,
    enabled: hasEpisode,
    run: (app) => app.view.setState(({ playing }) => ({ playing: !playing })),
  },
  'step.speed': {
    keys: ['s'],
    views: stepping,
    run: (app) =>
      app.view.setState(({ speed }) => ({
        speed: at(speeds, (speeds.indexOf(speed) + 1) % speeds.length),
      })),
  },
  'episode.next': { keys: ['n'], views: stepping, enabled: hasEpisode, run: (app) => nextEpisode(app, 1) },
  'episode.previous': {
    keys: ['p'],
    views: stepping,
    enabled: hasEpisode,
    run: (app) => nextEpisode(app, -1),
  },
  'round.next': { keys: [']'], views: stepping, run: (app) => nextRound(app, 1) },
  'round.previous': { keys: ['['], views: stepping, run: (app) => nextRound(app, -1) },
  'run.start': {
    keys: ['Enter'],
    views: ['train'],
    enabled: (app) => canTrain(app) && !running(app),
    run: (app) => train(app, { kind: 'run.start' }),
  },
  'run.pause': {
    keys: ['.'],
    views: ['train'],
    enabled: running,
    run: async (app) => void (await app.send({ kind: 'run.pause' })),
  },
  'run.step': {
    keys: ['o'],
    views: ['train'],
    enabled: (app) => canTrain(app) && !running(app),
    run: (app) => train(app, { kind: 'run.step' }),
  },
  'run.stop': {
    keys: ['x'],
    views: ['train'],
    enabled: hasRun,
    run: async (app) => void (await app.send({ kind: 'run.stop' })),
  },
  'run.new': { keys: ['r'], views: ['train', 'runs'], enabled: mayChange, run: newRun },
  'page.theme': {
    keys: ['t'],
    run: (app) =>
      setTheme(
        app.view,
        at(themes, (themes.indexOf(app.view.getState().theme) + 1) % themes.length),
        app.env.keep,
      ),
  },
  'lesson.next': { keys: ['l'], enabled: (app) => app.teaching.getState().lesson !== null, run: nextStep },
  'lesson.previous': {
    keys: ['L'],
    enabled: (app) => app.teaching.getState().lesson !== null,
    run: previousStep,
  },
  'page.presenter': {
    keys: ['v'],
    run: (app) => app.view.setState(({ presenter }) => ({ presenter: !presenter })),
  },
  'page.larger': { keys: ['+'], enabled: presents, run: (app) => resize(app, 1) },
  'page.smaller': { keys: ['-'], enabled: presents, run: (app) => resize(app, -1) },
  'page.on': { keys: ['PageDown'], enabled: presents, run: (app) => click(app, 1) },
  'page.back': { keys: ['PageUp'], enabled: presents, run: (app) => click(app, -1) },
  'page.full': { keys: ['f'], run: (app) => app.env.fullScreen() },
  'measure.stop': {
    keys: ['Escape'],
    enabled: (app) => app.measuring.getState().source !== null,
    run: (app) => app.measuring.getState().stop(),
  },
  'page.help': { keys: ['?'], run: (app) => app.view.setState(({ help }) => ({ help: !help })) },
  'page.reload': { keys: [], run: () => window.location.reload() },
})

export type ActionId = keyof typeof actions
export const actionIds = Object.keys(actions) as readonly ActionId[]

/** Goes on with the open run; where none is open, one is made from the draft first. */
async function train(app: App, command: { readonly kind: 'run.start' | 'run.step' }): Promise<void> {
  if (app.session.getState().run !== null || (await createRun(app))) await app.send(command)
}

/** Moving by hand stops the autoplay. */
function still(app: App, move: (app: App) => void): void {
  app.view.setState({ playing: false })
  move(app)
}

const isActionId = (id: string): id is ActionId => Object.hasOwn(actions, id)

/** The action that mends a trouble: `fix` names an action, a place, or a setting of the run. */
export function mendOf(fix: string | null): ActionId | null {
  if (fix === null) return null
  if (isActionId(fix)) return fix
  if (fix === 'corpus') return 'go.corpus'
  if (fix === 'storage') return 'go.runs'
  return fieldList.some(([path]) => path === fix) ? 'run.new' : null
}

export const enabled = (app: App, id: ActionId): boolean => actions[id].enabled?.(app) ?? true

export function perform(app: App, id: ActionId): void {
  if (enabled(app, id))
    void Promise.resolve(actions[id].run(app)).catch((thrown: unknown) =>
      app.trouble(problem('action-failed', { message: messageOf(thrown) })),
    )
}

/** The action of a key in a view, or null. */
export function actionFor(key: string, view: ViewName): ActionId | null {
  return (
    actionIds.find((id) => actions[id].keys.includes(key) && (actions[id].views?.includes(view) ?? true)) ??
    null
  )
}
