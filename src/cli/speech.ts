// `--speech`: a module of the person's own that recognises speech, whose default export is a Recogniser.

import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { messageOf } from '../base/result'
import { writtenDown, type Recogniser } from '../corpus'
import { ProblemError } from '../problems'
import type { SourceFile } from '../protocol/door'
import { UsageError } from './usage'

/** `module`: a file, or the name of a package that is installed. */
export async function recogniserOf(module: string): Promise<Recogniser> {
  const address = existsSync(module) ? pathToFileURL(resolve(module)).href : module
  const loaded = (await import(/* @vite-ignore */ address).catch((thrown: unknown) => {
    throw new UsageError(`--speech: "${module}" could not be loaded (${messageOf(thrown)}).`)
  })) as { readonly default?: unknown }
  if (typeof loaded.default !== 'function')
    throw new UsageError(`--speech: "${module}" has no function as its default export.`)
  return loaded.default as Recogniser
}

/** With what is said in recordings in their place; without a recogniser they stay, and are refused. */
export async function heard(
  files: readonly SourceFile[],
  recognise: Recogniser | null,
): Promise<readonly SourceFile[]> {
  if (recognise === null) return files
  try {
    return await writtenDown(files, recognise)
  } catch (thrown) {
    throw thrown instanceof ProblemError ? new UsageError(`--speech: ${thrown.message}`) : thrown
  }
}
