// The devices of one engine: the one that was opened to describe it waits, idle, for the first who needs a
// device; others are opened anew. It must not know what a device is used for.

import type { Gpu } from '../../gpu'
import { unwrap } from '../errors'
import type { EnginePorts } from '../enginePorts'
import { bindingOf } from './memoryPlan'

type Opened = ReturnType<EnginePorts['openDevice']>

export class DevicePool {
  private idle: Gpu | null = null
  /** Bytes of one buffer that a shader reads, on the first device. */
  private firstBinding = Infinity

  constructor(private readonly openNew: () => Opened) {}

  get binding(): number {
    return this.firstBinding
  }

  /** Opens a first device to describe it; it stays idle until it is taken. */
  async openFirst(): Opened {
    const device = await this.open()
    if (device.ok) {
      this.keepIdle(device.value)
      this.firstBinding = bindingOf(device.value)
    }
    return device
  }

  /** The idle device, or a new one; the caller frees it. */
  async open(): Opened {
    const idle = this.idle
    this.idle = null
    return idle === null ? this.openNew() : { ok: true, value: idle }
  }

  /** Lends a device; afterwards it is kept idle, or freed where there is an idle one. */
  async lend(use: (gpu: Gpu) => Promise<void>): Promise<void> {
    const gpu = unwrap(await this.open())
    try {
      await use(gpu)
      if (this.idle === null) this.keepIdle(gpu)
    } finally {
      if (this.idle !== gpu) gpu.destroy()
    }
  }

  destroy(): void {
    this.idle?.destroy()
    this.idle = null
  }

  private keepIdle(gpu: Gpu): void {
    this.idle = gpu
    void gpu.lost.then(() => {
      if (this.idle === gpu) this.idle = null
    })
  }
}
