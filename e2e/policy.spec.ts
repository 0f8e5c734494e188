// What the page and each of its workers may ask: tried from inside each, with a second server on this machine
// that counts what arrives. On a host that sends no headers too, where the page's own policy is all there is.
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { expect, test, type Page, type Worker } from '@playwright/test'
import { hostHeaders } from '../vite.config'
import { host } from './fixtures/static-host'

interface Elsewhere {
  readonly url: string
  /** Paths that were asked for, by whatever means. */
  readonly asked: string[]
  close(): Promise<unknown>
}

async function openElsewhere(): Promise<Elsewhere> {
  const asked: string[] = []
  const server = createServer((request, response) => {
    // The browser's own wish for an icon is nobody's try.
    if (request.url !== '/favicon.ico') asked.push(request.url ?? '')
    const type = request.url === '/' ? 'text/html' : 'text/javascript'
    response.writeHead(200, { 'content-type': type, 'access-control-allow-origin': '*' }).end('')
  })
  server.on('upgrade', (request, socket) => {
    asked.push(request.url ?? '')
    socket.end('HTTP/1.1 403 Forbidden\r\n\r\n')
  })
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked,
    close: () => {
      server.closeAllConnections()
      return new Promise((closed) => server.close(closed))
    },
  }
}

/**
 * Runs inside a page or worker. What DevTools evaluates may use eval whatever the policy says, so everything
 * is tried from a task of its own. Answers with what was not refused.
 */
async function tryAll(elsewhere: string): Promise<string[]> {
  const went: string[] = []
  const ran: string[] = []
  Object.assign(globalThis, { ran })
  const settled = (what: string, work: () => unknown): Promise<void> =>
    new Promise((resolve) => {
      setTimeout(() => {
        void (async () => {
          await work()
          went.push(what)
        })()
          .catch(() => undefined)
          .finally(resolve)
      })
    })
  const opened = (target: EventTarget): Promise<void> =>
    new Promise((resolve, reject) => {
      target.addEventListener('open', () => resolve())
      target.addEventListener('error', () => reject(new Error('refused')))
    })
  const everywhere = globalThis as unknown as {
    readonly WebSocket?: new (url: string) => EventTarget
    readonly EventSource?: new (url: string) => EventTarget
    readonly XMLHttpRequest?: new () => {
      open(method: string, url: string): void
      send(): void
    } & EventTarget
    readonly eval: (code: string) => unknown
    readonly Function: new (code: string) => () => unknown
    readonly setTimeout: (code: string) => unknown
  }
  await settled('fetch', () => fetch(`${elsewhere}/fetch`, { mode: 'no-cors' }))
  await settled('socket', () => {
    if (everywhere.WebSocket === undefined) throw new Error('there is none')
    return opened(new everywhere.WebSocket(`${elsewhere.replace('http', 'ws')}/socket`))
  })
  await settled('events', () => {
    if (everywhere.EventSource === undefined) throw new Error('there is none')
    return opened(new everywhere.EventSource(`${elsewhere}/events`))
  })
  await settled('request', () => {
    if (everywhere.XMLHttpRequest === undefined) throw new Error('there is none')
    const request = new everywhere.XMLHttpRequest()
    request.open('GET', `${elsewhere}/request`)
    return new Promise<void>((resolve, reject) => {
      request.addEventListener('load', () => resolve())
      request.addEventListener('error', () => reject(new Error('refused')))
      request.send()
    })
  })
  await settled('import', () => import(/* @vite-ignore */ `${elsewhere}/module.js`))
  await settled('eval', () => everywhere.eval('1'))
  await settled('function', () => new everywhere.Function('return 1')())
  await settled('text', () => {
    everywhere.setTimeout('ran.push("text")')
    return new Promise((resolve, reject) => {
      setTimeout(() => (ran.length > 0 ? resolve(null) : reject(new Error('refused'))), 50)
    })
  })
  return went
}

/** The engine, and the reader of documents that it starts, with the parser of PDFs in it. */
async function startWorkers(page: Page): Promise<Record<'engine' | 'reader', Worker>> {
  const called = (name: string): Worker | undefined =>
    page.workers().find((worker) => worker.url().includes(`/${name}-`))
  await page
    .getByTestId('files')
    .setInputFiles(join(import.meta.dirname, 'fixtures/field-documents/hyphen.pdf'))
  await expect(page.getByTestId('count-documents')).toHaveText('1', { timeout: 60_000 })
  const engine = called('worker')
  const reader = called('readerWorker')
  if (engine === undefined || reader === undefined)
    throw new Error(
      `the workers are ${page
        .workers()
        .map((worker) => worker.url())
        .join(', ')}`,
    )
  expect(page.workers()).toHaveLength(2)
  return { engine, reader }
}

let elsewhere: Elsewhere
test.beforeAll(async () => {
  elsewhere = await openElsewhere()
})
test.afterAll(() => elsewhere.close())

test('what is tried does arrive where nothing forbids it', async ({ page }) => {
  await page.goto(elsewhere.url)
  elsewhere.asked.length = 0
  const went = await page.evaluate(tryAll, elsewhere.url)
  expect(went.sort()).toEqual(['eval', 'fetch', 'function', 'import', 'request', 'text'])
  expect(elsewhere.asked.sort()).toEqual(['/events', '/fetch', '/module.js', '/request', '/socket'])
})

test('nothing reaches another origin from the page and its workers, on a host that sends no headers', async ({
  page,
}) => {
  const served = await host('dist', '/lab/')
  await page.goto(`${served.url}#view=corpus`)
  const { engine, reader } = await startWorkers(page)
  elsewhere.asked.length = 0
  expect(await page.evaluate(tryAll, elsewhere.url), 'page').toEqual([])
  expect(await engine.evaluate(tryAll, elsewhere.url), 'engine').toEqual([])
  expect(await reader.evaluate(tryAll, elsewhere.url), 'reader').toEqual([])
  expect(elsewhere.asked).toEqual([])
  await served.close()
})

test('nor from the service worker, on a host that sends the headers', async ({ page, context }) => {
  const coming = context.waitForEvent('serviceworker')
  await page.goto('./')
  const worker = await coming
  elsewhere.asked.length = 0
  expect(await worker.evaluate(tryAll, elsewhere.url)).toEqual([])
  expect(elsewhere.asked).toEqual([])
})

test('npm start sends the headers, and says of a missing file that it is missing', async ({ request }) => {
  for (const path of ['./', './sw.js', './manifest.webmanifest', './kernels.json']) {
    const headers = (await request.get(path)).headers()
    for (const [name, value] of Object.entries(hostHeaders))
      expect(headers[name.toLowerCase()], `${path}: ${name}`).toBe(value)
  }
  for (const path of ['./assets/gone.js', './gone.js', './gone.css', './nowhere'])
    expect((await request.get(path)).status(), path).toBe(404)
  const file = await (await request.get('./_headers')).text()
  for (const [name, value] of Object.entries(hostHeaders)) expect(file).toContain(`${name}: ${value}\n`)
})
