// What a person can ask for that takes more than one command: bringing documents in, beginning a run, opening
// one.

import { at } from '../base/at'
import { problem } from '../problems'
import { differences } from '../config/config'
import type { DocumentControl } from '../config/documentChoice'
import { parseLink } from '../config/link'
import type { Command } from '../protocol/door'
import { looksLikeModel } from '../protocol/modelRecord'
import { readTags } from '../protocol/notes'
import type { RunRecord } from '../protocol/records'
import type { Alarm } from '../spice/health'
import type { App } from './app'
import { corpusName, type Intake } from './intake'
import { addModel, startFromModel } from './modelActions'
import { startWithDocuments } from './documentStart'
import { freshRunName } from './runNames'
import { starterNames, type StarterName } from './starters'
import { openEpisode } from './view'

export { starterNames, type StarterName } from './starters'

/** A short id that sorts by time of making. */
function freshId(): string {
  return `${Date.now().toString(36)}-${at(crypto.getRandomValues(new Uint32Array(1)), 0).toString(36)}`
}

/** Brings files in, into an open corpus or a new one; a model's files among them are a model. */
export async function addFiles(
  app: App,
  intake: Intake,
  corpus?: { readonly id: string; readonly name: string },
): Promise<void> {
  if (looksLikeModel(intake.files.map(({ path }) => path))) return addModel(app, intake)
  for (const path of intake.unreadable) app.trouble(problem('unreadable', { path }))
  if (intake.files.length === 0) return
  app.go('corpus')
  if (!(await app.goLive())) return
  app.session.setState({ files: [], sources: intake.files })
  await app.send({
    kind: 'corpus.add',
    corpus: corpus?.id ?? freshId(),
    name: corpus?.name ?? corpusName(intake.files),
    files: intake.files,
  })
}

export async function addStarter(app: App, name: StarterName): Promise<boolean> {
  app.go('corpus')
  if (!(await app.goLive())) return false
  app.session.setState({ files: [], sources: [] })
  return (await app.send({ kind: 'corpus.starter', name })).ok
}

/**
 * Brings a starter corpus in and sets up a run on it, from weights that were made for it where the lab has
 * some.
 */
export async function beginWithStarter(app: App, name: StarterName): Promise<void> {
  const [brought, known] = await Promise.all([addStarter(app, name), builtInWeights(app)])
  if (!brought) return
  const weights = known.find(({ corpora }) => corpora.includes(name))
  if (weights !== undefined) startFromBuiltIn(app, weights)
  app.go('train')
}

/**
 * Whether the engine gets a GPU, as soon as that is known; where it does not, the page says what to do. A
 * click may come before the answer.
 */
async function hasGpu({ view }: App): Promise<boolean> {
  if (view.getState().gpu.kind === 'unknown')
    await new Promise<void>((resolve) => {
      const stop = view.subscribe(({ gpu }) => {
        if (gpu.kind === 'unknown') return
        stop()
        resolve()
      })
    })
  if (view.getState().gpu.kind === 'present') return true
  view.setState({ guideClosed: false })
  return false
}

/** From the recording to one's own GPU: the built-in model on the corpus that it knows, playing. */
export async function goLiveWithBuiltIn(app: App): Promise<void> {
  app.view.setState({ goingLive: true })
  app.go('train')
  try {
    if (!(await hasGpu(app))) return
    const weights = fitting(app, await builtInWeights(app))
    const corpora = weights?.corpora ?? [starterNames[0]]
    if (!(await app.goLive())) return
    const brought = bringStarters(app, corpora)
    // Kernels are chosen while the corpus comes in: the two wait for different things.
    void app.send({ kind: 'device.measure' })
    if (!(await brought)) return
    if (weights !== undefined) startFromBuiltIn(app, weights)
    const { notes } = app.draft.getState()
    if (notes.length > 0) app.view.setState(({ linkNotes }) => ({ linkNotes: [...linkNotes, ...notes] }))
    app.draft.setState({ corpora, name: '' })
    if (await createRun(app)) await app.send({ kind: 'run.start' })
  } finally {
    app.view.setState({ goingLive: false })
  }
}

