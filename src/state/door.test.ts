import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createStore } from 'zustand/vanilla'
import type { Command, Door, Event, QueryReply, Reply, Request } from '../protocol/door'
import { fail } from '../base/result'
import { sampleMetrics, sampleRun } from '../replay/samples'
import { beat, connect } from './connection'
import { claimOwnership, type LockSource } from './ownership'
import { emptySession, type SessionState } from './session'
import { MOST_IDLE, MOST_MISSED, workerDoor, type Post, type Pulse, type WorkerSigns } from './workerDoor'
import { deathOf } from './workerLife'

class FakeWorker implements Post {
  readonly posted: Request[] = []
  /** Called with every pulse that is asked of it; nothing answers where it hangs. */
  beat: () => void = () => undefined
  terminated = false
  private readonly listeners = new Map<string, (event: MessageEvent | ErrorEvent) => void>()
  postMessage(message: Request | Pulse): void {
    if ('pulse' in message) this.beat()
    else this.posted.push(message)
  }
  addEventListener(
    type: 'message' | 'error' | 'messageerror',
    listener: (event: MessageEvent | ErrorEvent) => void,
  ): void {
    this.listeners.set(type, listener)
  }
  terminate(): void {
    this.terminated = true
  }
  say(data: Reply | QueryReply | Event | Pulse): void {
    this.listeners.get('message')?.({ data } as MessageEvent)
  }
  fail(message: string): void {
    this.listeners.get('error')?.({ message } as ErrorEvent)
  }
}

