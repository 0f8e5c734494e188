// The page's state as one object: its stores, what stands behind the door at present, and the ways from one
// to another.
// Commands of a person are in commands.ts; must not know React.

import { createStore, type StoreApi } from 'zustand/vanilla'
import { messageOf } from '../base/result'
import { completed } from '../config/link'
import type { Command, Event, Reply } from '../protocol/door'
import type { RunRecord } from '../protocol/records'
import { headOf } from '../replay/chooseOpening'
import { readOpening } from '../replay/opening'
import { openRecording, type Recording } from '../replay/recording'
import { ReplayDoor } from '../replay/replayDoor'
import { parseAddress, printAddress, type ViewName } from './address'
import { guideFor } from './browser'
import { connect, type Client } from './client'
import { createDocuments, type Documents } from './documents'
import { createDraft, type DraftStore } from './draft'
import type { Environment, Stores } from './environment'
import { claimOwnership } from './ownership'
import { createPlay } from './played'
import { emptySession, reduce, withKept, withTrouble, type SessionState } from './session'
import { createTeaching, look } from './teaching'
import { createView, keptTheme, openEpisode, type ViewState } from './view'

export interface LibraryState {
  readonly runs: readonly RunRecord[]
  readonly usage: { readonly used: number; readonly quota: number } | null
}

/** Milliseconds between two looks at what another tab records. */
const followEvery = 3000

export class App {
  readonly session: StoreApi<SessionState> = createStore(() => emptySession)
  readonly view: StoreApi<ViewState>
  readonly draft: DraftStore = createDraft()
  readonly library: StoreApi<LibraryState> = createStore<LibraryState>(() => ({ runs: [], usage: null }))
  readonly documents: Documents
  readonly play = createPlay()
  readonly teaching = createTeaching()
  private client: Client | null = null
  private opening: Promise<boolean> | null = null
  private recording: Recording | null = null
  /** Name of the recording that was asked for last. */
  playing: string | null = null
  private stores: Promise<Stores | null> | null = null

  constructor(readonly env: Environment) {
    const address = parseAddress(env.hash())
    this.view = createView({
      theme: keptTheme(env.keep),
      guide: guideFor(env.userAgent, env.touchPoints),
      view: address.view ?? (address.linked === null ? 'home' : 'train'),
      round: address.round,
      episode: address.episode ?? 0,
      linkNotes: address.linked?.notes ?? [],
      brought: address.linked !== null,
      compare: address.compare,
      playing: address.view === null && address.lesson === null && !env.reducedMotion,
      speed: address.view === null && address.linked === null ? 'token' : 'phase',
    })
    if (address.linked !== null) {
      const { notes: _, ...linked } = address.linked
      this.draft.setState({ linked, own: true })
    }
    // Whatever changes may be what a lesson waits for.
    for (const store of [this.view, this.session, this.play]) store.subscribe(() => look(this))
    this.documents = createDocuments(async () => (await this.kept())?.corpora ?? null)
    this.view.subscribe((now, before) => {
      const moved =
        now.view !== before.view ||
        (now.view === 'episodes' && (now.round !== before.round || now.episode !== before.episode)) ||
        (now.view === 'runs' && now.compare !== before.compare)
      if (moved) env.setHash(printAddress(now))
    })
  }

  /** Looks at what is kept and at the GPU, and shows what fits: the run that was going on, or a recording. */
  async boot(): Promise<void> {
    const asked = parseAddress(this.env.hash()).view
    const presence = this.env.presence().then((gpu) => this.view.setState({ gpu }))
    const ownership = claimOwnership(this.env.locks, () => void this.takeOver()).then((claim) =>
      this.view.setState({ ownership: claim }),
    )
    const recording = this.playRecording()
    await Promise.all([presence, ownership, this.refreshLibrary()])
    const { runs } = this.library.getState()
    const corpora = (await (await this.kept())?.corpora.corpora().catch(() => [])) ?? []
    const latest = runs[0]
    this.view.setState({ settled: true })
    if (latest === undefined && corpora.length === 0) return recording
    this.stopRecording()
    this.begin('live', corpora)
    this.draft.setState({ corpora: corpora.map(({ id }) => id) })
    if (asked === null && this.view.getState().view === 'home')
      this.go(latest === undefined ? 'corpus' : 'train')
    if (latest !== undefined) await this.resume(latest)
  }

  /** Opens a run, and goes on with it where it was being played; where this tab may not, it only shows it. */
  private async resume(latest: RunRecord): Promise<void> {
    const { ownership, gpu } = this.view.getState()
    if (ownership === 'reader') return this.follow(latest)
    if (gpu.kind === 'absent') return this.readKept(latest)
    if (!(await this.goLive())) return
    const goesOn = latest.state === 'playing' || latest.state === 'warming'
    const reply = await this.send({ kind: 'run.open', run: latest.id })
    if (reply.ok && goesOn) await this.send({ kind: 'run.start' })
  }