/** A run on documents of a person's own, as the lab chooses it, or a control of it: one click. */
export async function beginWithDocuments(
  app: App,
  corpus: string,
  control: DocumentControl | null = null,
): Promise<void> {
  app.draft.setState({ corpora: [corpus], name: '' })
  startWithDocuments(app.draft, control)
  app.go('train')
  if (await createRun(app)) await app.send({ kind: 'run.start' })
}

async function bringStarters(app: App, names: readonly StarterName[]): Promise<boolean> {
  for (const name of names) if (!(await app.send({ kind: 'corpus.starter', name })).ok) return false
  return true
}

/** Makes the run that the draft describes; false, with an error shown, where it cannot be made. */
export async function createRun(app: App): Promise<boolean> {
  if (!(await hasGpu(app)) || !(await app.goLive())) return false
  const draft = app.draft.getState()
  const there = app.session.getState().corpora.filter(({ documents }) => documents > 0)
  const chosen = draft.corpora.flatMap((id) => there.find((each) => each.id === id) ?? [])
  const corpora = chosen.map(({ id }) => id)
  if (corpora.length === 0 && draft.linked.config.game.corpus) {
    app.trouble(problem('corpus-not-chosen'), 'go.corpus')
    return false
  }
  const reply = await app.send({
    kind: 'run.create',
    linked: draft.linked,
    corpora,
    name: freshRunName(draft, chosen, app.library.getState().runs),
    startFrom: draft.startFrom,
  })
  if (reply.ok) app.view.setState({ brought: false })
  return reply.ok
}

/** Puts the open run aside so that another can be set up. It stays among the runs. */
export async function newRun(app: App): Promise<void> {
  if (app.session.getState().source === 'live') await app.send({ kind: 'run.stop' })
  else if (!(await app.goLive())) return
  app.session.setState((state) => ({
    ...state,
    run: null,
    rounds: [],
    warmStart: [],
    probes: [],
    live: null,
    checkpoints: [],
    episodes: new Map(),
    speeds: new Map(),
    answered: null,
  }))
  app.go('train')
}

export async function openRun(app: App, id: string, checkpoint?: string): Promise<void> {
  const run = app.library.getState().runs.find((each) => each.id === id)
  if (
    run !== undefined &&
    (app.view.getState().ownership === 'reader' || app.view.getState().gpu.kind === 'absent')
  )
    await app.readKept(run)
  else {
    if (!(await app.goLive())) return
    await app.send({ kind: 'run.open', run: id, ...(checkpoint === undefined ? {} : { checkpoint }) })
  }
  openEpisode(app.view, null, 0)
  app.go('train')
}

export async function renameRun(app: App, id: string, name: string): Promise<void> {
  if (name.trim() !== '') await changeRun(app, { kind: 'run.rename', run: id, name: name.trim() })
}

export function annotateRun(app: App, id: string, note: string, tags: string): Promise<void> {
  return changeRun(app, { kind: 'run.annotate', run: id, note: note.trim(), tags: readTags(tags) })
}

async function changeRun(
  app: App,
  command: Extract<Command, { kind: 'run.rename' | 'run.annotate' }>,
): Promise<void> {
  const { run: shown, source } = app.session.getState()
  if (!(await app.goLive())) return
  await app.send(command)
  await app.refreshLibrary()
  // An engine that was started for this has no run open: what was shown without it stays.
  const again = app.library.getState().runs.find((run) => run.id === shown?.id)
  if (source === 'live' && again !== undefined && app.session.getState().run === null)
    await app.readKept(again)
}

export async function removeRun(app: App, id: string): Promise<void> {
  if (!(await app.goLive())) return
  await app.send({ kind: 'run.remove', run: id })
  await app.refreshLibrary()
}

export interface BuiltIn {
  readonly name: string
  readonly about: string
  /** The starter corpora that they were warm-started on. */
  readonly corpora: readonly StarterName[]
  /** The configuration under which they play, as a link. */
  readonly link: string
}

