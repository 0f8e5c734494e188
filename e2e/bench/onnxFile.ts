// Writes ONNX models: the few fields of the protocol buffer that a graph of named operators needs (onnx.proto
// of ONNX 1.19).

type Field = { readonly number: number; readonly bytes: Uint8Array; readonly wire: 0 | 2 }

const encoder = new TextEncoder()

function varint(value: number | bigint): number[] {
  const out: number[] = []
  let rest = BigInt.asUintN(64, BigInt(value))
  do {
    const low = Number(rest & 127n)
    rest >>= 7n
    out.push(rest === 0n ? low : low | 128)
  } while (rest !== 0n)
  return out
}

const integer = (number: number, value: number | bigint): Field => ({
  number,
  wire: 0,
  bytes: Uint8Array.from(varint(value)),
})
const bytes = (number: number, value: Uint8Array): Field => ({ number, wire: 2, bytes: value })
const text = (number: number, value: string): Field => bytes(number, encoder.encode(value))
const message = (number: number, fields: readonly Field[]): Field => bytes(number, join(fields))

function join(fields: readonly Field[]): Uint8Array<ArrayBuffer> {
  const heads = fields.map(({ number, wire, bytes: body }) =>
    Uint8Array.from([...varint((number << 3) | wire), ...(wire === 2 ? varint(body.length) : [])]),
  )
  const out = new Uint8Array(
    fields.reduce((sum, { bytes: body }, i) => sum + body.length + (heads[i]?.length ?? 0), 0),
  )
  let at = 0
  fields.forEach(({ bytes: body }, i) => {
    const head = heads[i] ?? new Uint8Array()
    out.set(head, at)
    out.set(body, at + head.length)
    at += head.length + body.length
  })
  return out
}

/** An integer, a float (`{ float }`), a list of integers or a string. */
export type Attribute = number | { readonly float: number } | readonly number[] | string

export interface Node {
  readonly op: string
  readonly inputs: readonly string[]
  readonly outputs: readonly string[]
  readonly attributes?: Readonly<Record<string, Attribute>>
  /** `com.microsoft` for ONNX Runtime's own operators. */
  readonly domain?: string
}

export interface Value {
  readonly name: string
  readonly type: 'float32' | 'int32' | 'int64'
  /** A name is a size that is known when the model runs. */
  readonly shape: readonly (number | string)[]
}

export interface Constant extends Value {
  readonly shape: readonly number[]
  readonly data: Float32Array | Int32Array | BigInt64Array
}

const types = { float32: 1, int32: 6, int64: 7 } as const

function attribute(name: string, value: Attribute): Field {
  const named = text(1, name)
  if (typeof value === 'number') return message(5, [named, integer(3, value), integer(20, 2)])
  if (typeof value === 'string') return message(5, [named, text(4, value), integer(20, 3)])
  if ('float' in value) {
    const body = new Uint8Array(Float32Array.of(value.float).buffer)
    // Wire type 5, four bytes: written as a raw field, since the others need none.
    const raw = Uint8Array.from([(2 << 3) | 5, ...body])
    return bytes(5, concatenate([join([named]), raw, join([integer(20, 1)])]))
  }
  return message(5, [named, ...value.map((one) => integer(8, one)), integer(20, 7)])
}

function concatenate(parts: readonly Uint8Array[]): Uint8Array {
  const out = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0))
  let at = 0
  for (const part of parts) {
    out.set(part, at)
    at += part.length
  }
  return out
}

function valueInfo(number: number, { name, type, shape }: Value): Field {
  const dimensions = shape.map((size) =>
    message(1, [typeof size === 'number' ? integer(1, size) : text(2, size)]),
  )
  return message(number, [
    text(1, name),
    message(2, [message(1, [integer(1, types[type]), message(2, dimensions)])]),
  ])
}

export function onnxModel({
  nodes,
  inputs,
  outputs,
  constants = [],
}: {
  readonly nodes: readonly Node[]
  readonly inputs: readonly Value[]
  readonly outputs: readonly Value[]
  readonly constants?: readonly Constant[]
}): Uint8Array {
  const graph = [
    ...nodes.map(({ op, inputs: from, outputs: to, attributes = {}, domain }, i) =>
      message(1, [
        ...from.map((name) => text(1, name)),
        ...to.map((name) => text(2, name)),
        text(3, `${op}.${i}`),
        text(4, op),
        ...Object.entries(attributes).map(([name, value]) => attribute(name, value)),
        ...(domain === undefined ? [] : [text(7, domain)]),
      ]),
    ),
    text(2, 'graph'),
    ...constants.map(({ name, type, shape, data }) =>
      message(5, [
        ...shape.map((size) => integer(1, size)),
        integer(2, types[type]),
        text(8, name),
        bytes(9, new Uint8Array(data.buffer, data.byteOffset, data.byteLength)),
      ]),
    ),
    ...inputs.map((value) => valueInfo(11, value)),
    ...outputs.map((value) => valueInfo(12, value)),
  ]
  const opset = (domain: string, version: number): Field => message(8, [text(1, domain), integer(2, version)])
  return join([
    integer(1, 10),
    text(2, 'spice-lab'),
    message(7, graph),
    opset('', 21),
    opset('com.microsoft', 1),
  ])
}
