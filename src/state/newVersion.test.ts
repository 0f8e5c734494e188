import { describe, expect, it, vi } from 'vitest'
import { createVersions, type VersionSource } from './newVersion'

type Listener = (event?: unknown) => void

class Target {
  readonly listeners = new Map<string, Listener[]>()
  addEventListener(name: string, listener: Listener): void {
    this.listeners.set(name, [...(this.listeners.get(name) ?? []), listener])
  }
  tell(name: string): void {
    for (const listener of this.listeners.get(name) ?? []) listener()
  }
}

function fake({ page = 'assets/index-A.js', alone = true, workers = true } = {}) {
  const window = new Target()
  const container = Object.assign(new Target(), { controller: {} })
  const registration = Object.assign(new Target(), {
    waiting: null as object | null,
    installing: null as Target | null,
    update: vi.fn(() => Promise.resolve()),
  })
  const waiting = {
    postMessage: (said: unknown, [port]: [MessagePort]) => {
      expect(said).toBe('take-over')
      port.postMessage(alone)
      if (alone) container.tell('controllerchange')
    },
  }
  const document = Object.assign(new Target(), {
    visibilityState: 'visible',
    querySelector: () => ({ getAttribute: () => 'assets/index-A.js' }),
  })
  let now = 0
  const reload = vi.fn()
  const source = {
    workers: workers
      ? { ...container, ...methodsOf(container), register: () => Promise.resolve(registration) }
      : undefined,
    window,
    document,
    fetcher: () => Promise.resolve(new Response(`<script type="module" src="${page}"></script>`)),
    now: () => now,
    reload,
  } as unknown as VersionSource
  const found = vi.fn()
  const versions = createVersions(source)
  versions.watch(found)
  return {
    versions,
    found,
    reload,
    registration,
    window,
    document,
    later: (by: number) => (now += by),
    async install() {
      const installing = new Target()
      registration.installing = installing
      registration.tell('updatefound')
      registration.waiting = waiting
      installing.tell('statechange')
      await Promise.resolve()
    },
    async load() {
      window.tell('load')
      await new Promise((resolve) => setTimeout(resolve))
    },
  }
}
const methodsOf = (target: Target) => ({
  addEventListener: (name: string, listener: Listener) => target.addEventListener(name, listener),
})

describe('a new version', () => {
  it('is told of once the service worker has all of it, and not before', async () => {
    const page = fake()
    await page.load()
    expect(page.found).not.toHaveBeenCalled()
    await page.install()
    expect(page.found).toHaveBeenCalledOnce()
    expect(page.reload).not.toHaveBeenCalled()
  })

  it('is taken by the only page that is open, which then loads anew', async () => {
    const page = fake()
    await page.load()
    await page.install()
    expect(await page.versions.take()).toBe(true)
    expect(page.reload).toHaveBeenCalledOnce()
  })

  it('is not taken under another page of the lab', async () => {
    const page = fake({ alone: false })
    await page.load()
    await page.install()
    expect(await page.versions.take()).toBe(false)
    expect(page.reload).not.toHaveBeenCalled()
  })

  it('is known without a service worker when a part is gone and the host has another start page', async () => {
    const page = fake({ workers: false, page: 'assets/index-B.js' })
    page.window.tell('vite:preloadError')
    await vi.waitFor(() => expect(page.found).toHaveBeenCalledOnce())
    expect(await page.versions.take()).toBe(true)
    expect(page.reload).toHaveBeenCalledOnce()
    const same = fake({ workers: false })
    same.window.tell('vite:preloadError')
    await new Promise((resolve) => setTimeout(resolve, 20))
    expect(same.found).not.toHaveBeenCalled()
  })

  it('is looked for when a person comes back after an hour', async () => {
    const page = fake()
    await page.load()
    page.document.tell('visibilitychange')
    expect(page.registration.update).not.toHaveBeenCalled()
    page.later(3_600_001)
    page.document.tell('visibilitychange')
    page.document.tell('visibilitychange')
    expect(page.registration.update).toHaveBeenCalledOnce()
  })
})