  /** The tab before this one was closed: this one writes now. */
  private async takeOver(): Promise<void> {
    this.view.setState({ ownership: 'owner' })
    await this.refreshLibrary()
    const latest = this.library.getState().runs[0]
    if (latest !== undefined && this.session.getState().source === 'live') await this.resume(latest)
  }

  /** Reads what another tab records, until this one may write. */
  private async follow(run: RunRecord): Promise<void> {
    await this.readKept(run)
    setTimeout(() => {
      if (this.view.getState().ownership !== 'reader' || this.session.getState().run?.id !== run.id) return
      void this.refreshLibrary().then(() =>
        this.follow(this.library.getState().runs.find(({ id }) => id === run.id) ?? run),
      )
    }, followEvery)
  }

  /** Puts the engine aside and plays a recording; a run that is being played is paused first. */
  async watchRecording(name?: string): Promise<void> {
    if (this.client?.source === 'live') {
      await this.client.send({ kind: 'run.pause' })
      this.client.close()
      this.client = null
    }
    this.begin('none')
    openEpisode(this.view, null, 0)
    await this.playRecording(name)
  }

  go(view: ViewName): void {
    // Whoever leaves the show on the first view takes the stepper into their own hands.
    if (this.view.getState().view === 'home' && view !== 'home' && this.view.getState().playing)
      this.view.setState({ playing: false, speed: 'phase' })
    this.view.setState({ view })
    if (view === 'runs') void this.refreshLibrary()
  }

  /** Stores of this browser; null where it forbids them. */
  kept(): Promise<Stores | null> {
    this.stores ??= this.env.openStores().catch((thrown: unknown) => {
      this.trouble(
        'storage-closed',
        `This browser does not let the page keep anything: ${messageOf(thrown)}. A private window often is the reason.`,
      )
      return null
    })
    return this.stores
  }

  /** Its opening is shown as soon as it is there; the whole recording takes its place without a seam. */
  async playRecording(name = this.env.featured): Promise<void> {
    const base = `${this.env.recordings}/${name}`
    const [opening, whole] = [readOpening(base, this.env.fetcher), openRecording(base, this.env.fetcher)]
    this.playing = name
    const replaced = (): boolean => this.playing !== name || this.session.getState().source === 'live'
    const first = await opening
    if (first !== null && !replaced()) {
      const { run, metrics, episode } = first
      this.begin('recording')
      this.session.setState({
        run: { ...run, state: 'paused', rounds: 0 },
        rounds: [metrics],
        episodes: new Map([[metrics.round, [episode]]]),
      })
      const { view, round } = this.view.getState()
      if (view === 'home' && round === null) this.view.setState({ round: metrics.round })
    }
    const opened = await whole
    if (!opened.ok) {
      this.trouble(opened.error.code, opened.error.message)
      return
    }
    if (replaced()) return
    this.recording = opened.value
    this.client?.close()
    if (this.session.getState().run?.id !== opened.value.run.id) this.begin('recording')
    this.client = connect(
      new ReplayDoor(opened.value, { head: headOf(opened.value.metrics.length) }),
      'recording',
      this.session,
    )
    await Promise.resolve()
    await this.client.send({ kind: 'run.start' })
  }

  /** A clean session; what a person was told stays until they dismiss it. */
  private begin(source: SessionState['source'], corpora: SessionState['corpora'] = []): void {
    this.session.setState(({ troubles }) => ({ ...emptySession, source, corpora, troubles }), true)
  }

  private stopRecording(): void {
    if (this.client?.source !== 'recording') return
    this.client.close()
    this.client = null
    this.recording = null
    openEpisode(this.view, null, 0)
  }

  /** Starts the engine if it is not running yet; false where this tab may only read. */
  goLive(): Promise<boolean> {
    if (this.client?.source === 'live') return Promise.resolve(true)
    if (this.view.getState().ownership === 'reader') {
      this.trouble(
        'second-tab',
        'SPICE Lab is open in another tab, and only one of them can work. Close the other one; this tab then takes over.',
      )
      return Promise.resolve(false)
    }
    this.opening ??= this.openEngine().finally(() => (this.opening = null))
    return this.opening
  }

