// What every launcher shares: checking shapes with errors that name the operation and the tensor,
// and making a dispatch of a shader. Knows no operation.
import { at } from '../base/at'
import {
  byteLength,
  type Dispatch,
  type ElementType,
  type Extent,
  type Gpu,
  type Groups,
  type Tensor,
  type Traffic,
} from '../gpu'

/** Throws unless the tensor has exactly this shape and type. */
export function expectShape(
  op: string,
  name: string,
  tensor: Tensor,
  shape: readonly number[],
  type: ElementType = 'f32',
): void {
  const same = tensor.shape.length === shape.length && tensor.shape.every((size, i) => size === shape[i])
  if (!same)
    throw new RangeError(
      `${op}: ${name} "${tensor.label}" is [${tensor.shape.join(', ')}], expected [${shape.join(', ')}]`,
    )
  if (tensor.type !== type)
    throw new TypeError(`${op}: ${name} "${tensor.label}" holds ${tensor.type}, expected ${type}`)
}

/** The two sizes of a matrix; throws for any other rank. */
export function matrixShape(op: string, name: string, tensor: Tensor): readonly [number, number] {
  const [rows, columns] = tensor.shape
  if (tensor.shape.length !== 2 || rows === undefined || columns === undefined) {
    throw new RangeError(
      `${op}: ${name} "${tensor.label}" is [${tensor.shape.join(', ')}], expected a matrix`,
    )
  }
  return [rows, columns]
}

/** Throws unless the tensor has at least as many rows as the extent can reach. */
export function expectRows(op: string, name: string, tensor: Tensor, rows: Extent): void {
  const have = at(tensor.shape, 0)
  if (have < rows.capacity)
    throw new RangeError(
      `${op}: ${name} "${tensor.label}" has ${have} rows, fewer than the capacity ${rows.capacity} of "${rows.label}"`,
    )
}

/** Most workgroups in one dimension of a dispatch (`maxComputeWorkgroupsPerDimension` of every device). */
export const MOST_GROUPS = 65535

/**
 * At least `count` workgroups in x and y; the shader's index is `wg.y * num_workgroups.x + wg.x`, and it
 * guards the rest.
 */
export function linearGroups(count: number): Groups {
  if (count <= MOST_GROUPS) return [count, 1, 1]
  const y = Math.ceil(count / MOST_GROUPS)
  return [Math.ceil(count / y), y, 1]
}

export interface Launch {
  readonly label: string
  readonly source: string
  readonly entry?: string
  readonly constants?: Readonly<Record<string, number>>
  /** Bindings 0 .. n-1 of group 0, in order. */
  readonly tensors: readonly Tensor[]
  readonly groups: () => Groups
  /** Multiply-adds at the present extents. */
  readonly work: () => number
  readonly traffic?: (() => Traffic) | undefined
}

/** Compiles (once per distinct source and constants) and binds. */
export async function launch(
  gpu: Gpu,
  { tensors, groups, work, traffic, ...spec }: Launch,
): Promise<Dispatch> {
  const pipeline = await gpu.kernel(spec)
  return {
    kind: 'dispatch',
    label: spec.label,
    pipeline,
    bindGroup: gpu.bind(pipeline, tensors, spec.label),
    groups,
    work,
    bytes: tensors.reduce((sum, { shape }) => sum + byteLength(shape), 0),
    traffic,
  }
}
