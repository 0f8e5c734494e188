// A request to a busy server again and again: exponential back-off with jitter, as long as the server asks
// where it asks (Retry-After, RFC 9110 10.2.3), and a deadline for each try.

export interface RetryOptions {
  readonly signal?: AbortSignal | undefined
  /** Milliseconds of one try. */
  readonly deadline: number
  readonly wait: (milliseconds: number, signal: AbortSignal | undefined) => Promise<void>
  /** 0 to 1, for the jitter: it need not repeat, as nothing depends on when a server is asked. */
  readonly chance: () => number
  readonly now: () => number
}

const MOST_TRIES = 6
const FIRST_WAIT = 500
const LONGEST_WAIT = 30_000
/** A server that asks for more is not waited for. */
const MOST_RETRY_AFTER = 120_000

const isBusy = ({ status }: Response): boolean => status === 429 || (status >= 500 && status < 600)

/** Milliseconds that the server asks for, by seconds or by a date; null where it does not. */
function retryAfter({ headers }: Response, now: number): number | null {
  const written = headers.get('retry-after')?.trim() ?? ''
  if (/^\d{1,9}$/u.test(written)) return 1000 * Number(written)
  const date = Date.parse(written)
  return Number.isNaN(date) ? null : Math.max(0, date - now)
}

/** Rejects with the signal's reason where it aborts meanwhile. */
export function pause(milliseconds: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    signal?.throwIfAborted()
    const stop = (): void => {
      clearTimeout(timer)
      reject(signal?.reason instanceof Error ? signal.reason : new Error('The wait was ended.'))
    }
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', stop)
      resolve()
    }, milliseconds)
    signal?.addEventListener('abort', stop, { once: true })
  })
}

/** True for the end of a deadline, which is the server's fault and not the caller's wish. */
export const isDeadline = (thrown: unknown): boolean =>
  thrown instanceof DOMException && thrown.name === 'TimeoutError'

/** The last answer, whatever it says; rejects as `send` does, and with a TimeoutError at the deadline. */
export async function withRetries(
  send: (signal: AbortSignal) => Promise<Response>,
  { signal, deadline, wait, chance, now }: RetryOptions,
): Promise<Response> {
  for (let tries = 1; ; tries++) {
    const limit = AbortSignal.timeout(deadline)
    const response = await send(signal === undefined ? limit : AbortSignal.any([signal, limit]))
    if (!isBusy(response) || tries === MOST_TRIES) return response
    const asked = retryAfter(response, now())
    if (asked !== null && asked > MOST_RETRY_AFTER) return response
    await response.body?.cancel()
    const backOff = Math.min(LONGEST_WAIT, FIRST_WAIT * 2 ** (tries - 1)) * (0.5 + chance() / 2)
    await wait(Math.max(asked ?? 0, backOff), signal)
  }
}
