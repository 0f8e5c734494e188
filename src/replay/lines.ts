// Lines of a text file as they arrive, plain or gzip, without holding the whole file. Knows nothing of what a
// line means.

import { gunzip } from '../base/gunzip'

/** Non-empty lines of a UTF-8 stream, in order; the last one needs no line end. */
export async function* lines(body: ReadableStream<Uint8Array<ArrayBuffer>>): AsyncGenerator<string> {
  const decoder = new TextDecoder()
  const reader = (await gunzip(body)).getReader()
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
