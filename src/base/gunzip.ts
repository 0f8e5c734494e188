// Gzip as a stream that may or may not be packed any more. Knows nothing of what the bytes hold.

const MAGIC = [0x1f, 0x8b] as const

type Bytes = Uint8Array<ArrayBuffer>

/** The same bytes, unpacked where they are gzip: a server may or may not have unpacked a `.gz` already. */
export async function gunzip(body: ReadableStream<Bytes>): Promise<ReadableStream<Bytes>> {
  const reader = body.getReader()
  let head = new Uint8Array(0)
  let ended = false
  while (head.length < MAGIC.length && !ended) {
    const { done, value } = await reader.read()
    if (done) ended = true
    else head = joined(head, value)
  }
  const whole = new ReadableStream<Bytes>({
    start(controller) {
      if (head.length > 0) controller.enqueue(head)
      if (ended) controller.close()
    },
    async pull(controller) {
      const { done, value } = await reader.read()
      if (done) controller.close()
      else controller.enqueue(value)
    },
    cancel: (reason) => reader.cancel(reason),
  })
  const packed = MAGIC.every((byte, i) => head[i] === byte)
  return packed ? whole.pipeThrough(new DecompressionStream('gzip')) : whole
}

function joined(a: Bytes, b: Bytes): Bytes {
  const out = new Uint8Array(a.length + b.length)
  out.set(a)
  out.set(b, a.length)
  return out
}
