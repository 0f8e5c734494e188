// The page's state as every view and command is given it: its stores, and what can be asked for across them.
// Put together in createApp.ts; commands of a person are in commands.ts. Must not know React.

import type { Failure } from '../base/result'
import type { StoreApi } from 'zustand/vanilla'
import type { Command, Reply } from '../protocol/door'
import type { RunRecord } from '../protocol/records'
import type { ViewName } from './address'
import type { Documents } from './documents'
import type { DraftStore } from './draft'
import type { Environment } from './environment'
import type { LessonProgress } from './lessonProgress'
import type { LibraryState } from './library'
import type { MeasuringState } from './measuringState'
import type { ReadStored } from './stored'
import type { PlayState } from './personState'
import type { SessionState } from './session'
import type { ViewState } from './view'

export interface App {
  readonly env: Environment
  readonly session: StoreApi<SessionState>
  readonly view: StoreApi<ViewState>
  readonly draft: DraftStore
  readonly library: StoreApi<LibraryState>
  readonly documents: Documents
  readonly play: StoreApi<PlayState>
  readonly teaching: StoreApi<LessonProgress>
  readonly measuring: StoreApi<MeasuringState>

  /** Looks at what is kept and at the GPU, and shows what fits: the run that was going on, or a recording. */
  boot(): Promise<void>
  /** Opens what Back, Forward and pasted links ask for, until the returned function is called. */
  followAddress(languages: readonly string[]): () => void
  go(view: ViewName): void
  readonly query: ReadStored

  /** Commands to whatever is open; a live command starts the engine first. */
  send(command: Command): Promise<Reply>
  /** Starts the engine if it is not running yet; false where this tab may only read. */
  goLive(): Promise<boolean>
  /**
   * Puts the engine aside and plays a recording, or shows all of it at once; a run that is being played is
   * paused first.
   */
  watchRecording(name?: string, still?: boolean): Promise<void>
  /** Name of the recording that was asked for last. */
  recordingName(): string | null

  refreshLibrary(): Promise<void>
  /** Shows a kept run without the engine: in a second tab, or without a GPU. */
  readKept(run: RunRecord): Promise<void>
  /** Episodes of a round, from memory or from where they are kept. */
  loadEpisodes(round: number): Promise<void>

  /** Tells of a problem in a line of the page, until it is dismissed. */
  trouble(failure: Failure, fix?: string | null): void
  dismiss(id: number): void
}
