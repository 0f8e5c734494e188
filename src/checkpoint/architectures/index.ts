// The published architectures that can be opened and written. A new one is a file beside this one and a line
// here.
import type { PublishedArchitecture } from './publishedArchitecture'
import { llama } from './llama'
import { qwen2 } from './qwen2'
import { qwen3 } from './qwen3'

export const architectures = [llama, qwen2, qwen3] as const
export type ArchitectureName = (typeof architectures)[number]['name']

/** What the lab's own models are written as, once their scaled embedding is untied. */
export const ownArchitecture = llama

export const architectureNames: readonly ArchitectureName[] = architectures.map(({ name }) => name)

export const isArchitectureName = (name: unknown): name is ArchitectureName =>
  architectures.some((each) => each.name === name)

export function architectureNamed(name: ArchitectureName): PublishedArchitecture {
  const found = architectures.find((each) => each.name === name)
  if (found === undefined) throw new RangeError(`no architecture ${name}`)
  return found
}
