// A model behind an OpenAI-compatible endpoint in a seat. The one player that sends anything anywhere, and
// only to the address that a person named; it has no tokens of ours, so nothing learns from what it writes.

import { problem, ProblemError, problemIn, type Problem } from '../problems'
import type { Generated } from '../protocol/records'
import type { Mark, Player, PromptPart, PromptRequest } from '../spice/seats'
import { messageOf } from '../base/result'

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

type Fetch = (
  address: string,
  init: { method: 'POST'; headers: Record<string, string>; body: string; signal?: AbortSignal },
) => Promise<Response>

export class RemotePlayer implements Player {
  readonly name: string

  constructor(
    private readonly endpoint: Endpoint,
    private readonly send: Fetch = (address, init) => fetch(address, init),
  ) {
    this.name = `${endpoint.model} at ${new URL(endpoint.address).host}`
  }

  encode(_parts: readonly PromptPart[]): readonly number[] {
    return []
  }

  /**
   * One request a completion, as not every server knows `n`. Throws one clear line naming the endpoint when
   * it does not answer.
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

  private async one(
    request: PromptRequest,
    seed: number,
    signal: AbortSignal | undefined,
  ): Promise<Generated> {
    const { address, model, key } = this.endpoint
    const complain = (what: Problem): never => {
      throw new ProblemError(problemIn(this.name, what))
    }
    const body = JSON.stringify({
      model,
      messages: [{ role: 'user', content: promptText(request.parts) }],
      max_tokens: request.maxNewTokens,
      temperature: request.temperature,
      seed,
    })
    const headers = {
      'content-type': 'application/json',
      ...(key === undefined ? {} : { authorization: `Bearer ${key}` }),
    }
    const response = await this.send(`${address.replace(/\/+$/, '')}/chat/completions`, {
      method: 'POST',
      headers,
      body,
      ...(signal === undefined ? {} : { signal }),
    }).catch((error: unknown) => complain(problem('player-silent', { reason: messageOf(error) })))
    if (!response.ok)
      complain(problem('player-status', { status: response.status, text: response.statusText }))
    const reply: unknown = await response.json().catch(() => null)
    const read = readReply(reply)
    if (read === null) return complain(problem('player-reply'))
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

function readReply(reply: unknown): { text: string; stopped: boolean } | null {
  const first = (reply as { choices?: { message?: { content?: unknown }; finish_reason?: unknown }[] } | null)
    ?.choices?.[0]
  const text = first?.message?.content
  return typeof text === 'string' ? { text, stopped: first?.finish_reason !== 'length' } : null
}
