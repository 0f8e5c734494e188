import { describe, expect, it, vi } from 'vitest'
import { createStore } from 'zustand/vanilla'
import { fail, type Failure } from '../base/result'
import type { Command, Door } from '../protocol/door'
import { problem } from '../problems'
import { sampleRun } from '../replay/samples'
import { createConnection } from './connection'
import { emptySession, type SessionState } from './session'

function fixture({ mayWrite = true, fails = false } = {}) {
  const session = createStore<SessionState>(() => emptySession)
  const sent: Command[] = []
  const closed: string[] = []
  const trouble = vi.fn()
  const beforeLive = vi.fn()
  /** Commands at which the first engine hangs. */
  const hangs = new Set<Command['kind']>()
  const door = (name: string): Door => ({
    send: (command) => {
      sent.push(command)
      if (closed.length === 0 && hangs.has(command.kind))
        return Promise.resolve({ id: 1, ok: false, failure: problem('engine-hangs') })
      return Promise.resolve({ id: 1, ok: true })
    },
    query: () => Promise.resolve(fail('store', 'Nothing is stored.')),
    listen: () => () => undefined,
    close: () => closed.push(name),
  })
  const openEngine = vi.fn(() =>
    fails ? Promise.reject(new Error('no worker')) : Promise.resolve(door('engine')),
  )
  const connection = createConnection({
    session,
    openEngine,
    mayWrite: () => mayWrite,
    onEvent: () => undefined,
    beforeLive,
    trouble,
  })
  return { connection, session, sent, closed, trouble, beforeLive, openEngine, door, hangs }
}

describe('the connection', () => {
  it('starts the engine once, however often it is wanted, and sends to it', async () => {
    const { connection, sent, openEngine, beforeLive, session } = fixture()
    const replies = await Promise.all([connection.goLive(), connection.goLive(), connection.goLive()])
    expect(replies).toEqual([true, true, true])
    await connection.send({ kind: 'run.pause' })
    expect(openEngine).toHaveBeenCalledTimes(1)
    expect(beforeLive).toHaveBeenCalledTimes(1)
    expect(sent).toEqual([{ kind: 'run.pause' }])
    expect(session.getState()).toMatchObject({ source: 'live', activity: 'opening' })
  })

  it('starts the engine for a command where nothing is open, but not where a recording is', async () => {
    const { connection, openEngine, door } = fixture()
    connection.attach(door('recording'))
    await connection.send({ kind: 'run.pause' })
    expect(openEngine).not.toHaveBeenCalled()
    connection.close()
    expect(connection.source()).toBe('none')
    await connection.send({ kind: 'run.pause' })
    expect(connection.source()).toBe('live')
  })

  it.each([
    ['run.stop', 'run.stop'],
    ['model.cancel', 'run.pause'],
  ] as const)('opens another engine where one hung on %s, with the run ended by %s', async (kind, ended) => {
    const { connection, session, sent, closed, openEngine, hangs } = fixture()
    await connection.goLive()
    openEngine.mockClear()
    session.setState({ run: sampleRun('r') })
    hangs.add(kind)
    const replies = await Promise.all([connection.send({ kind }), connection.send({ kind })])
    expect(replies).toMatchObject([{ failure: { code: 'engine-hangs' } }, { ok: false }])
    expect(openEngine).toHaveBeenCalledTimes(1)
    expect(closed).toEqual(['engine'])
    expect(sent.slice(2)).toEqual([{ kind: 'run.open', run: 'r' }, { kind: ended }])
    expect(session.getState()).toMatchObject({ source: 'live', run: { id: 'r' }, running: false })
  })

  it('refuses in a tab that only reads, and says why', async () => {
    const { connection, trouble, openEngine } = fixture({ mayWrite: false })
    expect(await connection.goLive()).toBe(false)
    expect(await connection.send({ kind: 'run.pause' })).toMatchObject({
      ok: false,
      failure: { code: 'not-open' },
    })
    expect(trouble.mock.calls.map(([failure]) => (failure as Failure).code)).toEqual([
      'second-tab',
      'second-tab',
    ])
    expect(openEngine).not.toHaveBeenCalled()
  })

  it('tells that the engine could not be started, and tries anew the next time', async () => {
    const { connection, trouble, openEngine } = fixture({ fails: true })
    expect([await connection.goLive(), await connection.goLive()]).toEqual([false, false])
    expect(openEngine).toHaveBeenCalledTimes(2)
    expect(trouble.mock.calls[0]).toMatchObject([
      { code: 'engine-missing', message: 'The engine could not be started: no worker' },
    ])
  })
})
