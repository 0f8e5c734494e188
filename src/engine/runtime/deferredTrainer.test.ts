// A trainer that waits: made once, when it is told to or needed, with what its optimizer was to remember.
import { describe, expect, it } from 'vitest'
import type { OptimizerState } from '../../model/optimizerState'
import type { Trainer } from '../../model/trainer'
import { DeferredTrainer } from './deferredTrainer'

const remembered: OptimizerState = { optimizer: 'sgd', step: 7, tensors: {} }
const settings = { set: 0, temperature: 1, clip: null }

/** What a trainer was asked, in order; `fails` as one does for which there is no memory. */
function fake(fails = false) {
  const asked: string[] = []
  const trainer = {
    load: ({ step }: OptimizerState) => asked.push(`load ${step}`),
    forget: () => asked.push('forget'),
    accumulate: async () => void asked.push('accumulate'),
    destroy: () => asked.push('destroy'),
  } as unknown as Trainer
  const deferred = new DeferredTrainer(async () => {
    asked.push('create')
    if (fails) throw new Error('no memory')
    return trainer
  })
  return { asked, deferred }
}

describe('a trainer that waits', () => {
  it('is made when something is to be learned, with the state it was given before', async () => {
    const { asked, deferred } = fake()
    await deferred.load(remembered)
    expect(asked).toEqual([])
    await Promise.all([deferred.accumulate([], settings), deferred.accumulate([], settings)])
    expect(asked).toEqual(['create', 'load 7', 'accumulate', 'accumulate'])
  })

  it('is made once by whoever says that there is time, and then told at once', async () => {
    const { asked, deferred } = fake()
    await deferred.load(remembered)
    await deferred.forget()
    deferred.begin()
    deferred.begin()
    await deferred.forget()
    await deferred.load(remembered)
    await deferred.destroy()
    expect(asked).toEqual(['create', 'forget', 'load 7', 'destroy'])
  })

  it('says what went wrong to whoever needs it, and to nobody before', async () => {
    const { deferred } = fake(true)
    deferred.begin()
    await expect(deferred.accumulate([], settings)).rejects.toThrow('no memory')
    await deferred.destroy()
  })

  it('that was never needed has nothing to free', async () => {
    const { asked, deferred } = fake()
    await deferred.destroy()
    expect(asked).toEqual([])
  })
})
