// Models kept in memory, for the engine's tests.
import { FakeFile } from '../../hub/fakeHub'
import type { ModelRecord, ModelStore } from '../../protocol/modelRecord'

export class FakeModels implements ModelStore {
  readonly records = new Map<string, ModelRecord>()
  readonly files = new Map<string, Map<string, FakeFile>>()
  free: number | null = null

  async models(): Promise<ModelRecord[]> {
    return [...this.records.values()]
  }
  async put(model: ModelRecord): Promise<void> {
    this.records.set(model.id, model)
  }
  async remove(id: string): Promise<void> {
    this.records.delete(id)
    this.files.delete(id)
  }
  async open(id: string, name: string): Promise<FakeFile> {
    const files = this.files.get(id) ?? new Map<string, FakeFile>()
    const file = files.get(name) ?? new FakeFile()
    this.files.set(id, files.set(name, file))
    return file
  }
  async blob(id: string, name: string): Promise<Blob | null> {
    const file = this.files.get(id)?.get(name)
    return file === undefined ? null : new Blob([file.bytes])
  }
  async room(): Promise<number | null> {
    return this.free
  }
}
