// Set up for every test file with a device: a file ends only once the device has answered for all that was
// allocated. Where test files are threads, a question that is open as a thread ends takes the whole process
// with it.
import { afterAll } from 'vitest'
import { openedGpu } from './testDevice'

afterAll(async () => {
  const gpu = await openedGpu()
  // What could not be allocated has failed its own test, or was meant to fail.
  await gpu?.allocated().catch(() => undefined)
})
