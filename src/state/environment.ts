// Everything that the page takes from the browser, in one place, so that the rest of the state runs in a
// test.
// The engine's worker and the recording are brought in only when they are first wanted.

import type { DeviceTestAnswer, DeviceTestRequest } from '../protocol/deviceReport'
import { asksDebug } from '../base/debug'
import { startWorker } from '../base/startWorker'
import { problem } from '../problems'
import type { Door } from '../protocol/door'
import type { CheckAnswer, CheckRequest, RooflineAnswer, RooflineRequest } from '../protocol/kernelReport'
import type { SizeName } from '../config/architecture'
import type { MeasuringDevices } from './measuringDevices'
import type { Fetch } from '../replay/recording'
import type { GpuPresence } from './browser'
import { presenceInWorker } from './browser'
import { createVersions, type Versions } from './newVersion'
import type { LockSource } from './ownership'
import type { PreferenceStorage } from './view'
import { workerDoor } from './workerDoor'
import { deathOf } from './workerLife'

export interface Environment {
  openEngine(): Promise<Door>
  /** The door to what is stored, while no engine is open here; it only reads. */
  openReader(): Promise<Door>
  readonly fetcher: Fetch
  /** Folder of the weights that come with the lab; its index.json lists them. */
  readonly weights: string
  /** Folder of the recorded runs; its index.json lists them. */
  readonly recordings: string
  /** Folder of the lessons that ship, one folder a language. */
  readonly lessons: string
  /** The one that plays on a cold load. */
  readonly featured: string
  /** The list of kernels that the build wrote. */
  readonly kernels: string
  /** Runs an operation's checks on a device of their own. */
  checkKernel(operation: string): Promise<CheckAnswer>
  /** Measures the device's peaks, and each kernel of a training step under them, on a device of their own. */
  measureRoofline(size: SizeName, vocabulary: number): Promise<RooflineAnswer>
  /** Tests the device part by part, on one of its own; the answer cancels it. */
  testDevice(asked: DeviceTestRequest, hear: (answer: DeviceTestAnswer) => void): () => void
  presence(): Promise<GpuPresence>
  readonly userAgent: string
  readonly touchPoints: number
  readonly locks: LockSource | undefined
  readonly keep: PreferenceStorage
  readonly versions: Versions
  /** Offers a file for download. */
  save(name: string, data: Blob): void
  /** Fills the screen with the page, or leaves that again; a browser may refuse. */
  fullScreen(): Promise<void>
  hash(): string
  /** `push` makes an entry of the browser's history that Back returns to. */
  setHash(hash: string, entry: 'push' | 'replace'): void
  /** True once the person has clicked or pressed a key, which may be before the page has settled. */
  readonly acted: boolean
  /** Told when Back, Forward or a link that was pasted has changed the address. */
  onHash(listener: () => void): () => void
  /** As it is now; the system's setting can change while the page is open. */
  readonly reducedMotion: boolean
  /** What can be measured with here. */
  devices(): Promise<MeasuringDevices>
  onReducedMotion(listener: (reduced: boolean) => void): void
}

function storage(): PreferenceStorage {
  try {
    return window.localStorage
  } catch {
    return null
  }
}

/** One question to a worker with a device of its own, which goes when it has answered. */
function askXray<Answer>(
  script: string,
  asked: CheckRequest | RooflineRequest,
  failed: (message: string) => Answer,
): Promise<Answer> {
  const worker = startWorker(script, 'x-ray')
  return new Promise<Answer>((resolve) => {
    worker.addEventListener('message', ({ data }: MessageEvent<Answer>) => resolve(data))
    worker.addEventListener('error', ({ message }) => resolve(failed(message)))
    worker.postMessage(asked)
  }).finally(() => worker.terminate())
}

