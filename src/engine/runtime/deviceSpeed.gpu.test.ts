// That a device can be timed; how near the estimate then comes is for the walk that goes live to tell.
import { expect, it } from 'vitest'
import { testGpu } from '../../../shaders/testing/testDevice'
import { measureSpeed } from './deviceSpeed'

it('tells how fast products and dispatches are', async () => {
  const { flops, dispatch } = await measureSpeed(await testGpu())
  console.log(`${(flops / 1e9).toFixed(2)} GFLOP/s, ${(1e6 * dispatch).toFixed(0)} microseconds a dispatch`)
  expect(flops).toBeGreaterThan(1e6)
  expect(dispatch).toBeGreaterThan(0)
  expect(dispatch).toBeLessThan(1)
})
