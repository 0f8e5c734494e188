// Lines of a text file as they arrive, plain or gzip, without holding the whole file. Knows nothing of what a
// line means.

const gzipMagic = [0x1f, 0x8b] as const

/** The same bytes, unpacked where they are gzip: a server may or may not have unpacked a `.gz` already. */
async function unpacked(
  body: ReadableStream<Uint8Array<ArrayBuffer>>,
): Promise<ReadableStream<Uint8Array<ArrayBuffer>>> {
  const reader = body.getReader()
  let head = new Uint8Array(0)
  let ended = false
  while (head.length < 2 && !ended) {
    const { done, value } = await reader.read()
    if (done) ended = true
    else head = joined(head, value)
  }
  const whole = new ReadableStream<Uint8Array<ArrayBuffer>>({
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
  const packed = head[0] === gzipMagic[0] && head[1] === gzipMagic[1]
  return packed ? whole.pipeThrough(new DecompressionStream('gzip')) : whole
}

function joined(a: Uint8Array<ArrayBuffer>, b: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  const out = new Uint8Array(a.length + b.length)
  out.set(a)
  out.set(b, a.length)
  return out
}

/** Non-empty lines of a UTF-8 stream, in order; the last one needs no line end. */
export async function* lines(body: ReadableStream<Uint8Array<ArrayBuffer>>): AsyncGenerator<string> {
  const decoder = new TextDecoder()
  const reader = (await unpacked(body)).getReader()
  let rest = ''
  try {
    for (;;) {
      const { done, value } = await reader.read()
      rest += done ? decoder.decode() : decoder.decode(value, { stream: true })
      const parts = rest.split(/\r?\n/)
      rest = done ? '' : (parts.pop() ?? '')
      for (const part of parts) if (part.trim() !== '') yield part
      if (done) return
    }
  } finally {
    await reader.cancel().catch(() => undefined)
  }
}
