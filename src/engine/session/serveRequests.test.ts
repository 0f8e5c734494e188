import { describe, expect, it, vi } from 'vitest'
import { problem } from '../../problems'
import type { Event, QueryReply, Reply, Request } from '../../protocol/door'
import { serveRequests } from './engineSession'

function fixture() {
  const posted: (Event | Reply | QueryReply)[] = []
  let hear: (message: MessageEvent<Request>) => void = () => undefined
  serveRequests(
    { addEventListener: (_, listener) => (hear = listener) },
    (message) => posted.push(message),
    Promise.reject(new Error('no stores')),
  )
  const say = (data: unknown) => hear({ data } as MessageEvent<Request>)
  return { posted, say }
}

describe('requests to a worker whose engine cannot start', () => {
  it('are each answered with why, under their own number', async () => {
    const { posted, say } = fixture()
    say({ id: 7, command: { kind: 'run.start' } })
    say({ id: 8, query: { kind: 'runs' } })
    const failure = problem('thrown', { message: 'no stores' })
    await vi.waitFor(() => {
      expect(posted).toContainEqual({ id: 7, ok: false, failure })
      expect(posted).toContainEqual({ id: 8, answer: { ok: false, error: failure } })
    })
  })

  it('come after the event that tells it, and other messages are not answered', async () => {
    const { posted, say } = fixture()
    say({ life: 'a lock' })
    await vi.waitFor(() => expect(posted).toHaveLength(2))
    expect(posted).toMatchObject([
      { kind: 'ready', device: null, failure: { code: 'engine-start' } },
      { kind: 'failure', fix: 'page.reload' },
    ])
  })
})
