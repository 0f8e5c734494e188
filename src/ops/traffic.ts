// What kernels ask of memory, from their shapes: bytes that have to move, bytes that workgroups ask for, and
// operations. What lanes of one workgroup read from one address counts once: caches and workgroup memory
// serve the rest. Knows no device.
import type { Traffic } from '../gpu'

const F32 = 4

export interface ProductTraffic {
  /** out (m,n), the sum of k. */
  readonly m: number
  readonly n: number
  readonly k: number
  /** Rows and columns of out that a workgroup makes. */
  readonly rows: number
  readonly columns: number
  /** Bytes of one number of the right operand: 4, or fewer where it is kept in few bits. */
  readonly bytes?: number
}

/** Of a product in tiles: each row of tiles reads all of the right operand, each column all of the left. */
export function productTraffic({ m, n, k, rows, columns, bytes = F32 }: ProductTraffic): Traffic {
  const out = F32 * m * n
  return {
    moved: F32 * m * k + bytes * n * k + out,
    requested: F32 * m * k * Math.ceil(n / columns) + bytes * n * k * Math.ceil(m / rows) + out,
    operations: 2 * m * n * k,
  }
}

export interface RowsTraffic {
  readonly rows: number
  readonly width: number
  /** Matrices (rows,width) that are read or written, each once. */
  readonly matrices: number
  /** Vectors (width) that every workgroup reads. */
  readonly vectors?: number
  /** Rows that a workgroup takes. */
  readonly together: number
  readonly operations: number
}

/** Of a pass over rows that reads some vectors beside them. `operations` is that of one number. */
export function rowsTraffic({
  rows,
  width,
  matrices,
  vectors = 0,
  together,
  operations,
}: RowsTraffic): Traffic {
  const own = F32 * matrices * rows * width
  const vector = F32 * vectors * width
  return {
    moved: own + vector,
    requested: own + vector * Math.ceil(rows / together),
    operations: operations * rows * width,
  }
}

/** Of a pass that reads or writes `arrays` of `count` numbers, an operation for each. */
export function addTraffic(arrays: number, count: number): Traffic {
  const moved = F32 * arrays * count
  return { moved, requested: moved, operations: arrays * count }
}

export interface AttentionTraffic {
  /** Rows of one sequence, heads and channels of a head. */
  readonly rows: number
  readonly heads: number
  readonly headDim: number
  /** Rows of a head that a workgroup owns: queries, or keys in the keys' gradient. */
  readonly together: number
  /** Heads' matrices (R,D) that are read or written by their owners, and that others walk over. */
  readonly own: number
  readonly walked: number
  /** Matrices that one block of owners, with all its heads, walks over. */
  readonly walks: number
  /** Products of all pairs: 2 forward. */
  readonly products: number
}

/** Of causal attention, as one sequence of all rows: half of the rows are seen. */
export function attentionTraffic(a: AttentionTraffic): Traffic {
  const matrix = F32 * a.rows * a.headDim
  return {
    moved: matrix * (a.own + a.walked),
    requested: matrix * (a.own + (Math.ceil(a.rows / a.together) * a.walks) / 2),
    operations: a.products * a.rows * a.rows * a.heads * a.headDim,
  }
}
