// Frames of the machine protocol (docs/machine-protocol.md): one line of JSON, then the bytes of the arrays
// that it names, little-endian and without padding. Pure: bytes in, bytes out.

import { at } from '../../base/at'

export const PROTOCOL = 'spice-machine'
export const VERSION = 1

export type MachineArray = Uint32Array | Float32Array
export type MachineArrays = Readonly<Record<string, MachineArray>>

export interface Frame {
  readonly header: Readonly<Record<string, unknown>>
  readonly arrays: MachineArrays
}

const kindOf = (array: MachineArray): string => (array instanceof Float32Array ? 'f32' : 'u32')

/** The parts of a frame, to be written one after the other. */
export function frameParts(header: object, arrays: MachineArrays = {}): Uint8Array[] {
  const named = Object.entries(arrays)
  const line = {
    ...header,
    arrays: named.map(([name, array]) => [name, kindOf(array), [array.length]]),
  }
  return [
    new TextEncoder().encode(`${JSON.stringify(line)}\n`),
    ...named.map(([, { buffer, byteOffset, byteLength }]) => new Uint8Array(buffer, byteOffset, byteLength)),
  ]
}

/** A line longer than this is no header. */
const MOST_LINE = 1 << 24

interface Opened {
  readonly header: Readonly<Record<string, unknown>>
  readonly shapes: readonly (readonly [name: string, kind: 'u32' | 'f32', elements: number])[]
  readonly bytes: number
}

function openedFrom(text: string): Opened {
  const { arrays, ...header } = JSON.parse(text) as Record<string, unknown>
  const shapes = (Array.isArray(arrays) ? (arrays as unknown[]) : []).map((each) => {
    const [name, kind, shape] = each as [string, string, number[]]
    if ((kind !== 'u32' && kind !== 'f32') || !shape.every((n) => Number.isSafeInteger(n) && n >= 0))
      throw new RangeError(`an array of a frame is ${JSON.stringify(each)}`)
    return [name, kind, shape.reduce((product, n) => product * n, 1)] as const
  })
  return { header, shapes, bytes: shapes.reduce((sum, [, , elements]) => sum + 4 * elements, 0) }
}

/** Cuts a stream of bytes into frames. */
export class FrameReader {
  private chunks: Uint8Array[] = []
  private held = 0
  private opened: Opened | null = null

  /** Takes what has come; gives the frames that are whole now. Throws for what is no frame. */
  take(chunk: Uint8Array): Frame[] {
    this.chunks.push(chunk)
    this.held += chunk.length
    const frames: Frame[] = []
    for (let frame = this.next(); frame !== null; frame = this.next()) frames.push(frame)
    return frames
  }

  private next(): Frame | null {
    if (this.opened === null) {
      const line = this.lineEnd()
      if (line === null) return null
      this.opened = openedFrom(new TextDecoder().decode(this.pull(line)).trimEnd())
    }
    const { header, shapes, bytes } = this.opened
    if (this.held < bytes) return null
    this.opened = null
    const body = this.pull(bytes)
    let from = 0
    const arrays = shapes.map(([name, kind, elements]) => {
      const part = body.buffer.slice(from, from + 4 * elements)
      from += 4 * elements
      return [name, kind === 'f32' ? new Float32Array(part) : new Uint32Array(part)] as const
    })
    return { header, arrays: Object.fromEntries(arrays) }
  }

  /** Bytes up to and with the first line feed that has come. */
  private lineEnd(): number | null {
    let before = 0
    for (const chunk of this.chunks) {
      const found = chunk.indexOf(10)
      if (found >= 0) return before + found + 1
      before += chunk.length
    }
    if (before > MOST_LINE) throw new RangeError('a frame began without a line of JSON')
    return null
  }

  private pull(count: number): Uint8Array<ArrayBuffer> {
    const out = new Uint8Array(count)
    let filled = 0
    while (filled < count) {
      const chunk = at(this.chunks, 0)
      const part = chunk.subarray(0, count - filled)
      out.set(part, filled)
      filled += part.length
      if (part.length === chunk.length) this.chunks.shift()
      else this.chunks[0] = chunk.subarray(part.length)
    }
    this.held -= count
    return out
  }
}
