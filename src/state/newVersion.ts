// A new version of the page on its host: heard of from the service worker, which keeps the open version whole
// until its pages are closed, or, where there is none, when a part of the open version is gone. Must not
// interrupt what is going on: it only tells, and takes the new one when asked.

/** Milliseconds between two looks for a new version, at most when a person comes back to the page. */
const LOOK_EVERY = 3_600_000

export interface Versions {
  /** Calls back once a new version is ready, or known to be there. */
  watch(found: () => void): void
  /** Loads the page anew with it; false where another window of the lab is open. */
  take(): Promise<boolean>
}

/** The part of the browser that is needed, so that it can be tested. */
export interface VersionSource {
  readonly workers: ServiceWorkerContainer | undefined
  readonly window: Pick<Window, 'addEventListener'>
  readonly document: Pick<Document, 'querySelector' | 'visibilityState' | 'addEventListener'>
  readonly fetcher: (url: string, init: RequestInit) => Promise<Response>
  readonly now: () => number
  reload(): void
}

export function createVersions(source: VersionSource): Versions {
  let registration: ServiceWorkerRegistration | null = null

  /** Whether the start page on the host begins with another script than this one. */
  async function hostHasAnother(): Promise<boolean> {
    const own = source.document.querySelector('script[type=module][src]')?.getAttribute('src')
    if (own === null || own === undefined) return false
    try {
      const response = await source.fetcher('./index.html', { cache: 'no-store' })
      return response.ok && !(await response.text()).includes(own)
    } catch {
      return false
    }
  }

  function watchWorker(workers: ServiceWorkerContainer, found: () => void): void {
    const begin = async (): Promise<void> => {
      const registered = await workers.register('./sw.js', { scope: './' })
      registration = registered
      const look = (): void => {
        // The first worker of all is no new version.
        if (registered.waiting !== null && workers.controller !== null) found()
      }
      look()
      registered.addEventListener('updatefound', () => {
        registered.installing?.addEventListener('statechange', look)
      })
      let looked = source.now()
      source.document.addEventListener('visibilitychange', () => {
        if (source.document.visibilityState !== 'visible' || source.now() - looked < LOOK_EVERY) return
        looked = source.now()
        void registered.update().catch(() => undefined)
      })
    }
    source.window.addEventListener('load', () => void begin().catch(() => undefined))
  }

  return {
    watch(found) {
      if (source.workers !== undefined) watchWorker(source.workers, found)
      source.window.addEventListener('vite:preloadError', () => {
        void hostHasAnother().then((another) => {
          if (another) found()
        })
      })
    },
    async take() {
      const waiting = registration?.waiting ?? null
      if (waiting === null || source.workers === undefined) {
        source.reload()
        return true
      }
      const { port1, port2 } = new MessageChannel()
      const answer = new Promise<boolean>((resolve) => {
        port1.onmessage = ({ data }: MessageEvent<unknown>) => resolve(data === true)
      })
      source.workers.addEventListener('controllerchange', () => source.reload(), { once: true })
      waiting.postMessage('take-over', [port2])
      const alone = await answer
      port1.close()
      return alone
    },
  }
}
