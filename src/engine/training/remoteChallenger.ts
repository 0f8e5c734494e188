// A Challenger of the kind `remote`: the model behind an address that a person named, for instance on their
// own machine.

import { fail, ok, type Result } from '../../base/result'
import { RemotePlayer } from '../../players/remote'
import type { Player } from '../../spice/seats'

/**
 * `address` is that of an OpenAI-compatible server, up to and including the version:
 * `http://localhost:8080/v1`.
 */
export function remoteChallenger(address: string, model: string, key: string | undefined): Result<Player> {
  const url = URL.canParse(address) ? new URL(address) : null
  if (url === null || !['http:', 'https:'].includes(url.protocol))
    return fail(
      'no-endpoint',
      `"${address}" is no address of a server. It looks like http://localhost:8080/v1.`,
    )
  if (model.trim() === '')
    return fail('no-endpoint', `The server at ${url.host} has to be told which model to use; none was named.`)
  return ok(new RemotePlayer({ address, model, ...(key === undefined ? {} : { key }) }))
}
