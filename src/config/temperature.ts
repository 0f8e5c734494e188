// The temperature at which a seat writes, and at which its loss is taken.

import type { RunConfig } from './schema'

/** A record of a run from before the Challenger could have a temperature of its own has none. */
export const temperatureOf = (
  { temperature, challengerTemperature }: RunConfig['game'],
  seat: 'challenger' | 'reasoner',
): number => (seat === 'challenger' ? challengerTemperature || temperature : temperature)
