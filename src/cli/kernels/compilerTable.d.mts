export interface NamedGpu {
  /** Operations and bytes a second. */
  readonly peak: number
  readonly bandwidth: number
}

export interface CompilerStatistics {
  readonly registers: number
  readonly spilled: number
  readonly scratch: number
  readonly waves: number
  readonly workgroupMemory: number
}

export interface KernelTraffic {
  readonly moved: number
  readonly requested: number
  readonly operations: number
}

export interface UseOfKernels {
  readonly model: string
  readonly workload: string
  readonly dispatches: number
  readonly kernels: readonly {
    readonly label: string
    readonly pipeline: number
    readonly count: number
    readonly groups: number
    readonly threads: number
    readonly traffic: KernelTraffic
  }[]
}

export interface TableRow extends KernelTraffic, Partial<CompilerStatistics> {
  readonly model: string
  readonly workload: string
  readonly label: string
  readonly count: number
  readonly groups: number
  readonly threads: number
  readonly times: readonly number[]
}

export const GPUS: Readonly<Record<string, NamedGpu>>
export function statisticsOf(said: string): Map<number, CompilerStatistics>
export function secondsAtBest(traffic: KernelTraffic, gpu: NamedGpu): number
export function rowsOf(
  uses: readonly UseOfKernels[],
  statistics: ReadonlyMap<number, CompilerStatistics>,
  gpus?: Readonly<Record<string, NamedGpu>>,
): TableRow[]
export function markdown(table: {
  readonly family: string
  readonly rows: readonly TableRow[]
  readonly uses: readonly UseOfKernels[]
  readonly gpus?: Readonly<Record<string, NamedGpu>>
  readonly most?: number
}): string
