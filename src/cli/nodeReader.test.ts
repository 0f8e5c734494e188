import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { build } from 'vite'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { FileReader, ownThread, readingLimits } from '../corpus'
import { fileBlob, nodeReader } from './nodeReader'
import { reading } from './readCommand'

// Beside the packages that the thread loads.
const built = mkdtempSync(resolve('node_modules/.cache/reader-'))
const folder = mkdtempSync(join(tmpdir(), 'spice-reader-'))
const path = (name: string, content: string): string => {
  writeFileSync(join(folder, name), content)
  return join(folder, name)
}
const openReader = () => nodeReader(join(built, 'readerThread.js')).openReader ?? ownThread

beforeAll(() =>
  build({
    configFile: false,
    logLevel: 'error',
    publicDir: false,
    build: { ssr: 'src/cli/readerThread.ts', outDir: built, emptyOutDir: true },
  }),
)
afterAll(() => [built, folder].forEach((each) => rmSync(each, { recursive: true })))

it('reads in a thread of its own, which ends where a file takes too long or too much', async () => {
  const good = path('good.txt', 'Ants walk in a row.')
  const reader = new FileReader(openReader())
  expect((await reading(good, await fileBlob(good), reader)).documents).toEqual([
    { title: 'good.txt', text: 'Ants walk in a row.' },
  ])
  reader.close()

  // Half a gigabyte of objects.
  const nested = path('nested.json', `[${'{"a":{"b":[1,2,3]}},'.repeat(1_500_000)}1]`)
  const small = new FileReader(openReader(), { ...readingLimits, bytes: 150e6 })
  expect((await reading(nested, await fileBlob(nested), small)).leftOut).toEqual([
    'nested.json: took more than 150 MB of memory to read and was skipped. Split it into smaller files.',
  ])
  const quick = new FileReader(openReader(), { ...readingLimits, stillSeconds: 0.3, secondsPerMegabyte: 0 })
  expect((await reading(nested, await fileBlob(nested), quick)).leftOut).toEqual([
    expect.stringMatching(/^nested\.json: took more than 0 s to read and was skipped\. [^\n]+$/),
  ])
  quick.close()
  expect((await reading(good, await fileBlob(good), small)).documents).toHaveLength(1)
  small.close()
})

it('outlives a promise that the library for PDF leaves rejected', async () => {
  const whole = readFileSync('e2e/fixtures/field-documents/headers.pdf', 'latin1')
  // Objects moved from where the file's table says, and the last page cut short.
  const [page, last] = [whole.indexOf('endobj\n5 0 obj'), whole.lastIndexOf('/Contents 17 0 R')]
  const cut = whole.slice(last).replace(/8 \] \/Parent 11 0 R \/Resources <<\n\/Fon/, '')
  const moved = whole.slice(0, page) + 'x'.repeat(38) + whole.slice(page, last) + cut
  const [damaged, good] = [path('moved.pdf', ''), path('after.txt', 'Ants walk in a row.')]
  writeFileSync(damaged, moved, 'latin1')
  const reader = new FileReader(openReader())
  const of = async (name: string) => reading(name, await fileBlob(name), reader)
  expect((await of(damaged)).leftOut).toEqual(['moved.pdf: is a damaged PDF. Export or download it again.'])
  expect((await of(good)).documents).toHaveLength(1)
  reader.close()
})

it('names a file that went away before it was read, at once', async () => {
  const gone = path('gone.txt', 'Here for a moment.')
  const blob = await fileBlob(gone)
  rmSync(gone)
  const reader = new FileReader(openReader())
  expect((await reading(gone, blob, reader)).leftOut).toEqual([expect.stringMatching(/^gone\.txt: /)])
  reader.close()
})
