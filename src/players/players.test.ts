import { describe, expect, it } from 'vitest'
import type { PromptRequest } from '../spice/seats'
import { PersonPlayer, type PendingRequest } from './personPlayer'
import { promptText, RemotePlayer, type RemoteSurroundings } from './remotePlayer'
import { TokenMeter } from './tokenMeter'

const request = (count: number): PromptRequest => ({
  seat: 'reasoner',
  parts: [{ mark: 'begin' }, { text: 'What is 2 + 3?' }, { mark: 'reasoner' }],
  tokens: [],
  count,
  stream: 4,
  maxNewTokens: 20,
  temperature: 0.7,
})

/** Around a server that answers with `send`: waits are remembered, and take no time. */
const around = (send: RemoteSurroundings['send'], waits: number[] = []): RemoteSurroundings => ({
  send,
  deadline: 60_000,
  wait: async (milliseconds) => void waits.push(milliseconds),
  chance: () => 1,
  now: () => Date.UTC(2026, 0, 1),
})
const plenty = (): TokenMeter => new TokenMeter(1e6)

describe('RemotePlayer', () => {
  const reply = (json: unknown, status = 200): Response =>
    new Response(JSON.stringify(json), { status, statusText: 'Said' })
  const endpoint = { address: 'http://localhost:9/v1/', model: 'small', key: 'secret' }

  it('asks once for each completion, at the address that was named, with words in place of marks', async () => {
    const sent: { address: string; body: Record<string, unknown>; headers: Record<string, string> }[] = []
    const player = new RemotePlayer(
      endpoint,
      plenty(),
      around(async (address, { body, headers }) => {
        sent.push({ address, body: JSON.parse(body) as Record<string, unknown>, headers })
        return reply({
          choices: [
            {
              message: { content: '2 + 3 = 5\nAnswer: 5' },
              finish_reason: sent.length === 1 ? 'stop' : 'length',
            },
          ],
        })
      }),
    )
    const [made] = await player.complete([request(2)], { seed: 3 })
    expect(made?.map(({ text, stopped, tokens }) => [text, stopped, tokens])).toEqual([
      ['2 + 3 = 5 Answer: 5', true, []],
      ['2 + 3 = 5 Answer: 5', false, []],
    ])
    expect(sent.map(({ address }) => address)).toEqual(
      Array.from({ length: 2 }, () => 'http://localhost:9/v1/chat/completions'),
    )
    expect(sent[0]?.headers['authorization']).toBe('Bearer secret')
    expect(sent[0]?.body).toMatchObject({ model: 'small', max_tokens: 20, temperature: 0.7 })
    expect(sent[0]?.body['seed']).not.toBe(sent[1]?.body['seed'])
    expect(promptText(request(1).parts)).toContain('What is 2 + 3?')
  })

  it('names itself when the server refuses, is away, or says something else', async () => {
    await expect(
      new RemotePlayer(
        endpoint,
        plenty(),
        around(async () => reply({}, 500)),
      ).complete([request(1)], { seed: 1 }),
    ).rejects.toThrow('small at localhost:9: answered 500')
    await expect(
      new RemotePlayer(
        endpoint,
        plenty(),
        around(async () => reply({ choices: [] })),
      ).complete([request(1)], { seed: 1 }),
    ).rejects.toThrow('not a chat completion')
    const away = new RemotePlayer(
      endpoint,
      plenty(),
      around(() => Promise.reject(new TypeError('connection refused'))),
    )
    await expect(away.complete([request(1)], { seed: 1 })).rejects.toThrow(/no answer \(connection refused\)/)
  })
})

