// A Challenger of the kind `remote`: the model behind an address that a person named, for instance on their
// own machine.

import { ok, type Result } from '../../base/result'
import { fail } from '../../problems'
import { RemotePlayer } from '../../players/remotePlayer'
import type { Player } from '../../spice/seats'

/**
 * `address` is that of an OpenAI-compatible server, up to and including the version:
 * `http://localhost:8080/v1`.
 */
export function remoteChallenger(address: string, model: string, key: string | undefined): Result<Player> {
  const url = URL.canParse(address) ? new URL(address) : null
  if (url === null || !['http:', 'https:'].includes(url.protocol))
    return fail('endpoint-address', { address })
  if (model.trim() === '') return fail('endpoint-model', { host: url.host })
  return ok(new RemotePlayer({ address, model, ...(key === undefined ? {} : { key }) }))
}
