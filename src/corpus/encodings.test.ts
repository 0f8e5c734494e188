// Short texts in encodings that the detector cannot tell, and what a person can do about them.
import { expect, it } from 'vitest'
import { FileReader, ownThread } from './fileReader'

/** windows-1250. */
const czech = Uint8Array.from(
  'Žluťoučký kůň úpěl ďábelské ódy.',
  (sign) =>
    ({ Ž: 0x8e, ť: 0x9d, č: 0xe8, ý: 0xfd, ů: 0xf9, ň: 0xf2, ú: 0xfa, ě: 0xec, ď: 0xef })[sign] ??
    sign.charCodeAt(0),
)
const latin1 = (text: string) => Uint8Array.from(text, (sign) => sign.charCodeAt(0))

async function read(bytes: Uint8Array<ArrayBuffer>, encoding: string | null = null) {
  const texts: string[] = []
  const notes: string[] = []
  let read: string | null = null
  for await (const batch of new FileReader(ownThread).read(
    { path: 'a.txt', data: new Blob([bytes]) },
    { encoding },
  )) {
    texts.push(...batch.texts.map(({ text }) => text))
    notes.push(...[...batch.failures, ...(batch.end?.notes ?? [])].map(({ code }) => code))
    if (batch.end !== null) read = batch.end.encoding
  }
  return { texts, notes, encoding: read }
}

it('tells a guess that nothing speaks for, and reads the file again as a person says', async () => {
  const guessed = await read(czech)
  expect(guessed.notes).toEqual(['file.encoding'])
  expect(guessed.encoding).not.toBe(null)
  expect(await read(czech, 'windows-1250')).toEqual({
    texts: ['Žluťoučký kůň úpěl ďábelské ódy.'],
    notes: [],
    encoding: 'windows-1250',
  })
})

it.each([
  'Gr\xfcn ist die Farbe der H\xfcgel.',
  'Les fourmis marchent en rang\xe9es.',
  'La ma\xf1ana, se\xf1or, es fr\xeda.',
  'Gr\xfc\xdfe',
])('takes a western line for one without a word: %s', async (text) => {
  expect(await read(latin1(text))).toEqual({ texts: [text], notes: [], encoding: 'windows-1252' })
})
