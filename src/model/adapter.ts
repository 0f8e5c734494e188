// Low-rank adapters beside the projections of a frozen base: which fused matrices have one, where its A and B
// stand in the trained arena, and their parts by target. A fused projection has one A (parts rank, in) and
// one B (columns of all parts, rank).
import { floatAt } from '../base/at'
import type { AdapterSettings, AdapterTarget } from '../config/adapterSettings'
import type { Architecture } from '../config/architecture'
import { ok, type Result } from '../base/result'
import { fail } from '../problems'
import type { LoraShape } from '../ops'
import { arrange, layoutOf, placeOf, type ParameterLayout, type ParameterSpec } from './parameters'

/** The fused projections of a layer, in order. */
export const projections = ['qkv', 'attentionOut', 'gateUp', 'down'] as const
export type Projection = (typeof projections)[number]

export interface AdaptedProjection {
  readonly projection: Projection
  /** In the projection's input. */
  readonly columns: number
  readonly targets: readonly {
    readonly target: AdapterTarget
    readonly first: number
    readonly count: number
  }[]
}

type Parts = readonly (readonly [target: AdapterTarget, count: number])[]

/** Those projections of a layer that have a target, with the targeted columns of their output. */
export function adaptedProjections(a: Architecture, { targets }: AdapterSettings): AdaptedProjection[] {
  const { width: C, heads: H, kvHeads: K, headDim: D, hidden: F } = a
  const parts: Readonly<Record<Projection, readonly [columns: number, parts: Parts]>> = {
    qkv: [
      C,
      [
        ['q_proj', H * D],
        ['k_proj', K * D],
        ['v_proj', K * D],
      ],
    ],
    attentionOut: [H * D, [['o_proj', C]]],
    gateUp: [
      C,
      [
        ['gate_proj', F],
        ['up_proj', F],
      ],
    ],
    down: [F, [['down_proj', C]]],
  }
  return projections.flatMap((projection) => {
    const [columns, all] = parts[projection]
    let first = 0
    const placed = all.map(([target, count]) => {
      const part = { target, first, count }
      first += count
      return part
    })
    const wanted = placed.filter(({ target }) => targets.includes(target))
    return wanted.length === 0 ? [] : [{ projection, columns, targets: wanted }]
  })
}

/** Columns of the low-rank rows of a projection; 0 where it has no adapter. */
export function lowWidth(a: Architecture, adapter: AdapterSettings | null, projection: Projection): number {
  if (adapter === null) return 0
  return (
    adapter.rank *
    (adaptedProjections(a, adapter).find((each) => each.projection === projection)?.targets.length ?? 0)
  )
}

export const loraShape = ({ rank, alpha }: AdapterSettings, { targets }: AdaptedProjection): LoraShape => ({
  rank,
  scale: alpha / rank,
  parts: targets.map(({ first, count }) => ({ first, count })),
})

/** `layers.3.qkv.A` and `.B`, layer by layer. */
export function adapterLayoutOf(a: Architecture, settings: AdapterSettings | null): ParameterLayout {
  if (settings === null) return arrange([], [])
  const adapted = adaptedProjections(a, settings)
  const wanted = Array.from({ length: a.layers }, (_, l) =>
    adapted.flatMap(({ projection, columns, targets }): ParameterSpec[] => [
      [`layers.${l}.${projection}.A`, [targets.length * settings.rank, columns], 'adapterIn'],
      [
        `layers.${l}.${projection}.B`,
        [targets.reduce((sum, { count }) => sum + count, 0), settings.rank],
        'adapterOut',
      ],
    ]),
  )
  return arrange(wanted.flat(), [])
}

const MOST_RANK = 1024

export function validateAdapter({ rank, alpha, targets }: AdapterSettings): Result<null> {
  if (!Number.isInteger(rank) || rank < 1 || rank > MOST_RANK)
    return fail('adapter-rank', { rank, limit: MOST_RANK })
  if (!Number.isFinite(alpha) || alpha <= 0) return fail('adapter-alpha', { alpha })
  if (targets.length === 0) return fail('adapter-targets')
  return ok(null)
}

/**
 * The whole weights with the adapter's share added: W + (alpha/rank) B A, in the layout of a model that has
 * none.
 */
export function mergeAdapter(
  a: Architecture,
  base: Float32Array,
  settings: AdapterSettings,
  adapter: Float32Array,
): Float32Array<ArrayBuffer> {
  const merged = new Float32Array(base)
  const [whole, own] = [layoutOf(a), adapterLayoutOf(a, settings)]
  const { rank, alpha } = settings
  const scale = alpha / rank
  for (let l = 0; l < a.layers; l++) {
    for (const { projection, columns, targets } of adaptedProjections(a, settings)) {
      const W = placeOf(whole, `layers.${l}.${projection}`).offset
      const [A, B] = [
        placeOf(own, `layers.${l}.${projection}.A`).offset,
        placeOf(own, `layers.${l}.${projection}.B`).offset,
      ]
      let b = 0
      targets.forEach(({ first, count }, part) => {
        for (let i = 0; i < count; i++, b++) {
          for (let j = 0; j < rank; j++) {
            const factor = scale * floatAt(adapter, B + b * rank + j)
            const [to, from] = [W + (first + i) * columns, A + (part * rank + j) * columns]
            for (let k = 0; k < columns; k++)
              merged[to + k] = floatAt(merged, to + k) + factor * floatAt(adapter, from + k)
          }
        }
      })
    }
  }
  return merged
}
