// The tensors through which a packed micro-batch reaches the GPU: one arena of u32 and one of f32,
// so that loading it is two writes and two extents.
import { at } from '../base/at'
import { alignedElements, elements, type ElementType, type Extent, type Gpu, type Tensor } from '../gpu'
import { rowsByToken, type Capacity, type MicroBatch } from './packing'

interface Part {
  readonly name: string
  readonly shape: readonly number[]
}

/** An arena of equal elements with named parts, mirrored by a typed array. */
export class Arena<Name extends string, Host extends Uint32Array | Float32Array> {
  readonly tensor: Tensor
  private readonly places: ReadonlyMap<Name, { readonly view: Tensor; readonly offset: number }>

  constructor(
    private readonly gpu: Gpu,
    label: string,
    type: ElementType,
    parts: readonly (Part & { readonly name: Name })[],
    host: (length: number) => Host,
  ) {
    const starts: number[] = []
    const length = parts.reduce((at, part) => {
      starts.push(at)
      return at + alignedElements(elements(part.shape))
    }, 0)
    this.tensor = gpu.tensor(label, [length], type)
    this.host = host(length)
    this.places = new Map(
      parts.map((part, i) => {
        const offset = at(starts, i)
        return [
          part.name,
          { offset, view: gpu.view(this.tensor, `${label}.${part.name}`, offset, part.shape) },
        ]
      }),
    )
  }

  readonly host: Host

  of(name: Name): Tensor {
    return this.place(name).view
  }

  set(name: Name, values: Host): void {
    this.host.set(values, this.place(name).offset)
  }

  upload(): void {
    this.gpu.write(this.tensor, this.host)
  }

  private place(name: Name): { readonly view: Tensor; readonly offset: number } {
    const place = this.places.get(name)
    if (place === undefined) throw new Error(`the inputs have no part called ${name}`)
    return place
  }
}

const wholeNames = ['token', 'position', 'span', 'order', 'offsets', 'lossRow', 'target'] as const
const realNames = ['weight', 'advantage', 'oldLogProb'] as const

/** Some of the rows with a loss, whose logits stand at the same time. */
export interface LossChunk {
  readonly first: number
  readonly rows: Extent
}

export class BatchInputs {
  readonly rows: Extent
  readonly lossRows: Extent
  /** Together all rows with a loss; each but the last begins at a multiple of its size. */
  readonly chunks: readonly LossChunk[]
  private readonly whole: Arena<(typeof wholeNames)[number], Uint32Array>
  private readonly real: Arena<(typeof realNames)[number], Float32Array>

  constructor(
    private readonly gpu: Gpu,
    private readonly vocabulary: number,
    capacity: Capacity,
    logitRows = capacity.lossRows,
  ) {
    this.rows = gpu.extent('rows', capacity.rows)
    this.lossRows = gpu.extent('lossRows', capacity.lossRows)
    this.chunks = Array.from({ length: Math.ceil(capacity.lossRows / logitRows) }, (_, i) => {
      const first = i * logitRows
      return { first, rows: gpu.extent(`lossRows ${first}`, Math.min(logitRows, capacity.lossRows - first)) }
    })
    const shapeOf = (name: (typeof wholeNames)[number]): number[] => {
      if (name === 'offsets') return [vocabulary + 1]
      if (name === 'span') return [capacity.rows, 4]
      return [name === 'lossRow' || name === 'target' ? capacity.lossRows : capacity.rows]
    }
    this.whole = new Arena(
      gpu,
      'inputs',
      'u32',
      wholeNames.map((name) => ({ name, shape: shapeOf(name) })),
      (n) => new Uint32Array(n),
    )
    this.real = new Arena(
      gpu,
      'shares',
      'f32',
      realNames.map((name) => ({ name, shape: [capacity.lossRows] })),
      (n) => new Float32Array(n),
    )
  }

  /** Read-only inputs by name; all may be bound to one dispatch. */
  of(name: (typeof wholeNames)[number] | (typeof realNames)[number]): Tensor {
    return name === 'weight' || name === 'advantage' || name === 'oldLogProb'
      ? this.real.of(name)
      : this.whole.of(name)
  }

  /** Queued behind the programs that ran before, so that they still see the batch before this one. */
  load(batch: MicroBatch): void {
    const { order, offsets } = rowsByToken(batch.token, this.vocabulary)
    for (const name of ['token', 'position', 'span', 'lossRow', 'target'] as const)
      this.whole.set(name, batch[name])
    this.whole.set('order', order)
    this.whole.set('offsets', offsets)
    for (const name of realNames) this.real.set(name, batch[name])
    this.whole.upload()
    this.real.upload()
    this.gpu.setExtent(this.rows, batch.rows)
    this.gpu.setExtent(this.lossRows, batch.lossRows)
    for (const { first, rows } of this.chunks)
      this.gpu.setExtent(rows, Math.min(rows.capacity, Math.max(0, batch.lossRows - first)))
  }

  destroy(): void {
    for (const tensor of [
      this.whole.tensor,
      this.real.tensor,
      this.rows.tensor,
      this.lossRows.tensor,
      ...this.chunks.map(({ rows }) => rows.tensor),
    ])
      this.gpu.destroyTensor(tensor)
  }
}
