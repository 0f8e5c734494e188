// Writes the story corpora and the probes into public/. The same command gives the same files, byte for byte.

import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { storyFiles } from '../study/storyFiles'

const [, , root = 'public'] = process.argv

for (const { path, text, holds } of storyFiles()) {
  const file = join(root, path)
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, path.endsWith('.gz') ? gzipSync(text, { level: 9 }) : text)
  console.log(`${file}: ${holds}`)
}
