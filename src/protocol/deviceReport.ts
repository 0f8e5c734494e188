// What was measured on a device: the shape of the file that the command line and the page write alike, how it
// grows from one finding to the next, and the same as a table in Markdown. It must not know how anything was
// measured.
import { adapterName } from '../base/adapterName'
import type { Failure } from '../base/result'

/** A part whose time is over is `cut`: it names what it left; one that never began is `skipped`. */
export type PartState = 'done' | 'cut' | 'failed' | 'skipped'

export const deviceParts = [
  'device',
  'peaks',
  'checks',
  'training',
  'sampling',
  'products',
  'kernels',
  'tuning',
  'torch',
  'run',
] as const
export type DevicePart = (typeof deviceParts)[number]

/** How much is measured: little by a processor that plays a GPU, what fits two minutes in a page, or all. */
export type MeasuredExtent = 'software' | 'page' | 'whole'

export interface PartOutcome {
  readonly part: DevicePart
  readonly state: PartState
  readonly seconds: number
  /** What was left or went wrong, a line each. */
  readonly notes: readonly string[]
}

export interface DeviceFacts {
  readonly vendor: string
  readonly architecture: string
  readonly description: string
  readonly software: boolean
  readonly features: readonly string[]
  /** Bytes, where a name says no other unit. */
  readonly limits: Readonly<Record<string, number>>
}

export interface MeasuredPeaks {
  /** Floating-point operations a second in f32; a multiply-add is two. */
  readonly flops: number
  /** Bytes a second, read and written together. */
  readonly bytes: number
}

export interface CheckedOperation {
  readonly operation: string
  readonly checks: number
  /** Of those that did not pass, a line each. */
  readonly failed: readonly string[]
  /** Largest error over what its tolerance allows. */
  readonly worst: number
}

export interface TimedVariant {
  readonly kernel: string
  readonly variant: string
  /** Null for one that gave wrong results or does not compile. */
  readonly ms: number | null
}

/** Who computed: this lab's kernels, or PyTorch on the same device. */
export type MeasuredBy = 'WebGPU' | 'PyTorch' | 'PyTorch compiled'

export interface TrainingSpeed {
  readonly by: MeasuredBy
  readonly model: string
  readonly parameters: number
  /** `all`, or what stands frozen beside a low-rank adapter. */
  readonly weights: 'all' | 'f16' | 'q4'
  /** Sequences and tokens of each in a step. */
  readonly sequences: number
  readonly length: number
  readonly tokensPerSecond: number
  /** Milliseconds of a step, the median. */
  readonly ms: number
  readonly dispatches?: number
  /** Longest submit in milliseconds on the device's clock, where it has one. */
  readonly longestSubmit?: number
  /** Milliseconds until the first step was done: compilation and allocation. */
  readonly firstStep?: number
}

export interface SamplingSpeed {
  readonly model: string
  readonly weights: 'f16' | 'q4'
  readonly work: 'roll-out' | 'decode'
  readonly sequences: number
  readonly promptLength: number
  readonly newTokens: number
  readonly tokensPerSecond: number
}

export interface ProductSpeed {
  readonly by: MeasuredBy | 'cuBLAS'
  /** out(m,n) is a sum over k. */
  readonly m: number
  readonly n: number
  readonly k: number
  readonly weights: 'f32' | 'f16' | 'q4'
  readonly ms: number
  readonly flops: number
  /** Of the bytes that have to move, and their share of the measured bandwidth. */
  readonly bytesPerSecond: number
}

export interface KernelShare {
  readonly model: string
  readonly work: 'training step' | 'decode'
  readonly kernel: string
  readonly count: number
  readonly ms: number
  /** Least time by the measured peaks over the time that it took. */
  readonly share: number
  readonly bound: 'compute' | 'memory'
}

export interface DefaultRun {
  readonly rounds: number
  readonly roundsDone: number
  readonly seconds: number
  /** Seconds until the first round was done. */
  readonly firstRound: number | null
}

