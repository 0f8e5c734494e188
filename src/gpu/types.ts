// The nouns of the device room: tensors, dynamic extents and the programs that run over them.
// Nothing here knows what the numbers mean.

export type ElementType = 'f32' | 'u32'

/** A row-major array in a GPU buffer. `offset` is in bytes, a multiple of 256. */
export interface Tensor {
  readonly buffer: GPUBuffer
  readonly offset: number
  readonly shape: readonly number[]
  readonly type: ElementType
  readonly label: string
}

/**
 * A dimension that changes between runs of one program, up to `capacity`. `tensor` is a u32[4] for
 * `var<uniform>`; [0] is the value.
 */
export interface Extent {
  readonly label: string
  readonly capacity: number
  readonly value: number
  readonly tensor: Tensor
}

/** Workgroups in x, y and z. A zero in any of them skips the dispatch. */
export type Groups = readonly [number, number, number]

/** What a dispatch asks of memory and of the processors at the present extents. */
export interface Traffic {
  /** Bytes that it has to read and write: each address once. */
  readonly moved: number
  /** Bytes that its workgroups ask for: each address once a workgroup. */
  readonly requested: number
  /** Floating-point operations. */
  readonly operations: number
}

export interface Dispatch {
  readonly kind: 'dispatch'
  readonly label: string
  readonly pipeline: GPUComputePipeline
  readonly bindGroup: GPUBindGroup
  /** Asked at each run, so that it may follow an extent. */
  readonly groups: () => Groups
  /** Multiply-adds at the present extents: what the submit cutter weighs. */
  readonly work: () => number
  /** Bytes of what is bound, each tensor once: what it moves if it reads and writes all of them. */
  readonly bytes?: number
  /** Where the launcher knows it better than by what is bound. */
  readonly traffic?: (() => Traffic) | undefined
}

export interface Clear {
  readonly kind: 'clear'
  readonly tensor: Tensor
}

export interface Copy {
  readonly kind: 'copy'
  readonly from: Tensor
  readonly to: Tensor
}

export type Step = Dispatch | Clear | Copy

/** Steps in order; each sees the writes of those before it. */
export type Program = readonly Step[]

export interface KernelSpec {
  readonly label: string
  /** WGSL text with its imports resolved (`?static`). */
  readonly source: string
  /** Entry point; `main` when left out. */
  readonly entry?: string
  /** Values of the source's `override` declarations. */
  readonly constants?: Readonly<Record<string, number>>
}

export interface GpuInfo {
  readonly vendor: string
  readonly architecture: string
  readonly description: string
  /** True where the adapter is a processor that plays a GPU. */
  readonly software: boolean
}

export interface Loss {
  readonly reason: 'unknown' | 'destroyed'
  readonly message: string
}

export interface Counters {
  submits: number
  maps: number
  dispatches: number
  pipelines: number
  /** Bytes in tensors now alive. */
  bytes: number
}

/** Bytes: views begin at multiples of this, `minStorageBufferOffsetAlignment` of every device. */
export const ALIGNMENT = 256

/** The first place at or after so many elements of four bytes where a view may begin. */
export const alignedElements = (count: number): number => Math.ceil((4 * count) / ALIGNMENT) * (ALIGNMENT / 4)

export const elements = (shape: readonly number[]): number =>
  shape.reduce((product, size) => product * size, 1)

/** Bytes that a tensor of this shape binds: four an element. */
export const byteLength = (shape: readonly number[]): number => 4 * elements(shape)
