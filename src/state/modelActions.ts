// What a person can ask for with models of others: bring one in, seat it in a run, see what that takes, let
// it go.

import { problem } from '../problems'
import { withSeatedModel } from '../config/seatedModel'
import type { App } from './app'
import type { Intake } from './intake'

/** Brings a person's own files in. */
export async function addModel(app: App, { files, unreadable }: Intake): Promise<void> {
  for (const path of unreadable) app.trouble(problem('unreadable-model', { path }))
  if (files.length === 0) return
  app.go('models')
  if (await app.goLive()) await app.send({ kind: 'model.add', files })
}

/** Asks a server for a model: the one thing for which the page asks another place, and only when told to. */
export async function downloadModel(app: App, address: string): Promise<boolean> {
  return (await app.goLive()) && (await app.send({ kind: 'model.download', address })).ok
}

export async function cancelModel(app: App): Promise<void> {
  await app.send({ kind: 'model.cancel' })
}

export async function removeModel(app: App, id: string): Promise<void> {
  if (!(await app.goLive())) return
  await app.send({ kind: 'model.remove', model: id })
  const { startFrom } = app.draft.getState()
  if (startFrom.kind === 'model' && startFrom.name === id)
    app.draft.setState({ startFrom: { kind: 'scratch' } })
}

/** The next run begins with this model. */
export function startFromModel(app: App, id: string): void {
  app.draft.setState(({ linked }) => ({
    linked: { ...linked, config: withSeatedModel(linked.config) },
    startFrom: { kind: 'model', name: id, warm: true },
    branch: null,
  }))
}

/** Asks what the run that the form shows would take of the device's memory. */
export async function planModel(app: App): Promise<void> {
  const { startFrom, linked } = app.draft.getState()
  if (startFrom.kind === 'model' && (await app.goLive()))
    await app.send({ kind: 'model.plan', model: startFrom.name, linked })
}

/** Reads the list where no engine has told it yet. */
export async function readModels(app: App): Promise<void> {
  const kept = await app.query({ kind: 'models' })
  if (kept !== null)
    app.session.setState((state) => (state.models.length > 0 ? state : { ...state, models: kept }))
}
