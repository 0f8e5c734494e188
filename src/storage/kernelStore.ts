// The browser's memory of which kernels were timed best on which adapter.

import type { KernelStore } from '../protocol/ports'
import type { Database } from './database'

export class DexieKernels implements KernelStore {
  constructor(private readonly database: Database) {}

  async kernels(adapter: string): Promise<string | null> {
    return (await this.database.kernels.get(adapter))?.line ?? null
  }

  async keepKernels(adapter: string, line: string): Promise<void> {
    await this.database.kernels.put({ adapter, line })
  }
}
