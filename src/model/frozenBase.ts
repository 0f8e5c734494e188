// A model's weights where they are not trained: each matrix by itself, in f16, 8 or 4 bits or in full, and
// norms and biases in one small arena. They are written piece by piece, so that a model never stands whole in
// the program's memory.
import type { BaseStorage } from '../config/adapterSettings'
import type { Architecture } from '../config/architecture'
import type { Gpu, Tensor } from '../gpu'
import {
  destroyQuantised,
  quantisedMatrix,
  quantisedRow,
  quantise,
  writeQuantised,
  type QuantisedMatrix,
  type QuantisedWords,
  type Weight,
} from '../ops'
import { parameterSet, type ParameterSet } from './parameterSet'
import { layoutOf, vectorLayoutOf } from './parameters'

/** How packed rows look, for those who bring them. */
export { quantisedRow, quantise, type QuantisedStorage, type QuantisedWords } from '../ops'

export const isMatrix = (shape: readonly number[]): shape is readonly [number, number] => shape.length === 2

export class FrozenBase {
  private readonly plain = new Map<string, Tensor>()
  private readonly packed = new Map<string, QuantisedMatrix>()
  private readonly vectors: ParameterSet

  /** Zeroed. `binding` is the most bytes of one chunk, the device's limit when left out. */
  constructor(
    private readonly gpu: Gpu,
    architecture: Architecture,
    readonly storage: BaseStorage,
    binding?: number,
  ) {
    for (const { name, shape } of layoutOf(architecture).places) {
      if (!isMatrix(shape)) continue
      if (storage === 'f32') this.plain.set(name, gpu.tensor(`base.${name}`, shape))
      else this.packed.set(name, quantisedMatrix(gpu, `base.${name}`, storage, shape, binding))
    }
    this.vectors = parameterSet(gpu, 'base.vectors', vectorLayoutOf(architecture))
  }

  matrix(name: string): Weight {
    const matrix = this.packed.get(name) ?? this.plain.get(name)
    if (matrix === undefined) throw new Error(`the model has no matrix called ${name}`)
    return matrix
  }

  vector(name: string): Tensor {
    return this.vectors.of(name)
  }

  /** Numbers of a parameter from element `first` on: whole rows, where the parameter is kept in few bits. */
  write(name: string, first: number, values: Float32Array<ArrayBuffer>): void {
    const matrix = this.packed.get(name)
    if (matrix === undefined) {
      this.gpu.write(this.plain.get(name) ?? this.vectors.of(name), values, first)
      return
    }
    const columns = matrix.shape[1]
    if (first % columns !== 0 || values.length % columns !== 0)
      throw new RangeError(
        `"${name}": ${values.length} numbers from ${first} on are no whole rows of ${columns}`,
      )
    writeQuantised(this.gpu, matrix, first / columns, quantise(matrix.storage, values, columns))
  }

  /** True where a parameter is kept in few bits. */
  packs(name: string): boolean {
    return this.packed.has(name)
  }

  /** Rows that come packed already, in this base's storage. */
  writePacked(name: string, firstRow: number, words: QuantisedWords): void {
    const matrix = this.packed.get(name)
    if (matrix === undefined) throw new Error(`the model has no packed matrix called ${name}`)
    writeQuantised(this.gpu, matrix, firstRow, words)
  }

  /** Words of a row of a packed matrix: its numbers, its scales. */
  rowWords(name: string): { readonly numbers: number; readonly scales: number } {
    const matrix = this.packed.get(name)
    if (matrix === undefined) throw new Error(`the model has no packed matrix called ${name}`)
    return quantisedRow(matrix.storage, matrix.shape[1])
  }

  destroy(): void {
    for (const tensor of [...this.plain.values(), this.vectors.arena]) this.gpu.destroyTensor(tensor)
    for (const matrix of this.packed.values()) destroyQuantised(this.gpu, matrix)
  }
}
