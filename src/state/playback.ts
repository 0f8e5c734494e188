// Plays a recorded run in place of a live one. Its opening is shown as soon as it is there; the whole
// recording takes its place without a seam.

import type { Failure } from '../base/result'
import type { StoreApi } from 'zustand/vanilla'
import { headOf, type Opening } from '../replay/chooseOpening'
import { readOpening } from '../replay/opening'
import { openRecording } from '../replay/recording'
import { ReplayDoor } from '../replay/replayDoor'
import type { Connection } from './connection'
import type { Environment } from './environment'
import { withSource, type SessionState } from './session'
import { openEpisode, type ViewState } from './view'

export interface Playback {
  /** Plays a recording, or (`still`) shows all of it at once; the featured one where none is named. */
  play(name?: string, still?: boolean): Promise<void>
  /** Puts the engine aside, pausing what is played, and plays a recording. */
  watch(name?: string, still?: boolean): Promise<void>
  /** Closes the recording, where one is open. */
  stop(): void
  /** Name of the recording that was asked for last. */
  name(): string | null
}

export interface PlaybackParts {
  readonly session: StoreApi<SessionState>
  readonly view: StoreApi<ViewState>
  readonly connection: Pick<Connection, 'source' | 'send' | 'attach' | 'close'>
  readonly env: Pick<Environment, 'fetcher' | 'recordings' | 'featured' | 'reducedMotion'>
  readonly trouble: (failure: Failure) => void
}

export function createPlayback(parts: PlaybackParts): Playback {
  const { session, view, connection, env, trouble } = parts
  const { fetcher, recordings, featured } = env
  let asked: string | null = null

  const begin = (source: 'none' | 'recording'): void =>
    session.setState((state) => withSource(state, source), true)

  function showOpening({ run, metrics, episode }: Opening): void {
    begin('recording')
    session.setState({
      run: { ...run, state: 'paused', rounds: 0 },
      rounds: [metrics],
      episodes: new Map([[metrics.round, [episode]]]),
    })
    const { view: open, round } = view.getState()
    if (open === 'home' && round === null) view.setState({ round: metrics.round })
  }

  async function play(name = featured, still = env.reducedMotion): Promise<void> {
    const base = `${recordings}/${name}`
    asked = name
    const replaced = (): boolean => asked !== name || session.getState().source === 'live'
    const [opening, whole] = [readOpening(base, fetcher), openRecording(base, fetcher)]
    const first = await opening
    if (first !== null && !replaced()) showOpening(first)
    const opened = await whole
    if (!opened.ok) {
      trouble(opened.error)
      return
    }
    if (replaced()) return
    const recording = opened.value
    connection.close()
    if (session.getState().run?.id !== recording.run.id) begin('recording')
    const rounds = recording.metrics.length
    connection.attach(new ReplayDoor(recording, { head: still ? rounds : headOf(rounds) }))
    await Promise.resolve()
    if (!still) await connection.send({ kind: 'run.start' })
  }

  return {
    play,
    async watch(name, still) {
      if (connection.source() === 'live') {
        await connection.send({ kind: 'run.pause' })
        connection.close()
      }
      begin('none')
      openEpisode(view, null, 0)
      await play(name, still)
    },
    stop() {
      if (connection.source() !== 'recording') return
      connection.close()
      openEpisode(view, null, 0)
    },
    name: () => asked,
  }
}
