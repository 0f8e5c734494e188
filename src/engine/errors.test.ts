import { problem } from '../problems'
import { describe, expect, it } from 'vitest'
import { GpuFailure, GpuMemoryError, ShaderError } from '../gpu'
import { StoreError } from '../protocol/ports'
import { EngineError, isQuota, isStop, StopError, describeError } from './errors'

const full = problem('store-full', { what: 'A run', usage: null })

describe('troubleOf', () => {
  it.each([
    [new EngineError({ code: 'mine', message: 'Do this.' }, 'ask'), 'mine', 'ask', 'pause'],
    [new StoreError('quota', full), 'quota', 'storage', 'pause'],
    [new DOMException('full', 'QuotaExceededError'), 'quota', 'storage', 'pause'],
    [new GpuMemoryError('trainer.head.logits', 10, null), 'gpu-memory', 'warmStart.batchTokens', 'pause'],
    [new GpuMemoryError('parameters', 10, null), 'gpu-memory', 'model.size', 'pause'],
    [new GpuFailure(problem('device-lost', { reason: '', message: 'gone' })), 'device-lost', null, 'recover'],
    [new ShaderError('x', ['line 3']), 'shader', null, 'fail'],
    [new TypeError('a mistake'), 'engine', null, 'fail'],
    [
      new TypeError('Failed to fetch dynamically imported module: http://host/x.js'),
      'part-missing',
      'page.reload',
      'pause',
    ],
    ['only words', 'engine', null, 'fail'],
    [null, 'engine', null, 'fail'],
  ] as const)('knows %s', (thrown, code, fix, remedy) => {
    const trouble = describeError(thrown)
    expect([trouble.failure.code, trouble.fix, trouble.remedy]).toEqual([code, fix, remedy])
    expect(trouble.failure.message).not.toBe('')
  })

  it('finds a full storage inside what wraps it, and nowhere else', () => {
    expect(
      isQuota(Object.assign(new Error('abort'), { inner: new DOMException('', 'QuotaExceededError') })),
    ).toBe(true)
    expect(isQuota(new Error('outer', { cause: new StoreError('quota', full) }))).toBe(true)
    expect([
      isQuota(new StoreError('store', problem('store-no-place'))),
      isQuota(undefined),
      isQuota(new Error('x')),
    ]).toEqual([false, false, false])
    const own: Error & { inner?: unknown } = new Error('of itself')
    own.inner = own
    expect(isQuota(own)).toBe(false)
  })

  it('tells being stopped from failing', () => {
    expect([
      isStop(new StopError('x')),
      isStop(new DOMException('', 'AbortError')),
      isStop(new Error('AbortError')),
    ]).toEqual([true, true, false])
  })
})
