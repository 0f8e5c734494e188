import { mkdtemp, readFile, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { exportModel } from '../engine/library/exportModel'
import { checkpointAt } from './checkpoints'

const nano = 'public/weights/nano-numbers.safetensors'

async function exported(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'export-'))
  const files = await exportModel(
    [{ name: 'nano.safetensors', blob: new Blob([await readFile(nano)]) }],
    'F32',
  )
  if (!files.ok) throw new Error(files.error.message)
  for (const { name, bytes } of files.value) {
    const parts: Uint8Array[] = []
    for await (const part of bytes()) parts.push(part)
    await writeFile(join(folder, name), Buffer.concat(parts))
  }
  return folder
}

describe('a checkpoint that is named', () => {
  it('may be a folder with one of the lab’s own models', async () => {
    const [folder, file] = [
      await checkpointAt(`own=${await exported()}`, '--checkpoints'),
      await checkpointAt('nano-numbers', '--checkpoints'),
    ]
    expect(folder.name).toBe('own')
    expect(folder.snapshot.tokenizer.toJSON()).toEqual(file.snapshot.tokenizer.toJSON())
    const bytes = ({ snapshot: { values } }: typeof file): Buffer =>
      Buffer.from((values ?? new Float32Array()).slice().buffer)
    expect(bytes(folder).equals(bytes(file))).toBe(true)
  })

  it('says what to do of any other folder', async () => {
    const empty = await mkdtemp(join(tmpdir(), 'empty-'))
    await expect(checkpointAt(empty, '--checkpoints')).rejects.toThrow(/name a file in it/)
  })
})
