// The list of gates, in the order in which they are asked and by which a configuration and a record name
// them. `index.ts` has an object for each.

export const gateNames = [
  'parse',
  'goldInPassage',
  'leak',
  'grounded',
  'duplicate',
  'derivation',
  'solver',
  'openBook',
  'fits',
] as const
export type GateName = (typeof gateNames)[number]

/** Always on: without it there is no task that another could check. */
export const parseGate = gateNames[0]
