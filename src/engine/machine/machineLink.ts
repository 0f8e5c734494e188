// The way to a machine: another process, or many, that holds a model and computes with it, such as PyTorch.
// What is asked of it is written down in docs/machine-protocol.md.

import type { MachineArrays } from './frames'

/** What a machine says of itself when it is reached. */
export interface MachineAbout {
  /** Program and version: `torch 2.15.0`. */
  readonly engine: string
  /** What it computes on: `cpu`, `cuda`. */
  readonly device: string
  /** Processes that share the work. */
  readonly world: number
  /** How they speak to each other; empty for one process. */
  readonly backend: string
  /** Questions that it answers although a machine need not know them. */
  readonly offers: readonly string[]
}

export interface Question {
  readonly ask: string
  readonly [field: string]: unknown
}

export interface MachineReply {
  readonly answer: Readonly<Record<string, unknown>>
  readonly arrays: MachineArrays
}

export interface MachineLink {
  readonly about: MachineAbout
  /** Questions are answered one after the other. Rejects with an EngineError once the machine is gone. */
  ask(question: Question, arrays?: MachineArrays): Promise<MachineReply>
}

/** `torch 2.15.0 on cpu, 2 processes (gloo)`. */
export function printMachine({ engine, device, world, backend }: MachineAbout): string {
  return `${engine} on ${device}, ${world === 1 ? '1 process' : `${world} processes`}${backend === '' ? '' : ` (${backend})`}`
}

/** The questions of a link to one that is reached once it is asked the first time: for a link of links. */
export type OpenMachine = () => Promise<MachineLink>
