import { describe, expect, it, vi } from 'vitest'
import { createStore } from 'zustand/vanilla'
import { sampleMetrics, sampleRun } from '../replay/samples'
import { createPlayback } from './playback'
import { emptySession, type SessionState, type Source } from './session'
import { createView } from './view'

function fixture(names: readonly string[], reducedMotion = false) {
  const session = createStore<SessionState>(() => emptySession)
  const trouble = vi.fn()
  const done: string[] = []
  let source: Source = 'none'
  const files = Object.fromEntries(
    names.flatMap((name) => [
      [`rec/${name}/run.json`, JSON.stringify({ ...sampleRun(name), files: ['metrics.jsonl'] })],
      [`rec/${name}/metrics.jsonl`, JSON.stringify(sampleMetrics(0))],
    ]),
  )
  const playback = createPlayback({
    session,
    view: createView(),
    env: {
      recordings: 'rec',
      featured: 'first',
      reducedMotion,
      fetcher: (url) => Promise.resolve(new Response(files[url] ?? '', { status: url in files ? 200 : 404 })),
    },
    trouble,
    connection: {
      source: () => source,
      send: (command) => {
        done.push(command.kind)
        return Promise.resolve({ id: 1, ok: true })
      },
      attach: () => {
        done.push('attach')
        source = 'recording'
      },
      close: () => {
        done.push('close')
        source = 'none'
      },
    },
  })
  return { playback, session, trouble, done, become: (to: Source) => (source = to) }
}

describe('playback', () => {
  it('plays the featured recording where none is named', async () => {
    const { playback, done, session } = fixture(['first'])
    await playback.play()
    expect(playback.name()).toBe('first')
    expect(done).toEqual(['close', 'attach', 'run.start'])
    expect(session.getState().source).toBe('recording')
  })

  it('lets the recording that was asked for last win', async () => {
    const { playback, done } = fixture(['first', 'second'])
    await Promise.all([playback.play('first'), playback.play('second')])
    expect(playback.name()).toBe('second')
    expect(done.filter((each) => each === 'attach')).toHaveLength(1)
  })

  it('does not take the place of a run that went live meanwhile', async () => {
    const { playback, done, session } = fixture(['first'])
    const playing = playback.play()
    session.setState({ source: 'live' })
    await playing
    expect(done).toEqual([])
  })

  it('pauses a live run before it is put aside', async () => {
    const { playback, done, become } = fixture(['first'])
    become('live')
    await playback.watch()
    expect(done.slice(0, 2)).toEqual(['run.pause', 'close'])
  })

  it('tells of a recording that is not there, and closes the one that is', async () => {
    const { playback, trouble, done } = fixture(['first'])
    await playback.play('missing')
    expect(trouble).toHaveBeenCalledTimes(1)
    await playback.play('first')
    playback.stop()
    playback.stop()
    expect(done.filter((each) => each === 'close')).toHaveLength(2)
  })

  it('shows a recording whole, and does not start it, where less motion is wanted', async () => {
    const { playback, done } = fixture(['first'], true)
    await playback.play()
    expect(done).toEqual(['close', 'attach'])
  })
})
