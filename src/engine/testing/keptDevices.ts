// Devices for the tests of one file: one that was freed undamaged is opened again with the kernels that were
// compiled for it, which a software adapter takes seconds for. What lies on it stays until the file ends.

import { afterAll } from 'vitest'
import { Gpu } from '../../gpu'

export class KeptDevices {
  /** Every device that was opened, the newest last. */
  readonly opened: Gpu[] = []
  private readonly free: Gpu[] = []
  private readonly end = new Map<Gpu, () => void>()

  /** `source` has the adapters: Dawn's object. */
  constructor(private readonly source: () => GPU) {
    afterAll(() => {
      for (const destroy of this.end.values()) destroy()
    })
  }

  /** A device whose `destroy` gives it back. Throws where there is no adapter. */
  readonly open = async (): Promise<{ readonly ok: true; readonly value: Gpu }> => {
    const kept = this.free.pop()
    const gpu = kept ?? (await this.compiledAnew())
    this.opened.push(gpu)
    return { ok: true, value: gpu }
  }

  /** One on which nothing was ever made. */
  readonly openNew: typeof this.open = () => {
    this.free.length = 0
    return this.open()
  }

  private async compiledAnew(): Promise<Gpu> {
    const device = await Gpu.open(this.source())
    if (!device.ok) throw new Error(`No GPU adapter for these tests: ${device.error.message}`)
    const gpu = device.value
    let lost = false
    void gpu.lost.then(() => (lost = true))
    this.end.set(gpu, gpu.destroy.bind(gpu))
    gpu.destroy = () => {
      if (!lost && !this.free.includes(gpu)) this.free.push(gpu)
    }
    return gpu
  }
}
