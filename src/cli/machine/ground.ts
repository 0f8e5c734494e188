// What the command line computes on: Dawn's device, or the machine that --machine names.

import type { Ground } from '../../engine/inspect/evaluateCheckpoints'
import { openDevice } from '../../engine/runtime/openDevice'
import type { OpenMachine } from '../../engine/machine/machineLink'
import { dawn } from '../dawn'
import { projectRoot } from '../nodePorts'
import { UsageError } from '../usage'
import { machineBy, withOwnMachine } from './machineProcess'

const known = new Map<string, OpenMachine>()

/** The machine of a command; the same one however often it is asked for. */
export function machineOf(command: string | undefined): OpenMachine | undefined {
  if (command === undefined) return undefined
  const open = known.get(command) ?? machineBy(withOwnMachine(command, projectRoot()))
  known.set(command, open)
  return open
}

/** Lends what is computed on; a device is freed afterwards. */
export async function onGround<T>(
  machine: string | undefined,
  use: (ground: Ground) => Promise<T>,
): Promise<T> {
  const open = machineOf(machine)
  if (open !== undefined) return use(await open())
  const gpu = await openDevice(dawn())
  if (!gpu.ok) throw new UsageError(gpu.error.message)
  try {
    return await use(gpu.value)
  } finally {
    gpu.value.destroy()
  }
}
