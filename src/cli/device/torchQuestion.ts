// What PyTorch is asked to measure on the same device: the same models and products, as JSON for
// src/machine/device_torch.py.

import { join } from 'node:path'
import { parameterCount } from '../../config/architecture'
import { preset } from '../../config/config'
import { workloads } from '../../engine/device/measured'
import { modelQuestion } from '../../engine/machine/machineModel'
import { projectRoot } from '../nodePorts'
import type { PartProcess } from './partProcess'

export function torchQuestion({
  small,
  python,
  seconds,
}: {
  readonly small: boolean
  readonly python: string
  /** Of the whole part: compiling ends in time to say what was not compiled. */
  readonly seconds: number
}): Pick<PartProcess, 'command' | 'input'> {
  const { models, squares, matrices, rows, steps } = workloads[small ? 'software' : 'whole']
  return {
    command: [python, join(projectRoot(), 'src', 'machine', 'device_torch.py')],
    input: JSON.stringify({
      models: models.map(({ name, architecture, adapter, sequences, length }) => ({
        ...{ name, sequences, length },
        parameters: parameterCount(architecture),
        model: modelQuestion(architecture, adapter, preset('default').update.optimizer),
      })),
      ...{ squares, matrices, rows, steps, seconds },
    }),
  }
}
