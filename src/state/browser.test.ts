import { describe, expect, it } from 'vitest'
import { gpuPresence, guideFor, presenceInWorker, type GpuPresence } from './browser'

describe('guideFor', () => {
  it.each([
    [
      'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36',
      0,
      'chromeDesktop',
    ],
    [
      'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36',
      0,
      'chromeLinux',
    ],
    [
      'Mozilla/5.0 (Linux; Android 14; Pixel 8) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Mobile Safari/537.36',
      5,
      'chromeAndroid',
    ],
    [
      'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36 Edg/140.0.0.0',
      0,
      'edge',
    ],
    ['Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:142.0) Gecko/20100101 Firefox/142.0', 0, 'firefoxWindows'],
    ['Mozilla/5.0 (X11; Linux x86_64; rv:142.0) Gecko/20100101 Firefox/142.0', 0, 'firefoxOther'],
    ['Mozilla/5.0 (Android 14; Mobile; rv:142.0) Gecko/142.0 Firefox/142.0', 5, 'firefoxMobile'],
    [
      'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Safari/605.1.15',
      0,
      'safariMac',
    ],
    [
      'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Safari/605.1.15',
      5,
      'safariPhone',
    ],
    [
      'Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) CriOS/140.0 Mobile/15E148 Safari/604.1',
      5,
      'safariPhone',
    ],
    ['curl/8', 0, 'other'],
  ] as const)('%s', (agent, touch, guide) => {
    expect(guideFor(agent, touch)).toBe(guide)
  })
})

describe('gpuPresence', () => {
  it('tells why there is none', async () => {
    expect(await gpuPresence(undefined, true)).toEqual({ kind: 'absent', why: 'noInterface' })
    expect(await gpuPresence(undefined, false)).toEqual({ kind: 'absent', why: 'insecure' })
    expect(await gpuPresence({ requestAdapter: () => Promise.resolve(null) }, true)).toEqual({
      kind: 'absent',
      why: 'noAdapter',
    })
    expect(await gpuPresence({ requestAdapter: () => Promise.reject(new Error('no')) }, true)).toEqual({
      kind: 'absent',
      why: 'noAdapter',
    })
    expect(
      await gpuPresence(
        { requestAdapter: () => Promise.resolve({ info: { isFallbackAdapter: true } }) },
        true,
      ),
    ).toEqual({ kind: 'present', software: true })
  })
})

describe('presenceInWorker', () => {
  const adapter = { requestAdapter: () => Promise.resolve({ info: { description: 'llvmpipe' } }) }
  const answering = (data: GpuPresence | null) => {
    const worker = {
      ended: false,
      addEventListener(type: 'message' | 'error', listener: (event: MessageEvent<GpuPresence>) => void) {
        if (type === 'message' && data !== null) listener(new MessageEvent('message', { data }))
        if (type === 'error' && data === null) listener(new MessageEvent('error'))
      },
      terminate: () => void (worker.ended = true),
    }
    return worker
  }

  it('believes the worker, where the engine will run, and ends it', async () => {
    const worker = answering({ kind: 'absent', why: 'noWorker' })
    expect(await presenceInWorker(adapter, true, () => worker)).toEqual({ kind: 'absent', why: 'noWorker' })
    expect(worker.ended).toBe(true)
    expect(await gpuPresence(undefined, true, 'worker')).toEqual({ kind: 'absent', why: 'noWorker' })
  })
  it('starts none where the page itself has no interface, and asks here where one does not start', async () => {
    const never = () => {
      throw new Error('no worker is needed')
    }
    expect(await presenceInWorker(undefined, true, never)).toMatchObject({ why: 'noInterface' })
    expect(await presenceInWorker(adapter, true, () => answering(null))).toEqual({
      kind: 'present',
      software: true,
    })
  })
})