export type Finding =
  | { readonly kind: 'device'; readonly device: DeviceFacts }
  | { readonly kind: 'peaks'; readonly peaks: MeasuredPeaks }
  | { readonly kind: 'check'; readonly check: CheckedOperation }
  | { readonly kind: 'choice'; readonly choice: string }
  | { readonly kind: 'variant'; readonly variant: TimedVariant }
  | { readonly kind: 'training'; readonly training: TrainingSpeed }
  | { readonly kind: 'sampling'; readonly sampling: SamplingSpeed }
  | { readonly kind: 'product'; readonly product: ProductSpeed }
  | { readonly kind: 'kernel'; readonly share: KernelShare }
  | { readonly kind: 'torch'; readonly torch: string }
  | { readonly kind: 'run'; readonly run: DefaultRun }
  | { readonly kind: 'note'; readonly note: string }

export interface DeviceReport {
  readonly format: 'spice-device'
  readonly version: 1
  /** ISO 8601. */
  readonly made: string
  readonly by: 'command' | 'page'
  /** System, processors and program, or the browser's own words. */
  readonly host: string
  readonly device: DeviceFacts | null
  readonly peaks: MeasuredPeaks | null
  readonly parts: readonly PartOutcome[]
  readonly checks: readonly CheckedOperation[]
  readonly choice: string | null
  readonly variants: readonly TimedVariant[]
  readonly training: readonly TrainingSpeed[]
  readonly sampling: readonly SamplingSpeed[]
  readonly products: readonly ProductSpeed[]
  readonly kernels: readonly KernelShare[]
  /** PyTorch's version and device; null where there is none. */
  readonly torch: string | null
  readonly run: DefaultRun | null
}

export const emptyReport = ({
  made,
  by,
  host,
}: Pick<DeviceReport, 'made' | 'by' | 'host'>): DeviceReport => ({
  format: 'spice-device',
  version: 1,
  made,
  by,
  host,
  device: null,
  peaks: null,
  parts: [],
  checks: [],
  choice: null,
  variants: [],
  training: [],
  sampling: [],
  products: [],
  kernels: [],
  torch: null,
  run: null,
})

/** The report with one finding more; notes belong to the part and change nothing here. */
export function withFinding(report: DeviceReport, finding: Finding): DeviceReport {
  switch (finding.kind) {
    case 'device':
      return { ...report, device: finding.device }
    case 'peaks':
      return { ...report, peaks: finding.peaks }
    case 'check':
      return { ...report, checks: [...report.checks, finding.check] }
    case 'choice':
      return { ...report, choice: finding.choice }
    case 'variant':
      return { ...report, variants: [...report.variants, finding.variant] }
    case 'training':
      return { ...report, training: [...report.training, finding.training] }
    case 'sampling':
      return { ...report, sampling: [...report.sampling, finding.sampling] }
    case 'product':
      return { ...report, products: [...report.products, finding.product] }
    case 'kernel':
      return { ...report, kernels: [...report.kernels, finding.share] }
    case 'torch':
      return { ...report, torch: finding.torch }
    case 'run':
      return { ...report, run: finding.run }
    case 'note':
      return report
  }
}

export const withPart = (report: DeviceReport, outcome: PartOutcome): DeviceReport => ({
  ...report,
  parts: [...report.parts.filter(({ part }) => part !== outcome.part), outcome],
})

/** `nvidia turing ...`, as the device calls itself. */
export const deviceName = (device: DeviceFacts | null): string =>
  device === null ? 'no device' : adapterName(device) + (device.software ? ' (software)' : '')

/** Share of the measured bandwidth, null where it was not measured. */
export const bandwidthShare = (
  { bytesPerSecond }: Pick<ProductSpeed, 'bytesPerSecond'>,
  peaks: MeasuredPeaks | null,
): number | null => (peaks === null ? null : bytesPerSecond / peaks.bytes)

/** What the page asks the worker that measures: `extent` by what kind of device it is. */
export interface DeviceTestRequest {
  readonly deviceTest: Exclude<MeasuredExtent, 'whole'>
  /** Operations whose checks run; all when left out. */
  readonly operations?: readonly string[]
}

export type DeviceTestAnswer =
  | { readonly kind: 'part'; readonly part: DevicePart; readonly done: number; readonly of: number }
  | { readonly kind: 'finding'; readonly finding: Finding }
  | { readonly kind: 'outcome'; readonly outcome: PartOutcome }
  | { readonly kind: 'end' }
  | { readonly kind: 'failed'; readonly failure: Failure }