/** A worker that tells what it finds until its end, or until it is cancelled. */
function testDevice(
  script: string,
  asked: DeviceTestRequest,
  hear: (answer: DeviceTestAnswer) => void,
): () => void {
  const worker = startWorker(script, 'device test')
  const end = (): void => worker.terminate()
  worker.addEventListener('message', ({ data }: MessageEvent<DeviceTestAnswer>) => {
    if (data.kind === 'end' || data.kind === 'failed') end()
    hear(data)
  })
  worker.addEventListener('error', ({ message }) => {
    end()
    hear({ kind: 'failed', failure: problem('measurement-failed', { reason: message }) })
  })
  worker.postMessage(asked)
  return end
}

function download(name: string, data: Blob): void {
  const url = URL.createObjectURL(data)
  const anchor = document.createElement('a')
  anchor.href = url
  anchor.download = name
  anchor.click()
  // The browser has taken the data over by then.
  setTimeout(() => URL.revokeObjectURL(url), 60_000)
}

/** Addresses of the workers' scripts. */
export interface WorkerScripts {
  readonly engine: string
  readonly xray: string
  readonly device: string
  /** Asks whether a worker gets a GPU. */
  readonly gpu: string
}

/** Whether the host still has a script of this version; a static host may answer with its start page. */
async function isThere(script: string): Promise<boolean> {
  try {
    const response = await fetch(script, { method: 'HEAD', cache: 'no-store' })
    return response.ok && !(response.headers.get('content-type') ?? '').includes('text/html')
  } catch {
    return false
  }
}

export function browserEnvironment(
  workers: WorkerScripts,
  recordings: string,
  featured: string,
  openReader: () => Promise<Door>,
): Environment {
  const lessMotion = window.matchMedia('(prefers-reduced-motion: reduce)')
  const { locks } = navigator as { locks?: LockManager }
  return {
    async openEngine() {
      const worker = startWorker(workers.engine, 'engine')
      if (asksDebug(window.location.search)) worker.postMessage({ debug: true })
      return workerDoor(worker, { death: deathOf(worker, locks), isThere: () => isThere(workers.engine) })
    },
    openReader,
    fetcher: (url) => fetch(url),
    weights: './weights',
    lessons: './lessons',
    kernels: './kernels.json',
    checkKernel: (operation) =>
      askXray(workers.xray, { operation }, (reason): CheckAnswer => ({
        operation,
        ok: false,
        failure: problem('check-failed', { reason }),
      })),
    measureRoofline: (roofline, vocabulary) =>
      askXray(workers.xray, { roofline, vocabulary }, (reason): RooflineAnswer => ({
        ok: false,
        failure: problem('measurement-failed', { reason }),
      })),
    testDevice: (asked, hear) => testDevice(workers.device, asked, hear),
    recordings,
    featured,
    // `gpu` is typed as always there; in browsers without WebGPU it is not.
    presence: () =>
      presenceInWorker((navigator as { gpu?: GPU }).gpu, window.isSecureContext, () =>
        startWorker(workers.gpu, 'gpu'),
      ),
    userAgent: navigator.userAgent,
    touchPoints: navigator.maxTouchPoints,
    locks,
    keep: storage(),
    versions: createVersions({
      workers: import.meta.env.PROD && 'serviceWorker' in navigator ? navigator.serviceWorker : undefined,
      window,
      document,
      fetcher: (url, init) => fetch(url, init),
      now: () => performance.now(),
      reload: () => window.location.reload(),
    }),
    save: download,
    async fullScreen() {
      const { documentElement, fullscreenElement } = document
      await (fullscreenElement === null ? documentElement.requestFullscreen() : document.exitFullscreen())
    },
    hash: () => window.location.hash,
    setHash: (hash, entry) =>
      entry === 'push'
        ? window.history.pushState(null, '', hash)
        : window.history.replaceState(null, '', hash),
    get acted() {
      return navigator.userActivation.hasBeenActive
    },
    onHash(listener) {
      window.addEventListener('popstate', listener)
      return () => window.removeEventListener('popstate', listener)
    },
    devices: async () => (await import('./measuringDevices')).browserDevices(),
    get reducedMotion() {
      return lessMotion.matches
    },
    onReducedMotion: (listener) => lessMotion.addEventListener('change', ({ matches }) => listener(matches)),
  }
}
