// A Challenger of the kind `remote`: the model behind an address that a person named, for instance on their
// own machine.

import { ok, type Result } from '../../base/result'
import { fail } from '../../problems'
import { exposesKey, RemotePlayer, USUAL_BUDGET } from '../../players/remotePlayer'
import { TokenMeter } from '../../players/tokenMeter'
import type { Player } from '../../spice/seats'

/**
 * `address` is that of an OpenAI-compatible server, up to and including the version:
 * `http://localhost:8080/v1`. A key goes there by https alone, bar to this computer. `budget` in tokens, prompts
 * and answers together.
 */
export function remoteChallenger(
  address: string,
  model: string,
  key: string | undefined,
  budget = USUAL_BUDGET,
): Result<Player> {
  const url = URL.canParse(address) ? new URL(address) : null
  if (url === null || !['http:', 'https:'].includes(url.protocol))
    return fail('endpoint-address', { address })
  if (model.trim() === '') return fail('endpoint-model', { host: url.host })
  const endpoint = { address, model, ...(key === undefined ? {} : { key }) }
  if (exposesKey(endpoint)) return fail('endpoint-key', { host: url.host })
  return ok(new RemotePlayer(endpoint, new TokenMeter(budget)))
}
