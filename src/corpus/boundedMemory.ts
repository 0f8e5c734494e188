// A bound on what a thread's readers may unpack: a buffer beyond it is refused as if the machine had no more.
// Libraries ask nobody how much a file may grow, and in a browser nothing else holds a worker back.

/** Bytes of the largest buffer that a reader may make: a file as it is, of the largest that are taken. */
export const LARGEST_BUFFER = 420e6

let largest = LARGEST_BUFFER

/** Runs with no buffer beyond `most` bytes, nor beyond what the thread is held to. */
export async function withBuffersUpTo<T>(most: number, run: () => Promise<T>): Promise<T> {
  const before = largest
  largest = Math.min(before, most)
  try {
    return await run()
  } finally {
    largest = before
  }
}

/** Refuses larger buffers in this whole thread, whoever makes them. To be called before libraries load. */
export function boundMemory(most = LARGEST_BUFFER): void {
  largest = most
  const refuse = (bytes: number): void => {
    if (bytes > largest) throw new RangeError(`a buffer of ${Math.round(bytes / 1e6)} MB is refused`)
  }
  globalThis.Uint8Array = new Proxy(Uint8Array, {
    construct(target, given: unknown[], made) {
      if (typeof given[0] === 'number') refuse(given[0])
      return Reflect.construct(target, given, made) as object
    },
  })
  globalThis.ArrayBuffer = new Proxy(ArrayBuffer, {
    construct(target, given: unknown[], made) {
      if (typeof given[0] === 'number') refuse(given[0])
      return Reflect.construct(target, given, made) as object
    },
  })
}
