// A model behind an OpenAI-compatible endpoint in a seat. The one player that sends anything anywhere, and
// only to the address that a person named; it has no tokens of ours, so nothing learns from what it writes.

import { problem, ProblemError, problemIn, type Problem } from '../problems'
import type { Generated } from '../protocol/records'
import type { Mark, PromptPart, PromptRequest } from '../spice/seats'
import { Random } from '../base/random'
import { messageOf } from '../base/result'
import type { MeteredPlayer } from './meteredPlayer'
import { isDeadline, pause, withRetries, type RetryOptions } from './retry'
import { TokenMeter, tokensOf } from './tokenMeter'

export interface Endpoint {
  /** Up to and including the version: `http://localhost:8080/v1`. */
  readonly address: string
  readonly model: string
  readonly key?: string
}

/** What stands where a mark stood: a chat model reads words, not our special tokens. */
const words: Readonly<Record<Mark, string>> = {
  begin: '',
  end: '',
  passage: 'Passage:\n',
  challenger:
    '\n\nWrite one question that can be answered without the passage, after the type word below, ending with "Answer: " and its answer.\n',
  reasoner: '\n\nThink step by step on one line and end with "Answer: " and the answer.\n',
}

export const promptText = (parts: readonly PromptPart[]): string =>
  parts.map((part) => ('mark' in part ? words[part.mark] : part.text)).join('')

interface Sent {
  readonly method: 'POST'
  readonly headers: Record<string, string>
  readonly body: string
  /** A redirect could lead a key to where nobody meant it to go. */
  readonly redirect: 'error' | 'follow'
  readonly signal: AbortSignal
}

/** What the player needs beside the endpoint; a test has its own. */
export interface RemoteSurroundings extends Omit<RetryOptions, 'signal'> {
  readonly send: (address: string, init: Sent) => Promise<Response>
}

/** A long answer of a slow model takes a minute or two. */
const DEADLINE = 180_000

const jitter = Random.from(Date.now())

const surroundings: RemoteSurroundings = {
  send: (address, init) => fetch(address, init),
  deadline: DEADLINE,
  wait: pause,
  chance: () => jitter.uniform(),
  now: () => Date.now(),
}

/** Tokens that a run may ask an endpoint for where nobody says how many. */
export const USUAL_BUDGET = 5_000_000

/** This computer itself, which a key can be sent to without encryption. */
const isLocal = (host: string): boolean =>
  /^(?:localhost|.+\.localhost|127(?:\.\d{1,3}){3}|\[::1\])$/u.test(host)

/** Whether a key would go over the network for everybody to read. */
export function exposesKey({ address, key }: Pick<Endpoint, 'address' | 'key'>): boolean {
  const { protocol, hostname } = new URL(address)
  return key !== undefined && protocol !== 'https:' && !isLocal(hostname)
}

export class RemotePlayer implements MeteredPlayer {
  readonly name: string

  /** Throws ProblemError for an endpoint that would send its key in the clear. */
  constructor(
    private readonly endpoint: Endpoint,
    readonly meter = new TokenMeter(USUAL_BUDGET),
    private readonly around = surroundings,
  ) {
    const { host } = new URL(endpoint.address)
    if (exposesKey(endpoint)) throw new ProblemError(problem('endpoint-key', { host }))
    this.name = `${endpoint.model} at ${host}`
  }

  encode(_parts: readonly PromptPart[]): readonly number[] {
    return []
  }

  /**
   * One request a completion, as not every server knows `n`. Throws one clear line naming the endpoint when
   * it does not answer, stays busy, or has been asked for all that it may be.
   */
  async complete(
    requests: readonly PromptRequest[],
    options: { readonly seed: number; readonly signal?: AbortSignal },
  ): Promise<readonly (readonly Generated[])[]> {
    const completions: Generated[][] = []
    for (const request of requests) {
      completions.push(
        await Promise.all(
          Array.from({ length: request.count }, (_, i) =>
            this.one(request, (options.seed + request.stream + i) >>> 1, options.signal),
          ),
        ),
      )
    }
    return completions
  }

  private reserve(tokens: number, complain: (what: Problem) => never): (taken: number) => void {
    try {
      return this.meter.reserve(tokens)
    } catch (thrown) {
      if (thrown instanceof ProblemError) return complain(problem('player-budget', this.meter.spent))
      throw thrown
    }
  }

  private async one(
    request: PromptRequest,
    seed: number,
    signal: AbortSignal | undefined,
  ): Promise<Generated> {
    const { address, model, key } = this.endpoint
    const complain = (what: Problem): never => {
      throw new ProblemError(problemIn(this.name, what))
    }
    const prompt = promptText(request.parts)
    const body = JSON.stringify({
      model,
      messages: [{ role: 'user', content: prompt }],
      max_tokens: request.maxNewTokens,
      temperature: request.temperature,
      seed,
    })
    const headers = {
      'content-type': 'application/json',
      ...(key === undefined ? {} : { authorization: `Bearer ${key}` }),
    }
    const settle = this.reserve(tokensOf(prompt) + request.maxNewTokens, complain)
    let taken = 0
    let read: ReturnType<typeof readReply>
    try {
      const redirect = key === undefined ? 'follow' : 'error'
      const url = `${address.replace(/\/+$/, '')}/chat/completions`
      const response = await withRetries(
        (limit) => this.around.send(url, { method: 'POST', headers, body, redirect, signal: limit }),
        { ...this.around, signal },
      ).catch((error: unknown) =>
        complain(
          isDeadline(error)
            ? problem('player-deadline', { seconds: this.around.deadline / 1000 })
            : problem('player-silent', { reason: messageOf(error) }),
        ),
      )
      if (!response.ok)
        complain(problem('player-status', { status: response.status, text: response.statusText }))
      read = readReply(await response.json().catch(() => null))
      if (read === null) return complain(problem('player-reply'))
      taken = read.tokens ?? tokensOf(prompt) + tokensOf(read.text)
    } finally {
      settle(taken)
    }
    return {
      tokens: [],
      logp: [],
      entropy: [],
      top: [],
      text: read.text.replace(/\s+/g, ' '),
      stopped: read.stopped,
    }
  }
}

interface Reply {
  readonly text: string
  readonly stopped: boolean
  /** Prompt and answer, where the server counts. */
  readonly tokens: number | null
}

function readReply(reply: unknown): Reply | null {
  const first = (reply as { choices?: { message?: { content?: unknown }; finish_reason?: unknown }[] } | null)
    ?.choices?.[0]
  const text = first?.message?.content
  const counted = (reply as { usage?: { total_tokens?: unknown } } | null)?.usage?.total_tokens
  const tokens = typeof counted === 'number' && Number.isSafeInteger(counted) && counted >= 0 ? counted : null
  return typeof text === 'string' ? { text, stopped: first?.finish_reason !== 'length', tokens } : null
}