describe('a model that is far away', () => {
  const endpoint = { address: 'https://example.org/v1', model: 'big', key: 'secret' }
  const said = (usage?: number): Response =>
    new Response(
      JSON.stringify({
        choices: [{ message: { content: 'Answer: 5' } }],
        ...(usage === undefined ? {} : { usage: { total_tokens: usage } }),
      }),
    )
  const busy = (status: number, after?: string): Response =>
    new Response('', { status, headers: after === undefined ? {} : { 'retry-after': after } })

  it('is never sent a key in the clear, bar to this computer', async () => {
    const at = (address: string, key?: string): RemotePlayer =>
      new RemotePlayer({ address, model: 'm', ...(key === undefined ? {} : { key }) })
    for (const address of [
      'http://example.org/v1',
      'http://192.168.0.7:80/v1',
      'http://localhost.example.org/v1',
    ])
      expect(() => at(address, 'secret'), address).toThrow('unencrypted')
    for (const address of [
      'http://localhost:1/v1',
      'http://127.0.0.1:1/v1',
      'http://[::1]:1/v1',
      'https://x.org/v1',
    ])
      expect(at(address, 'secret').name).toContain('m at')
    expect(at('http://192.168.0.7/v1').name).toBe('m at 192.168.0.7')
    const sent: string[] = []
    const send = async (_: string, { redirect }: { readonly redirect: string }): Promise<Response> => {
      sent.push(redirect)
      return said()
    }
    await new RemotePlayer(endpoint, plenty(), around(send)).complete([request(1)], { seed: 1 })
    expect(sent).toEqual(['error'])
  })

  it('is asked again while it is busy, later each time, and when it says', async () => {
    const answers = [busy(429), busy(503, '7'), busy(500), busy(429, 'Thu, 01 Jan 2026 00:00:20 GMT'), said()]
    const waits: number[] = []
    const send = async (): Promise<Response> => answers.shift() ?? said()
    const player = new RemotePlayer(endpoint, plenty(), around(send, waits))
    const [[made] = []] = await player.complete([request(1)], { seed: 1 })
    expect(made?.text).toBe('Answer: 5')
    expect(waits).toEqual([500, 7000, 2000, 20_000])
  })

  it('is given up after some tries, where it asks for too long, and at once where it refuses', async () => {
    const tries = async (answer: () => Response): Promise<[number, string]> => {
      let asked = 0
      const send = async (): Promise<Response> => ((asked += 1), answer())
      const player = new RemotePlayer(endpoint, plenty(), around(send))
      const line = await player.complete([request(1)], { seed: 1 }).then(
        () => '',
        (thrown: unknown) => (thrown instanceof Error ? thrown.message : ''),
      )
      return [asked, line]
    }
    expect(await tries(() => busy(503))).toEqual([6, 'big at example.org: answered 503 .'])
    expect((await tries(() => busy(429, '999')))[0]).toBe(1)
    expect((await tries(() => busy(401)))[0]).toBe(1)
  })

  it('has a deadline for each request', async () => {
    const send: RemoteSurroundings['send'] = (_, { signal }) =>
      new Promise((_resolve, reject) => {
        signal.addEventListener('abort', () => reject(signal.reason as Error))
      })
    const slow = new RemotePlayer(endpoint, plenty(), { ...around(send), deadline: 20 })
    await expect(slow.complete([request(1)], { seed: 1 })).rejects.toThrow(
      'big at example.org: no answer within 0.02 seconds.',
    )
  })

  it('is asked for no more tokens than its budget', async () => {
    let asked = 0
    const send = async (): Promise<Response> => ((asked += 1), said(60))
    const meter = new TokenMeter(250)
    const player = new RemotePlayer(endpoint, meter, around(send))
    await player.complete([request(1)], { seed: 1 })
    expect(meter.spent).toEqual({ used: 60, budget: 250 })
    await player.complete([request(1)], { seed: 2 })
    await expect(
      (async () => {
        for (let seed = 3; seed < 20; seed++) await player.complete([request(1)], { seed })
      })(),
    ).rejects.toThrow(/^big at example\.org: \d+ of its budget of 250 tokens are used/)
    expect(meter.spent.used).toBe(60 * asked)
    expect(meter.spent.used).toBeLessThanOrEqual(250)
    // Side by side too, and a run that goes on has used what it has used.
    const together = new TokenMeter(250)
    await expect(
      new RemotePlayer(endpoint, together, around(send)).complete([request(9)], { seed: 1 }),
    ).rejects.toThrow('of 250 tokens')
    const resumed = new TokenMeter(250)
    resumed.startFrom(240)
    await expect(
      new RemotePlayer(endpoint, resumed, around(send)).complete([request(1)], { seed: 1 }),
    ).rejects.toThrow('240 of its budget of 250')
  })

  it('is reckoned cautiously where it does not count', async () => {
    const meter = plenty()
    await new RemotePlayer(
      endpoint,
      meter,
      around(async () => said()),
    ).complete([request(1)], { seed: 1 })
    expect(meter.spent.used).toBe(
      Math.ceil(promptText(request(1).parts).length / 3) + Math.ceil('Answer: 5'.length / 3),
    )
  })
})

describe('PersonPlayer', () => {
  it('asks one request after the other, and a missing answer is an empty one', async () => {
    const shown: number[] = []
    const player = new PersonPlayer(({ request, answer }) => {
      shown.push(request.count)
      answer(['Answer: 5'])
    })
    const made = await player.complete([request(1), request(2)], { seed: 1 })
    expect(shown).toEqual([1, 2])
    expect(made.map((group) => group.map(({ text }) => text))).toEqual([['Answer: 5'], ['Answer: 5', '']])
  })

  it('stops waiting when told to', async () => {
    const controller = new AbortController()
    const waiting: PendingRequest[] = []
    const asked = new PersonPlayer((each) => waiting.push(each)).complete([request(1), request(1)], {
      seed: 1,
      signal: controller.signal,
    })
    controller.abort()
    await expect(asked).rejects.toThrow('not waited for')
    expect(waiting).toHaveLength(1)
  })
})