/** The weights that come with the lab, as public/weights/index.json names them. */
export async function builtInWeights(app: App): Promise<readonly BuiltIn[]> {
  const response = await app.env.fetcher(`${app.env.weights}/index.json`).catch(() => null)
  if (response?.ok !== true) return []
  const list: unknown = await response.json().catch(() => [])
  if (!Array.isArray(list)) return []
  const isStarter = (name: unknown): boolean => (starterNames as readonly unknown[]).includes(name)
  return list.filter(
    (each: Partial<BuiltIn> | null): each is BuiltIn =>
      (['name', 'about', 'link'] as const).every((key) => typeof each?.[key] === 'string') &&
      Array.isArray(each?.corpora) &&
      each.corpora.length > 0 &&
      each.corpora.every(isStarter),
  )
}

/** The weights of the size that a person asked for, else the first. */
function fitting(app: App, known: readonly BuiltIn[]): BuiltIn | undefined {
  const { own, linked } = app.draft.getState()
  return (
    (own
      ? known.find(({ link }) => parseLink(link).config.model.size === linked.config.model.size)
      : undefined) ?? known[0]
  )
}

/**
 * The next run begins with these weights, under the configuration that comes with them. What a person chose
 * or brought in a
 * link stays as it is, but for the shape of the model, which is the weights' own.
 */
export function startFromBuiltIn(app: App, { name, link }: BuiltIn): void {
  const { notes, ...theirs } = parseLink(link)
  const { own, linked } = app.draft.getState()
  const changed = own
    ? differences(linked.config, theirs.config).filter(({ path }) => path.startsWith('model.'))
    : []
  app.draft.setState({
    linked: own ? { ...linked, config: { ...linked.config, model: theirs.config.model } } : theirs,
    notes: own
      ? changed.map(({ path, from, to }) =>
          problem('setting-of-weights', { path, from: String(from), to: String(to) }),
        )
      : notes,
    startFrom: { kind: 'builtIn', name },
    branch: null,
  })
}

/**
 * Sets up a run that goes on from a checkpoint of another, with everything as there: one setting can then be
 * changed.
 */
export async function branchFrom(app: App, run: RunRecord, checkpoint: string): Promise<void> {
  const rounds = checkpoint === 'warm' ? 0 : Number(checkpoint)
  await newRun(app)
  app.draft.setState({
    linked: run.linked,
    corpora: run.corpora,
    name: '',
    notes: [],
    startFrom: { kind: 'checkpoint', run: run.id, checkpoint },
    branch: {
      run: run.id,
      name: run.name,
      rounds: Number.isFinite(rounds) ? rounds : 0,
      config: run.linked.config,
    },
  })
  app.go('train')
}

/** No branch after all: back to the run that it would have left, where that is still kept. */
export async function leaveBranch(app: App): Promise<void> {
  const { branch } = app.draft.getState()
  const from = app.library.getState().runs.find(({ id }) => id === branch?.run)
  app.draft.setState({ branch: null, startFrom: { kind: 'scratch' } })
  if (from !== undefined) await openRun(app, from.id)
}

/** Sets up a run with a model of others in both seats. */
export async function seatModel(app: App, id: string): Promise<void> {
  await newRun(app)
  startFromModel(app, id)
  app.go('train')
}

/** Opens the episode that shows what an alarm is about. */
export async function openAlarm(app: App, alarm: Alarm): Promise<void> {
  const [{ alarmEpisode }, { storyAnalyser }] = await Promise.all([
    import('../spice/alarmEpisode'),
    import('../spice/stories/analyse'),
    app.loadEpisodes(alarm.round),
  ])
  const episodes = app.session.getState().episodes.get(alarm.round) ?? []
  const shows = alarmEpisode(alarm.kind, episodes, storyAnalyser)
  openEpisode(
    app.view,
    alarm.round,
    Math.max(
      0,
      episodes.findIndex(({ episode }) => episode === shows),
    ),
  )
  app.view.setState({ tick: Number.MAX_SAFE_INTEGER })
  app.go('episodes')
}

/** Opens a round's episodes. */
export function openRound(app: App, round: number): void {
  openEpisode(app.view, round, 0)
  app.go('episodes')
  void app.loadEpisodes(round)
}
