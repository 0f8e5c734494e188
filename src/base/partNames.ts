// The names of files that are parts of one, as llama.cpp's gguf-split gives them:
// name-00001-of-00003.gguf. Looks into none.

import { at } from './at'

export interface PartName {
  /** Without the numbers, as the whole would be called but for its ending. */
  readonly whole: string
  /** From 1. */
  readonly part: number
  readonly count: number
}

/** What the name of a part says, with its folders left in; null for any other file. */
export function partOf(name: string): PartName | null {
  const found = /^(.+)-(\d{5})-of-(\d{5})\.gguf$/u.exec(name)
  return found === null ? null : { whole: at(found, 1), part: Number(found[2]), count: Number(found[3]) }
}

export const partName = ({ whole, part, count }: PartName): string =>
  `${whole}-${String(part).padStart(5, '0')}-of-${String(count).padStart(5, '0')}.gguf`

/** Names of all parts of the model of which `name` is one; `name` alone for any other file. */
export function partsBeside(name: string, names: readonly string[]): string[] {
  const own = partOf(name)
  if (own === null) return [name]
  return names.filter((each) => {
    const other = partOf(each)
    return other !== null && other.whole === own.whole && other.count === own.count
  })
}
