// One tab writes, the others read: a lock of the browser that the first tab holds for as long as it is open.

export type Ownership = 'owner' | 'reader'

export interface LockSource {
  request(
    name: string,
    options: { readonly ifAvailable?: boolean },
    held: (lock: unknown) => Promise<void>,
  ): Promise<unknown>
}

const lockName = 'spice-lab-writer'

/**
 * Takes the lock if it is free. A tab that does not get it waits in the background; `onOwner` is called when
 * the tab
 * before it was closed. Without the lock interface every tab counts as the only one.
 */
export function claimOwnership(locks: LockSource | undefined, onOwner: () => void): Promise<Ownership> {
  if (locks === undefined) return Promise.resolve('owner')
  const forever = new Promise<void>(() => undefined)
  return new Promise((resolve) => {
    void locks
      .request(lockName, { ifAvailable: true }, async (lock) => {
        if (lock !== null) {
          resolve('owner')
          return forever
        }
        resolve('reader')
        void locks.request(lockName, {}, () => {
          onOwner()
          return forever
        })
        return undefined
      })
      .catch(() => resolve('owner'))
  })
}
