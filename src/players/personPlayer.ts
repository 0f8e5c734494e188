// A person in a seat: each request waits as a question until someone answers it. Knows nothing of screens.

import { at } from '../base/at'
import type { Generated } from '../protocol/records'
import type { Player, PromptPart, PromptRequest } from '../spice/seats'

export interface PendingRequest {
  readonly request: PromptRequest
  /** One text for each completion that was asked for. */
  readonly answer: (texts: readonly string[]) => void
}

export class PersonPlayer implements Player {
  readonly name = 'person'

  /** `show` is called once for every request, in order, each after the one before it was answered. */
  constructor(private readonly show: (waiting: PendingRequest) => void) {}

  encode(_parts: readonly PromptPart[]): readonly number[] {
    return []
  }

  async complete(
    requests: readonly PromptRequest[],
    options: { readonly seed: number; readonly signal?: AbortSignal },
  ): Promise<readonly (readonly Generated[])[]> {
    const answered: Generated[][] = []
    for (const request of requests) answered.push(await this.ask(request, options.signal))
    return answered
  }

  private ask(request: PromptRequest, signal: AbortSignal | undefined): Promise<Generated[]> {
    return new Promise((resolve, reject) => {
      const abort = (): void => reject(new DOMException('The person was not waited for.', 'AbortError'))
      if (signal?.aborted === true) return abort()
      signal?.addEventListener('abort', abort, { once: true })
      this.show({
        request,
        answer: (texts) => {
          signal?.removeEventListener('abort', abort)
          resolve(
            Array.from({ length: request.count }, (_, i) => ({
              tokens: [],
              logp: [],
              entropy: [],
              top: [],
              // A person may answer fewer times than asked.
              text: i < texts.length ? at(texts, i) : '',
              stopped: true,
            })),
          )
        },
      })
    })
  }
}