  private async openEngine(): Promise<boolean> {
    try {
      const door = await this.env.openEngine()
      this.stopRecording()
      const { corpora, source } = this.session.getState()
      this.begin('live', source === 'live' ? corpora : [])
      this.session.setState({ activity: 'opening' })
      this.client = connect(door, 'live', this.session, { onEvent: (event) => this.watch(event) })
      return true
    } catch (thrown) {
      this.trouble('engine-missing', `The engine could not be started: ${messageOf(thrown)}`)
      return false
    }
  }

  /** Commands to whatever is open; a live command starts the engine first. */
  async send(command: Command): Promise<Reply> {
    if (this.client === null) await this.goLive()
    if (this.client === null)
      return {
        id: 0,
        ok: false,
        failure: { code: 'not-open', message: 'The engine is not running in this tab.' },
      }
    return this.client.send(command)
  }

  private watch(event: Event): void {
    switch (event.kind) {
      case 'file.ready':
        this.env.save(event.name, event.data)
        return
      case 'corpora': {
        const known = new Set(this.session.getState().corpora.map(({ id }) => id))
        const fresh = event.corpora.filter(({ id }) => !known.has(id)).map(({ id }) => id)
        const there = new Set(event.corpora.map(({ id }) => id))
        this.draft.setState(({ corpora }) => ({
          corpora: [...corpora.filter((id) => there.has(id)), ...fresh.filter((id) => !corpora.includes(id))],
        }))
        const shown = this.documents.store.getState().corpus
        // What has just come in is what a person wants to see.
        if (shown === null || !there.has(shown) || fresh.length > 0)
          void this.documents.open(event.corpora.at(-1)?.id ?? null)
        else void this.documents.refresh()
        return
      }
      case 'status': {
        const before = this.session.getState().run?.id
        if (event.run !== null && event.run.id !== before) void this.fillIn(event.run.id)
        if (before !== undefined && event.run?.id !== before) openEpisode(this.view, null, 0)
        if (event.run?.id !== before || (event.activity === 'idle' && !event.running))
          void this.refreshLibrary()
        return
      }
      case 'failure':
        void this.refreshLibrary()
        return
      case 'ready':
      case 'progress':
      case 'file':
      case 'warmStart':
      case 'round':
      case 'episodes':
      case 'probe':
      case 'checkpoint':
      case 'deviceLost':
      case 'arena':
      case 'benchmarked':
      case 'models':
      case 'model.progress':
      case 'model.planned':
      case 'answered':
      case 'forked':
      case 'attended':
        return
    }
  }

  /** Reads what was recorded of a run before this page listened. */
  private async fillIn(run: string): Promise<void> {
    const runs = (await this.kept())?.runs
    if (runs === undefined) return
    const [metrics, warmStart, probes, checkpoints] = await Promise.all([
      runs.metrics(run),
      runs.warmStart(run),
      runs.probes(run),
      runs.checkpoints(run),
    ])
    this.client?.flush()
    this.session.setState((state) => withKept(state, run, { metrics, warmStart, probes, checkpoints }), true)
    // The stepper has something to show, wherever it is opened first; episodes of other rounds come when they
    // are looked at.
    const newest = metrics.at(-1)
    if (newest !== undefined && this.session.getState().run?.id === run) await this.loadEpisodes(newest.round)
  }

  /** Shows a kept run without the engine: in a second tab, or without a GPU. */
  async readKept(run: RunRecord): Promise<void> {
    this.session.setState(
      (state) => reduce(state, { kind: 'status', run, activity: 'idle', running: false }),
      true,
    )
    await this.fillIn(run.id)
  }

  /** Episodes of a round, from memory or from where they are kept. */
  async loadEpisodes(round: number): Promise<void> {
    const { run, episodes } = this.session.getState()
    if (run === null || episodes.has(round)) return
    const found =
      this.recording !== null
        ? await this.recording.episodes(round)
        : ((await (await this.kept())?.runs.episodes(run.id, round)) ?? [])
    this.session.setState(
      (state) =>
        state.episodes.has(round)
          ? state
          : reduce(state, { kind: 'episodes', run: run.id, round, episodes: found }),
      true,
    )
  }

  async refreshLibrary(): Promise<void> {
    const runs = (await this.kept())?.runs
    if (runs === undefined) return
    const [all, usage] = await Promise.all([runs.runs(), runs.usage()])
    const shown = all.map((run) => ({ ...run, linked: completed(run.linked) }))
    this.library.setState({ runs: shown.sort((a, b) => b.created - a.created), usage })
  }

  trouble(code: string, message: string, fix: string | null = null): void {
    this.session.setState((state) => withTrouble(state, { code, message }, fix), true)
  }

  dismiss(id: number): void {
    this.session.setState(
      (state) => ({ ...state, troubles: state.troubles.filter((each) => each.id !== id) }),
      true,
    )
  }
}
