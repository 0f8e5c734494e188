// What the benchmark uses of its peers, so that the project's types can be checked where they are not
// installed.

declare module '@jax-js/jax' {
  /** Passing an array on gives it away; `ref` keeps it. */
  export interface Array {
    readonly ref: Array
    readonly shape: number[]
    add(other: Array | number): Array
    sub(other: Array | number): Array
    mul(other: Array | number): Array
    div(other: Array | number): Array
    neg(): Array
    sum(axis?: number | number[] | null, options?: { keepdims?: boolean }): Array
    mean(axis?: number | number[] | null, options?: { keepdims?: boolean }): Array
    reshape(shape: number[]): Array
    transpose(axes?: number[]): Array
    slice(...index: ([] | [number, number] | number | null)[]): Array
    data(): Promise<Float32Array | Int32Array>
    blockUntilReady(): Promise<Array>
    dispose(): void
  }
  export type Tree = Array | Tree[] | { [key: string]: Tree }
  export function init(...devices: string[]): Promise<string[]>
  export function defaultDevice(device?: string): string
  export function blockUntilReady<T>(tree: T): Promise<T>
  export function jit<A extends unknown[], R>(
    f: (...args: A) => R,
    options?: { device?: string; staticArgnums?: number[] },
  ): ((...args: A) => R) & { dispose(): void }
  export function valueAndGrad<A extends unknown[]>(f: (...args: A) => Array): (...args: A) => [Array, A[0]]
  export const numpy: {
    readonly float32: string
    readonly int32: string
    array(values: Float32Array | Int32Array | number[], options?: { dtype?: string; shape?: number[] }): Array
    zeros(shape: number[]): Array
    ones(shape: number[]): Array
    arange(stop: number): Array
    matmul(a: Array, b: Array): Array
    matrixTranspose(a: Array): Array
    take(a: Array, indices: Array, axis: number): Array
    sqrt(a: Array): Array
    where(condition: Array, a: Array | number, b: Array | number): Array
    equal(a: Array, b: Array | number): Array
    lessEqual(a: Array, b: Array | number): Array
    argmax(a: Array, axis: number): Array
    stack(arrays: Array[], axis?: number): Array
    concatenate(arrays: Array[], axis?: number): Array
    einsum(subscripts: string, ...operands: Array[]): Array
  }
  export const nn: {
    gelu(a: Array): Array
    softmax(a: Array, axis?: number): Array
    logSoftmax(a: Array, axis?: number): Array
    oneHot(a: Array, classes: number): Array
    standardize(a: Array, axis?: number): Array
    dotProductAttention(q: Array, k: Array, v: Array, options?: { isCausal?: boolean; mask?: Array }): Array
  }
  export const random: {
    key(seed: number): Array
    split(key: Array, count?: number): Array
    gumbel(key: Array, shape: number[]): Array
    categorical(key: Array, logits: Array, options?: { axis?: number }): Array
  }
  export const tree: {
    map(f: (...leaves: Array[]) => Array, ...trees: unknown[]): unknown
    leaves(tree: unknown): Array[]
    ref<T>(tree: T): T
    dispose(tree: unknown): void
  }
}

declare module '@tensorflow/tfjs' {
  export interface Tensor {
    data(): Promise<Float32Array>
    dispose(): void
  }
  export function setBackend(name: string): Promise<boolean>
  export function ready(): Promise<void>
  export function getBackend(): string
  export function tensor2d(values: Float32Array, shape: [number, number]): Tensor
  export function matMul(a: Tensor, b: Tensor, transposeA?: boolean, transposeB?: boolean): Tensor
}

declare module '@tensorflow/tfjs-backend-webgpu' {}

declare module 'onnxruntime-web/webgpu' {
  export interface Tensor {
    readonly dims: readonly number[]
    readonly data: Float32Array | BigInt64Array | Int32Array
    getData(releaseData?: boolean): Promise<Float32Array>
    dispose(): void
  }
  export const Tensor: {
    new (
      type: 'float32' | 'int64' | 'int32',
      data: Float32Array | BigInt64Array | Int32Array,
      dims: readonly number[],
    ): Tensor
    fromGpuBuffer(
      buffer: GPUBuffer,
      options: { dataType: 'float32' | 'int64' | 'int32'; dims: readonly number[]; dispose?: () => void },
    ): Tensor
  }
  export interface InferenceSession {
    readonly outputNames: readonly string[]
    run(feeds: Record<string, Tensor>): Promise<Record<string, Tensor>>
    release(): Promise<void>
  }
  export const InferenceSession: {
    create(
      model: Uint8Array,
      options?: {
        executionProviders?: string[]
        preferredOutputLocation?: string | Record<string, string>
        graphOptimizationLevel?: string
        logSeverityLevel?: number
      },
    ): Promise<InferenceSession>
  }
  export const env: {
    logLevel: string
    readonly wasm: { numThreads: number; wasmPaths: string | Record<string, string> }
    readonly webgpu: { readonly device: Promise<GPUDevice> }
  }
}

declare module '@genai-fi/nanogpt' {
  interface Entry {
    readonly step: number
    readonly duration: number
    readonly tokensPerSecond: number
    readonly trainingMetrics: { readonly loss: number }
  }
  interface Job {
    readonly id: string
    readonly state: string
    readonly history: Entry[] | null
  }
  interface Training {
    job(
      options: Record<string, unknown>,
      data: unknown,
      datasets: { id: string; name: string }[],
    ): Promise<Job>
    on(event: 'progress', listener: (job: Job) => void): void
    on(event: 'error', listener: (id: string, error: Error) => void): void
    on(event: 'paused' | 'completed', listener: (id: string) => void): void
    getJob(id: string): Job | null
    addBreak(id: string): number | undefined
    resume(id: string): Promise<void>
    cancel(id?: string): void
  }
  export class TeachableLLM {
    static selectBackend(name: string): Promise<void>
    static create(tokeniser: string, config: Record<string, unknown>): TeachableLLM
    readonly training: Training
    readonly responses: {
      create(
        options: Record<string, unknown>,
        onChunk?: (chunk: unknown) => void,
      ): Promise<{
        readonly output:
          { readonly content: string; readonly _output?: { readonly token: number }[] }[] | null
      }>
    }
    readonly vocab: string[]
    getNumParams(): number
    trainTokeniser(streams: unknown[]): Promise<number>
    dispose(): void
  }
  export const data: { loadTextData(file: File): Promise<unknown> }
}

declare module '@wllama/wllama/esm/index.js' {
  export class Wllama {
    constructor(paths: Record<string, string>, options?: Record<string, unknown>)
    loadModel(files: Blob[], options?: Record<string, unknown>): Promise<void>
    createCompletion(options: Record<string, unknown>): Promise<unknown>
    exit(): Promise<void>
  }
}
