import { describe, expect, it } from 'vitest'
import type { PromptRequest } from '../spice/seats'
import { PersonPlayer, type PendingRequest } from './personPlayer'
import { promptText, RemotePlayer } from './remotePlayer'

const request = (count: number): PromptRequest => ({
  seat: 'reasoner',
  parts: [{ mark: 'begin' }, { text: 'What is 2 + 3?' }, { mark: 'reasoner' }],
  tokens: [],
  count,
  stream: 4,
  maxNewTokens: 20,
  temperature: 0.7,
})

describe('RemotePlayer', () => {
  const reply = (json: unknown, status = 200): Response =>
    new Response(JSON.stringify(json), { status, statusText: 'Said' })
  const endpoint = { address: 'http://localhost:9/v1/', model: 'small', key: 'secret' }

  it('asks once for each completion, at the address that was named, with words in place of marks', async () => {
    const sent: { address: string; body: Record<string, unknown>; headers: Record<string, string> }[] = []
    const player = new RemotePlayer(endpoint, async (address, { body, headers }) => {
      sent.push({ address, body: JSON.parse(body) as Record<string, unknown>, headers })
      return reply({
        choices: [
          {
            message: { content: '2 + 3 = 5\nAnswer: 5' },
            finish_reason: sent.length === 1 ? 'stop' : 'length',
          },
        ],
      })
    })
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
      new RemotePlayer(endpoint, async () => reply({}, 500)).complete([request(1)], { seed: 1 }),
    ).rejects.toThrow('small at localhost:9: answered 500')
    await expect(
      new RemotePlayer(endpoint, async () => reply({ choices: [] })).complete([request(1)], { seed: 1 }),
    ).rejects.toThrow('not a chat completion')
    const away = new RemotePlayer(endpoint, () => Promise.reject(new TypeError('connection refused')))
    await expect(away.complete([request(1)], { seed: 1 })).rejects.toThrow(/no answer \(connection refused\)/)
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
