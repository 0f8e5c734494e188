// Whether the engine's worker still lives. A worker that the browser ends tells nobody, but the lock that it
// held is freed; so it is asked to hold one, and the page waits for it. Must not know what the worker does.

import type { LockSource } from './ownership'

/** Asks a worker to hold the lock of this name for as long as it lives, and to say so once it does. */
export interface Life {
  readonly life: string
}

export interface LifeChannel {
  postMessage(message: Life): void
  addEventListener(type: 'message', listener: (event: MessageEvent) => void): void
}

const isLife = (data: unknown): data is Life => typeof data === 'object' && data !== null && 'life' in data

/** Resolves when the worker is gone; never where the browser has no locks. */
export function deathOf(worker: LifeChannel, locks: LockSource | undefined): Promise<void> {
  return new Promise((resolve) => {
    if (locks === undefined) return
    const life = `spice-lab-life-${crypto.randomUUID()}`
    worker.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
      if (isLife(data)) void locks.request(life, {}, async () => resolve()).catch(() => undefined)
    })
    worker.postMessage({ life })
  })
}
