// What a handler of a command is: the queue that it waits in, whether it only reads, and what it does. It
// must not know the parts of the engine: each list of handlers says which it needs.

import type { Command } from '../../protocol/door'

type Commands = { readonly [C in Command as C['kind']]: C }
export type CommandKind = keyof Commands
export type CommandOf<K extends CommandKind> = Commands[K]

/** Commands of one queue run one after the other; corpora and models come in while other commands run. */
export type Queue = 'corpora' | 'models' | 'runs'

export interface Handler<K extends CommandKind, Parts> {
  /** Null where the command is taken at once. */
  readonly queue: Queue | null
  /** True where it changes nothing that is stored: a second tab may send it. */
  readonly readsOnly: boolean
  readonly handle: (parts: Parts, command: CommandOf<K>) => Promise<void> | void
}

export type Handlers<K extends CommandKind, Parts> = { readonly [Kind in K]: Handler<Kind, Parts> }
