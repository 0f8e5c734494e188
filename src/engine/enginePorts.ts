// What the engine is given by whoever joins it to a machine: two stores, a way to a device, files of the
// page, a clock.
// The composition roots (worker.ts, cli/main.ts) and the tests' fakes implement it; the engine knows no
// browser and no Node.

import type { Result } from '../base/result'
import type { ReaderThread } from '../corpus'
import type { Gpu } from '../gpu'
import type { CorpusStore, KernelStore, RunStore } from '../protocol/ports'
import type { ModelStore } from '../protocol/modelRecord'
import type { Fetch } from '../hub'
import type { Player } from '../spice/seats'
import type { OpenMachine } from './machine/machineLink'
import type { OpenModelRuntime } from './runtime/modelRuntime'
import type { NamedModels } from './runtime/publishedModel'

export interface EnginePorts extends NamedModels {
  readonly corpora: CorpusStore
  readonly runs: RunStore
  /** Makes threads that read documents; without it they are read in the engine's own. */
  readonly openReader?: () => ReaderThread
  /** A new device each time: the engine frees the one before. */
  openDevice(): Promise<Result<Gpu>>
  /** A file of public/, by its path there: starter corpora, starter weights, probes. */
  asset(path: string): Promise<Result<Uint8Array<ArrayBuffer>>>
  /** Where models of others are kept, and how they are asked for; without it none can come in. */
  readonly models?: ModelStore
  readonly download?: {
    readonly fetch: Fetch
    wait(milliseconds: number, signal: AbortSignal): Promise<void>
  }
  /** Asset with the questions of every run's probe; without it they are chosen by the corpus. */
  readonly probe?: string
  /** Who plays a Challenger of the kind `remote`. */
  readonly remote?: Player
  /** Makes the model; GpuModelRuntime.open where it is left out. */
  readonly openRuntime?: OpenModelRuntime
  /** Where a run's model is held and computed by other processes; no device is opened for it then. */
  readonly openMachine?: OpenMachine
  /**
   * Where the choice of kernels is kept for each adapter; without it every device gets the fixed set, which
   * repeats.
   */
  readonly kernels?: KernelStore
  /** True where this engine may write; it keeps the right until it is closed. */
  claim(): Promise<boolean>
  /** Told of what was thrown and is known to nobody: a mistake in the lab, for those who mend it. */
  report?(thrown: unknown): void
  /** Milliseconds of a clock that never goes back. */
  now(): number
  /** Milliseconds since 1970, for records. */
  date(): number
  /** A name that no run has yet. */
  newRun(): string
}
