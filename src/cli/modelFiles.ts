// What --model names, as files: a size is the built-in weights of that size, a path a GGUF file, a checkpoint
// of the lab or a Hugging Face folder. Nothing of them is read here.

import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { modelSizes } from '../config/schema'
import { filesAt, type ModelFile } from './files'
import { projectRoot } from './nodePorts'
import { UsageError } from './usage'

export type { ModelFile } from './files'

const isSize = (name: string): boolean => (modelSizes as readonly string[]).includes(name)

/** The built-in weights of a size: the first whose link says so. */
async function builtIn(size: string): Promise<string> {
  const folder = join(projectRoot(), 'public', 'weights')
  const list = JSON.parse(await readFile(join(folder, 'index.json'), 'utf8')) as {
    readonly name: string
    readonly link: string
  }[]
  const found = list.find(({ name }) => name.startsWith(`${size}-`))
  if (found === undefined)
    throw new UsageError(
      `--model: there are no built-in weights of the size ${size}. Give a file or a folder, or ${list.map(({ name }) => name.split('-')[0]).join(', ')}.`,
    )
  return join(folder, `${found.name}.safetensors`)
}

/** Throws UsageError for what is not there. */
export async function modelFiles(model: string, option = '--model'): Promise<ModelFile[]> {
  const path = isSize(model) ? await builtIn(model) : model
  if (!existsSync(path))
    throw new UsageError(
      `${option}: there is no file or folder "${path}", and it is none of the sizes ${modelSizes.join(', ')}.`,
    )
  return filesAt(path)
}
