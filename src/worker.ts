// The engine in the page's worker. A composition root: joins the engine to IndexedDB, to `navigator.gpu` and
// to the page.
// Checkpoints go to storage from here, not through the page.

import { named } from './protocol/progressDetail'
import { last } from './base/at'
import { switchDebug } from './base/debug'
import { startWorker } from './base/startWorker'
import { messageOf, ok, type Result } from './base/result'
import type { ReaderReply, ReaderThread } from './corpus'
import { openDevice } from './engine/runtime/openDevice'
import { storedModel } from './engine/library/modelLibrary'
import { EngineSession, serveRequests } from './engine/session/engineSession'
import { pause } from './hub/pause'
import type { Event, QueryReply, Reply, Request } from './protocol/door'
import { fail } from './problems'
import { openStores } from './storage'
import readerScript from './readerWorker.ts?worker&url'

/**
 * Files of public/ stand beside the folder of this script, in the built page as under the development server.
 * The worker's own location is that of the script that started it.
 */
const script = import.meta.url
const base = new URL('..', script)

/** Held by the engine that writes, for as long as its worker lives. */
const LOCK = 'spice-lab-engine'

/**
 * The whole body, told of as it comes. A packed body is longer than its header says, so the end counts as all
 * of it.
 */
async function read(response: Response, path: string): Promise<Uint8Array<ArrayBuffer>> {
  const all = Number(response.headers.get('content-length') ?? 0)
  const parts: Uint8Array<ArrayBuffer>[] = []
  let done = 0
  const reader = response.body?.getReader()
  for (let part = await reader?.read(); part?.value !== undefined; part = await reader?.read()) {
    parts.push(part.value)
    done += part.value.length
    const total = Math.max(all, done)
    post({
      kind: 'progress',
      progress: {
        activity: 'loading',
        detail: named(last(path.split('/'))),
        done: Math.round(done / 1000),
        total: all === 0 ? 0 : Math.round(total / 1000),
        unit: 'kB',
      },
    })
  }
  return new Uint8Array(await new Blob(parts).arrayBuffer())
}

async function asset(path: string): Promise<Result<Uint8Array<ArrayBuffer>>> {
  try {
    const response = await fetch(new URL(path, base))
    // A static host may answer a missing file with its start page.
    const missing = !response.ok || (response.headers.get('content-type') ?? '').includes('text/html')
    if (missing) return fail('page-file-missing', { path })
    return ok(await read(response, path))
  } catch (error) {
    return fail('page-file-unread', { path, reason: messageOf(error) })
  }
}

/**
 * True once this worker has the lock; a browser without locks has one engine at most as far as it can tell.
 */
function claimer(): () => Promise<boolean> {
  let held = false
  return async () => {
    const locks = (navigator as { readonly locks?: LockManager }).locks
    if (held || locks === undefined) return true
    held = await new Promise<boolean>((resolve) => {
      void locks.request(LOCK, { ifAvailable: true }, (lock) => {
        resolve(lock !== null)
        return lock === null ? undefined : new Promise<never>(() => undefined)
      })
    })
    return held
  }
}

const post = (message: Event | Reply | QueryReply): void => self.postMessage(message)

/** A worker of this one, for files whose readers may have to be ended. */
function openReader(): ReaderThread {
  const worker = startWorker(readerScript, 'reader')
  const { port1, port2 } = new MessageChannel()
  worker.postMessage(port2, [port2])
  return {
    post: (request) => port1.postMessage(request),
    listen(onReply, onDeath) {
      port1.onmessage = ({ data }: MessageEvent<ReaderReply>) => onReply(data)
      worker.addEventListener('error', ({ message }) => onDeath({ kind: 'thrown', reason: message }))
    },
    end() {
      worker.terminate()
      port1.close()
    },
  }
}

async function create(): Promise<EngineSession> {
  const stores = await openStores()
  if (stores.inMemory !== null) post({ kind: 'failure', failure: stores.inMemory, fix: null })
  return new EngineSession({
    corpora: stores.corpora,
    runs: stores.runs,
    kernels: stores.kernels,
    models: stores.models,
    model: (name) => storedModel(stores.models, name),
    // The browser's own cache would keep gigabytes a second time.
    download: {
      fetch: (url, init) =>
        fetch(url, { ...init, cache: 'no-store', credentials: 'omit', referrerPolicy: 'no-referrer' }),
      wait: pause,
    },
    openReader,
    openDevice: () => openDevice((navigator as { readonly gpu?: GPU }).gpu),
    asset,
    claim: claimer(),
    report: (thrown) => console.error(thrown),
    now: () => performance.now(),
    date: () => Date.now(),
    newRun: () =>
      `run-${new Date().toISOString().slice(0, 19).replace(/[-:T]/g, '')}-${crypto.randomUUID().slice(0, 4)}`,
  })
}

/** The page learns of this worker's end by the lock that it asked it to hold. */
function live(life: string): void {
  void navigator.locks.request(life, () => {
    self.postMessage({ life })
    return new Promise<never>(() => undefined)
  })
}

/** What the page says to this worker besides requests. */
type Notice = { readonly life: string } | { readonly debug: boolean } | { readonly pulse: true }

self.addEventListener('message', ({ data }: MessageEvent<Request | Notice>) => {
  if ('life' in data) live(data.life)
  if ('debug' in data) switchDebug(data.debug)
  if ('pulse' in data) self.postMessage(data)
})
serveRequests(self, post, create())
