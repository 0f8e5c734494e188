// Every gate by its name.

import { derivationGate } from './derivation'
import { duplicateGate } from './duplicate'
import { fitsGate } from './fits'
import type { Gate } from './gate'
import { goldInPassageGate } from './goldInPassage'
import { groundedGate } from './grounded'
import { leakGate } from './leak'
import { gateNames, type GateName } from './names'
import { openBookGate } from './openBook'
import { parse } from './parse'
import { solverGate } from './solver'

const byName: Readonly<Record<GateName, Gate>> = {
  parse,
  goldInPassage: goldInPassageGate,
  leak: leakGate,
  grounded: groundedGate,
  duplicate: duplicateGate,
  derivation: derivationGate,
  solver: solverGate,
  openBook: openBookGate,
  fits: fitsGate,
}

/** The gates that are on, in the order in which they are asked. */
export const activeGates = (active: readonly GateName[]): Gate[] =>
  gateNames.map((name) => byName[name]).filter((gate) => gate === parse || active.includes(gate.name))
