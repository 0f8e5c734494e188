// What is trained beside a frozen base: a low-rank adapter's rank, scale and targets, and how the base is
// kept.
// Names are those of peft's LoraConfig.

export const adapterTargets = [
  'q_proj',
  'k_proj',
  'v_proj',
  'o_proj',
  'gate_proj',
  'up_proj',
  'down_proj',
] as const
export type AdapterTarget = (typeof adapterTargets)[number]

export interface AdapterSettings {
  readonly rank: number
  /** The adapter's output is scaled by alpha / rank. */
  readonly alpha: number
  readonly targets: readonly AdapterTarget[]
}

export const baseStorages = ['f32', 'f16', 'q8', 'q4'] as const
/** How a frozen base is kept on the GPU. */
export type BaseStorage = (typeof baseStorages)[number]

export interface FrozenSettings {
  readonly storage: BaseStorage
  /** Null: nothing can be trained. */
  readonly adapter: AdapterSettings | null
}
