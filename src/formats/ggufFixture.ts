// Writes GGUF files for tests, well-formed or with whatever lie a test wants in them. Knows nothing of
// models.

export type Value = { readonly type: number; readonly bytes: Uint8Array }

export interface GgufTensorEntry {
  readonly name: string
  /** Fastest dimension first, as in the file. */
  readonly dimensions: readonly (number | bigint)[]
  readonly type: number
  readonly offset: number | bigint
}

export interface GgufContents {
  readonly magic?: string
  readonly version?: number
  readonly tensorCount?: number | bigint
  readonly valueCount?: number | bigint
  readonly values?: readonly (readonly [key: string, value: Value])[]
  readonly tensors?: readonly GgufTensorEntry[]
  /** Bytes after the header, which is padded to 32. */
  readonly data?: number
}

export function u32(value: number): Uint8Array {
  const bytes = new Uint8Array(4)
  new DataView(bytes.buffer).setUint32(0, value, true)
  return bytes
}

export function u64(value: number | bigint): Uint8Array {
  const bytes = new Uint8Array(8)
  new DataView(bytes.buffer).setBigUint64(0, BigInt(value), true)
  return bytes
}

export function joined(...parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const out = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0))
  let at = 0
  for (const part of parts) {
    out.set(part, at)
    at += part.length
  }
  return out
}

/** A string, `claims` bytes long by its own account. */
export function text(value: string, claims?: number | bigint): Uint8Array {
  const bytes = new TextEncoder().encode(value)
  return joined(u64(claims ?? bytes.length), bytes)
}

export const types = { u32: 4, string: 8, array: 9, u64: 10 } as const

export function ggufBytes({
  magic = 'GGUF',
  version = 3,
  tensorCount,
  valueCount,
  values = [],
  tensors = [],
  data = 0,
}: GgufContents): Uint8Array<ArrayBuffer> {
  const header = joined(
    new TextEncoder().encode(magic),
    u32(version),
    u64(tensorCount ?? tensors.length),
    u64(valueCount ?? values.length),
    ...values.map(([key, { type, bytes }]) => joined(text(key), u32(type), bytes)),
    ...tensors.map(({ name, dimensions, type, offset }) =>
      joined(text(name), u32(dimensions.length), ...dimensions.map(u64), u32(type), u64(offset)),
    ),
  )
  const padded = Math.ceil(header.length / 32) * 32
  const file = new Uint8Array(padded + data)
  file.set(header)
  return file
}
