// Reads of what this browser stores: from the engine where it runs, else from the stores alone.

import { problem } from '../problems'
import { messageOf, type Failure } from '../base/result'
import type { Door } from '../protocol/door'
import type { Answers, Query, QueryKind } from '../protocol/queries'

/** Null where it cannot be read, which has been said by then. */
export type ReadStored = <K extends QueryKind>(query: Query<K>) => Promise<Answers[K] | null>

export interface StoredParts {
  /** The engine's door, where it is open. */
  readonly engine: () => Pick<Door, 'query'> | null
  readonly openReader: () => Promise<Pick<Door, 'query'>>
  readonly trouble: (failure: Failure) => void
}

export function createReadStored({ engine, openReader, trouble }: StoredParts): ReadStored {
  let reader: Promise<Pick<Door, 'query'> | null> | null = null
  const opened = (): Promise<Pick<Door, 'query'> | null> =>
    (reader ??= openReader().catch((thrown: unknown) => {
      trouble(problem('storage-closed', { reason: messageOf(thrown) }))
      return null
    }))

  return async (query) => {
    const first = await engine()?.query(query)
    if (first?.ok === true) return first.value
    // An engine that has stopped leaves the stores readable.
    const answer = await (await opened())?.query(query)
    if (answer === undefined) return null
    if (answer.ok) return answer.value
    trouble(answer.error)
    return null
  }
}
