// What a handler of a command is: the queue that it waits in, whether it only reads, and what it does.

import type { Command } from '../../protocol/door'
import type { Evaluations } from '../inspect/evaluations'
import type { CorpusLibrary } from '../library/corpusLibrary'
import type { ModelLibrary } from '../library/modelLibrary'
import type { EnginePorts } from '../enginePorts'
import type { DevicePool } from '../runtime/devicePool'
import type { OpenRun } from '../training/openRun'
import type { Emit } from '../training/runRecorder'

type Commands = { readonly [C in Command as C['kind']]: C }
export type CommandKind = keyof Commands
export type CommandOf<K extends CommandKind> = Commands[K]

/** What a handler works with. */
export interface Engine {
  readonly ports: EnginePorts
  readonly emit: Emit
  readonly corpora: CorpusLibrary
  readonly models: ModelLibrary
  readonly devices: DevicePool
  readonly run: OpenRun
  readonly evaluations: Evaluations
}

/** Commands of one queue run one after the other; corpora and models come in while other commands run. */
export type Queue = 'corpora' | 'models' | 'runs'

export interface Handler<K extends CommandKind> {
  /** Null where the command is taken at once. */
  readonly queue: Queue | null
  /** True where it changes nothing that is stored: a second tab may send it. */
  readonly readsOnly: boolean
  handle(engine: Engine, command: CommandOf<K>): Promise<void> | void
}

export type Handlers<K extends CommandKind> = { readonly [Kind in K]: Handler<Kind> }