describe('workerDoor', () => {
  it('matches replies to requests, in any order, and passes events on', async () => {
    const worker = new FakeWorker()
    const door = workerDoor(worker)
    const events: Event[] = []
    const unlisten = door.listen((event) => events.push(event))
    const first = door.send({ kind: 'run.start' })
    const second = door.send({ kind: 'run.pause' })
    expect(worker.posted.map((request) => 'command' in request && request.command.kind)).toEqual([
      'run.start',
      'run.pause',
    ])
    const [a, b] = worker.posted.map(({ id }) => id)
    worker.say({ id: b ?? -1, ok: true })
    worker.say({ kind: 'corpora', corpora: [] })
    worker.say({ id: a ?? -1, ok: false, failure: { code: 'x', message: 'no' } })
    expect(await second).toEqual({ id: b, ok: true })
    expect(await first).toMatchObject({ ok: false, failure: { code: 'x' } })
    expect(events).toEqual([{ kind: 'corpora', corpora: [] }])
    unlisten()
    worker.say({ kind: 'corpora', corpora: [] })
    expect(events).toHaveLength(1)
  })

  it('matches answers to queries, and refuses the queries that wait when it is closed', async () => {
    const worker = new FakeWorker()
    const door = workerDoor(worker)
    const runs = door.query({ kind: 'runs' })
    const text = door.query({ kind: 'corpus.text', corpus: 'c', document: 'd' })
    const [a, b] = worker.posted.map(({ id }) => id)
    worker.say({ id: b ?? -1, answer: { ok: true, value: 'a text' } })
    worker.say({ id: a ?? -1, answer: { ok: true, value: [sampleRun('r')] } })
    expect(await text).toEqual({ ok: true, value: 'a text' })
    expect(await runs).toMatchObject({ ok: true, value: [{ id: 'r' }] })
    const waiting = door.query({ kind: 'models' })
    door.close()
    expect(await waiting).toMatchObject({ ok: false, error: { code: 'engine-stopped' } })
    expect(await door.query({ kind: 'models' })).toMatchObject({ ok: false })
  })

  it('answers everything that waits when the worker dies, says so once, and refuses what comes after', async () => {
    const worker = new FakeWorker()
    const door = workerDoor(worker)
    const events: Event[] = []
    door.listen((event) => events.push(event))
    const waiting = door.send({ kind: 'run.start' })
    worker.fail('out of memory')
    worker.fail('again')
    expect(await waiting).toMatchObject({ ok: false, failure: { code: 'engine-stopped' } })
    expect(await door.send({ kind: 'run.start' })).toMatchObject({ ok: false })
    expect(events).toHaveLength(1)
    expect(events[0]).toMatchObject({ kind: 'failure', fix: 'page.reload' })
  })

  it('says of a worker that could not be loaded that a part of the page is missing', async () => {
    for (const there of [false, true]) {
      const worker = new FakeWorker()
      const door = workerDoor(worker, { isThere: () => Promise.resolve(there) })
      const waiting = door.send({ kind: 'run.start' })
      worker.fail('')
      expect(await waiting).toMatchObject({
        ok: false,
        failure: { code: there ? 'engine-stopped' : 'part-missing' },
      })
    }
  })

  it('learns of a worker that is gone without a word from the lock that it held', async () => {
    const worker = new FakeWorker()
    let release: () => void = () => undefined
    const listeners: ((event: MessageEvent) => void)[] = []
    const asked: string[] = []
    const living = {
      postMessage: ({ life }: { readonly life: string }) => asked.push(life),
      addEventListener: (_: 'message', listener: (event: MessageEvent) => void) => listeners.push(listener),
    }
    const waited: string[] = []
    const locks: LockSource = {
      request: (name, _, held) => {
        waited.push(name)
        return new Promise((resolve) => (release = () => resolve(held({}))))
      },
    }
    const door = workerDoor(worker, { death: deathOf(living, locks) })
    const events: Event[] = []
    door.listen((event) => events.push(event))
    for (const listener of listeners) listener({ data: { kind: 'corpora', corpora: [] } } as MessageEvent)
    expect(waited).toEqual([])
    for (const listener of listeners) listener({ data: { life: asked[0] } } as MessageEvent)
    expect(waited).toEqual(asked)
    const waiting = door.send({ kind: 'run.start' })
    release()
    expect(await waiting).toMatchObject({ ok: false, failure: { code: 'engine-stopped' } })
    expect(events).toMatchObject([{ kind: 'failure', fix: 'page.reload' }])
  })

  describe('with a worker that hangs', () => {
    beforeEach(() => void vi.useFakeTimers())
    afterEach(() => void vi.useRealTimers())

    function hanging(signs: WorkerSigns = {}) {
      const worker = new FakeWorker()
      const door = workerDoor(worker, signs)
      const events: Event[] = []
      door.listen((event) => events.push(event))
      worker.say({ kind: 'corpora', corpora: [] })
      return { worker, door, told: () => events.filter(({ kind }) => kind === 'failure') }
    }
    const seconds = (count: number) => vi.advanceTimersByTimeAsync(1000 * count)

    it.each(['run.stop', 'run.pause', 'corpus.cancel', 'model.cancel'] as const)(
      'ends it on %s, says so once, and answers whatever waits',
      async (kind) => {
        const { worker, door, told } = hanging()
        const waiting = door.send({ kind: 'device.measure' })
        const stopped = door.send({ kind })
        await seconds(MOST_MISSED)
        expect(worker.terminated).toBe(false)
        await seconds(1)
        expect(worker.terminated).toBe(true)
        await seconds(5)
        expect(await stopped).toMatchObject({ ok: false, failure: { code: 'engine-hangs' } })
        expect(await waiting).toMatchObject({ ok: false, failure: { code: 'engine-hangs' } })
        expect(told()).toMatchObject([{ failure: { code: 'engine-hangs' }, fix: null }])
      },
    )

    it('waits until it is gone, so that its locks are free for the next', async () => {
      let gone: () => void = () => undefined
      const { worker, door, told } = hanging({ death: new Promise((resolve) => (gone = resolve)) })
      const stopped = door.send({ kind: 'run.stop' })
      await seconds(MOST_MISSED + 1)
      expect(worker.terminated).toBe(true)
      expect(told()).toEqual([])
      gone()
      expect(await stopped).toMatchObject({ failure: { code: 'engine-hangs' } })
      expect(told()).toHaveLength(1)
    })

    it('leaves one alone that works for long before it stops, and one that nothing was asked to end', async () => {
      const { worker, door } = hanging()
      void door.send({ kind: 'run.start' })
      await seconds(2 * MOST_IDLE)
      worker.beat = () => worker.say({ pulse: true })
      const stopped = door.send({ kind: 'run.stop' })
      for (let minute = 0; minute < 5; minute++) {
        await seconds(60)
        worker.say({ kind: 'corpora', corpora: [] })
      }
      expect(worker.terminated).toBe(false)
      worker.say({ id: 2, ok: true })
      expect(await stopped).toMatchObject({ ok: true })
      worker.beat = () => undefined
      await seconds(2 * MOST_IDLE)
      expect(worker.terminated).toBe(false)
    })

    it('ends one that hears, but waits for what never comes', async () => {
      const { worker, door } = hanging()
      worker.beat = () => worker.say({ pulse: true })
      const stopped = door.send({ kind: 'run.stop' })
      await seconds(MOST_IDLE)
      expect(worker.terminated).toBe(false)
      await seconds(6)
      expect(await stopped).toMatchObject({ failure: { code: 'engine-hangs' } })
    })
  })

  it('ends the worker when it is closed', async () => {
    const worker = new FakeWorker()
    const door = workerDoor(worker)
    const waiting = door.send({ kind: 'run.step' })
    door.close()
    expect(worker.terminated).toBe(true)
    expect(await waiting).toMatchObject({ ok: false })
  })
})

