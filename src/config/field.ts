// The kinds of value that a run's configuration is made of. A field holds everything that is known about one
// constant: its value in each preset side by side, its limits, its unit, and where it comes from.

export const presetNames = ['default', 'paper', 'nano'] as const
export type PresetName = (typeof presetNames)[number]

interface Common<T> {
  /** One value a preset, side by side. */
  readonly presets: { readonly [P in PresetName]: T }
  /**
   * Where the paper states its value (section, equation, table of arXiv 2510.24684), or 'ours' where it is
   * silent.
   */
  readonly source: string
  readonly unit?: string
}
export interface NumberField extends Common<number> {
  readonly kind: 'integer' | 'number'
  readonly min: number
  readonly max: number
}
export interface ChoiceField<T extends string> extends Common<T> {
  readonly kind: 'choice'
  readonly options: readonly T[]
}
export interface SetField<T extends string> extends Common<readonly T[]> {
  readonly kind: 'set'
  readonly options: readonly T[]
  /** Fewest members. */
  readonly least: number
}
export interface SwitchField extends Common<boolean> {
  readonly kind: 'switch'
}
export type Field = NumberField | ChoiceField<string> | SetField<string> | SwitchField

export type ValueOf<F> = F extends NumberField
  ? number
  : F extends ChoiceField<infer T>
    ? T
    : F extends SetField<infer T>
      ? readonly T[]
      : F extends SwitchField
        ? boolean
        : never

type Numbers = Omit<NumberField, 'kind' | 'presets'>
/** Preset values in the order of `presetNames`: default, paper, nano. */
type Row<T> = readonly [byDefault: T, paper: T, nano: T]

function presets<T>([byDefault, paper, nano]: Row<T>): { default: T; paper: T; nano: T } {
  return { default: byDefault, paper, nano }
}
export const integer = (row: Row<number>, rest: Numbers): NumberField => ({
  kind: 'integer',
  presets: presets(row),
  ...rest,
})
export const number = (row: Row<number>, rest: Numbers): NumberField => ({
  kind: 'number',
  presets: presets(row),
  ...rest,
})
export const choice = <const T extends string>(
  options: readonly T[],
  row: Row<T>,
  source: string,
): ChoiceField<T> => ({
  kind: 'choice',
  presets: presets(row),
  options,
  source,
})
export const setOf = <const T extends string>(
  options: readonly T[],
  row: Row<readonly T[]>,
  source: string,
  least = 1,
): SetField<T> => ({
  kind: 'set',
  presets: presets(row),
  options,
  source,
  least,
})
export const toggle = (row: Row<boolean>, source: string): SwitchField => ({
  kind: 'switch',
  presets: presets(row),
  source,
})
