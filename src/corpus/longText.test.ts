import { expect, it } from 'vitest'
import { readFile } from './readFile'

async function read(name: string, parts: BlobPart[]) {
  const texts: string[] = []
  const told: string[] = []
  const inParts: number[] = []
  const guesses: string[] = []
  const options = {
    inParts: (count: number) => void inParts.push(count),
    guessed: (encoding: string) => void guesses.push(encoding),
  }
  for await (const found of readFile(name, new Blob(parts), options)) {
    if (found.ok) texts.push(found.value.text)
    else told.push(found.error.message)
  }
  return { texts, told, inParts, guesses }
}

it('reads a text that is longer than one document in parts, and loses nothing at their edges', async () => {
  const paragraph = 'Größe und Maß, Flüsse und Städte.\nZüge fahren über Brücken.\n\n'
  const { texts, told, inParts } = await read('long.txt', [paragraph.repeat(160_000)])
  expect(told).toEqual([])
  expect(inParts).toEqual([texts.length])
  expect(texts.length).toBeGreaterThan(1)
  for (const text of texts) expect(text.length).toBeLessThanOrEqual(8e6)
  expect(texts.join('\n\n') === paragraph.repeat(160_000).trim()).toBe(true)
})

it('finds the encoding of a long text, and reads records of a long file one by one', async () => {
  const cyrillic = Uint8Array.from('Москва стоит на реке. ', (sign) => {
    const unit = sign.charCodeAt(0)
    return unit < 0x80 ? unit : unit - 0x350
  })
  const { texts, guesses } = await read(
    'long.txt',
    Array.from({ length: 400_000 }, () => cyrillic),
  )
  expect(guesses).toEqual(['windows-1251'])
  expect(texts[0]?.startsWith('Москва стоит на реке. Москва')).toBe(true)
  const line = `${JSON.stringify({ text: 'Größe '.repeat(1000) })}\n`
  const records = await read('long.jsonl', [line.repeat(1500), `{"text":"the last"}`])
  expect(records.texts).toHaveLength(1501)
  expect(records.texts.at(-1)).toBe('the last')
})