describe('connect', () => {
  afterEach(() => vi.useRealTimers())

  function fixture() {
    let tell: (event: Event) => void = () => undefined
    const sent: Command[] = []
    const door: Door = {
      send: (command) => {
        sent.push(command)
        return Promise.resolve(
          command.kind === 'run.stop'
            ? { id: 1, ok: false, failure: { code: 'busy', message: 'Busy.' } }
            : { id: 1, ok: true },
        )
      },
      listen: (listener) => {
        tell = listener
        return () => (tell = () => undefined)
      },
      query: () => Promise.resolve(fail('store', 'Nothing is stored.')),
      close: () => undefined,
    }
    const store = createStore<SessionState>(() => emptySession)
    return { door, store, sent, tell: (event: Event) => tell(event) }
  }

  it('changes the page at most four times a second, and loses nothing', () => {
    vi.useFakeTimers()
    const { door, store, tell } = fixture()
    let changes = 0
    store.subscribe(() => (changes += 1))
    const client = connect(door, 'live', store, { now: () => Date.now() })
    tell({ kind: 'status', run: sampleRun('r'), activity: 'asking', running: true })
    for (let round = 0; round < 100; round++) {
      tell({ kind: 'round', run: 'r', metrics: sampleMetrics(round), tokensPerSecond: 1 })
      vi.advanceTimersByTime(10)
    }
    vi.advanceTimersByTime(beat)
    expect(changes).toBeLessThanOrEqual(6)
    expect(store.getState().rounds).toHaveLength(100)
    client.close()
  })

  it('turns a refusal into one line of trouble, and applies what waits before it answers', async () => {
    vi.useFakeTimers()
    const { door, store, tell, sent } = fixture()
    const client = connect(door, 'live', store, { now: () => Date.now() })
    tell({ kind: 'status', run: sampleRun('r'), activity: 'idle', running: false })
    tell({ kind: 'corpora', corpora: [] })
    tell({ kind: 'round', run: 'r', metrics: sampleMetrics(0), tokensPerSecond: 1 })
    expect(store.getState().rounds).toHaveLength(0)
    await client.send({ kind: 'run.stop' })
    expect(sent).toEqual([{ kind: 'run.stop' }])
    expect(store.getState().rounds).toHaveLength(1)
    expect(store.getState().errors.map(({ failure }) => failure.code)).toEqual(['busy'])
  })
})

describe('claimOwnership', () => {
  /**
   * Locks as the browser keeps them: held until the holder's promise settles, then given to the next in line.
   */
  class Locks implements LockSource {
    private held = false
    private readonly queue: (() => void)[] = []
    free: () => void = () => undefined
    request(
      _name: string,
      { ifAvailable }: { readonly ifAvailable?: boolean },
      held: (lock: unknown) => Promise<void>,
    ): Promise<unknown> {
      if (this.held && ifAvailable === true) return held(null)
      const take = (): void => {
        this.held = true
        void held({})
        this.free = () => {
          this.held = false
          this.queue.shift()?.()
        }
      }
      if (this.held) this.queue.push(take)
      else take()
      return Promise.resolve()
    }
  }

  it('lets the first tab write, the second read, and the second take over when the first is closed', async () => {
    const locks = new Locks()
    let tookOver = false
    expect(await claimOwnership(locks, () => undefined)).toBe('owner')
    expect(await claimOwnership(locks, () => (tookOver = true))).toBe('reader')
    expect(tookOver).toBe(false)
    locks.free()
    expect(tookOver).toBe(true)
  })

  it('counts a browser without locks, or one that refuses them, as the only tab', async () => {
    expect(await claimOwnership(undefined, () => undefined)).toBe('owner')
    expect(await claimOwnership({ request: () => Promise.reject(new Error('no')) }, () => undefined)).toBe(
      'owner',
    )
  })
})
