// Where the kernels of a training step stand under a device's roof. Pure arithmetic over what the worker
// measured.

import { at } from '../base/at'
import type { KernelRate, Roofline } from '../protocol/kernelReport'

export interface PlacedKernel {
  readonly label: string
  readonly count: number
  /** Milliseconds of one dispatch. */
  readonly each: number
  /** Share of the time of the whole step. */
  readonly ofTime: number
  /** Floating point operations a second. */
  readonly flops: number
  /** Floating point operations a byte. */
  readonly intensity: number
  /** Share of what the roof allows: of the operations' peak, or of the bandwidth, whichever binds. */
  readonly ofRoof: number
  readonly bound: 'compute' | 'memory'
}

/**
 * What a kernel could reach at most by multiply-adds and bytes alone: the lower of the flat and the slanted
 * part of the roof.
 */
export const roofAt = (
  { flops, bandwidth }: Pick<Roofline, 'flops' | 'bandwidth'>,
  intensity: number,
): number => Math.min(flops, intensity * bandwidth)

/** Operations a byte at which the roof turns flat. */
export const ridgeOf = ({ flops, bandwidth }: Pick<Roofline, 'flops' | 'bandwidth'>): number =>
  flops / bandwidth

/** Kernels in the order of their time; what took no time that could be seen stands with shares of 0. */
export function placedUnder(
  roof: Pick<Roofline, 'flops' | 'bandwidth'>,
  kernels: readonly KernelRate[],
): readonly PlacedKernel[] {
  const total = kernels.reduce((sum, { ms }) => sum + ms, 0)
  return kernels
    .map(({ label, count, ms, work, bytes }): PlacedKernel => {
      const seconds = ms / 1000
      const operations = 2 * work
      const intensity = bytes > 0 ? operations / bytes : 0
      const bound = intensity >= ridgeOf(roof) ? 'compute' : 'memory'
      const [done, most] = bound === 'compute' ? [operations, roof.flops] : [bytes, roof.bandwidth]
      return {
        label,
        count,
        each: ms / Math.max(1, count),
        ofTime: total > 0 ? ms / total : 0,
        flops: seconds > 0 ? operations / seconds : 0,
        intensity,
        ofRoof: seconds > 0 ? done / seconds / most : 0,
        bound,
      }
    })
    .sort((a, b) => b.ofTime - a.ofTime)
}

/**
 * The step as a whole: its time by the sum of its kernels, and the share of the operations' peak that it
 * reaches.
 */
export function wholeStep(roof: Roofline): { readonly ms: number; readonly ofPeak: number } {
  const ms = roof.kernels.reduce((sum, each) => sum + each.ms, 0)
  const work = roof.kernels.reduce((sum, each) => sum + each.work, 0)
  return { ms, ofPeak: ms > 0 ? (2 * work) / (ms / 1000) / roof.flops : 0 }
}

/** Powers of ten that enclose all values; those that are not above 0 have no place on such an axis. */
export function decades(values: readonly number[]): readonly [number, number] {
  const there = values.filter((value) => value > 0 && Number.isFinite(value)).map(Math.log10)
  if (there.length === 0) return [0, 1]
  const low = Math.floor(Math.min(...there))
  return [low, Math.max(low + 1, Math.ceil(Math.max(...there)))]
}

export interface Dot {
  readonly x: number
  readonly y: number
  readonly radius: number
}

/** Pixels that a number takes. */
const LABEL = { width: 14, height: 15 } as const

/**
 * The middle of each dot's number: beside its dot, to the right where that is free of other numbers, else on
 * another side, else further out.
 */
export function labelSpots(dots: readonly Dot[]): { readonly x: number; readonly y: number }[] {
  const taken: { readonly x: number; readonly y: number }[] = []
  for (const { x, y, radius } of dots) {
    const around = Array.from({ length: 24 }, (_, i) => {
      const far = radius + LABEL.width / 2 + 2 + 10 * Math.floor(i / 8)
      const angle = ((i % 2 === 0 ? 1 : -1) * Math.ceil((i % 8) / 2) * Math.PI) / 4
      return { x: x + far * Math.cos(angle), y: y - far * Math.sin(angle) }
    })
    const free = around.find((spot) =>
      taken.every(
        (other) => Math.abs(other.x - spot.x) >= LABEL.width || Math.abs(other.y - spot.y) >= LABEL.height,
      ),
    )
    taken.push(free ?? at(around, 0))
  }
  return taken
}
