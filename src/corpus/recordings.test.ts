// Recordings: refused by one line, or written down with their times by a recogniser that the caller has.
import { expect, it } from 'vitest'
import { readFile, type ReadDocument } from './readFile'
import { isRecording, writtenDown, type Recognised } from './recordings'

const bytesOf = (text: string): Uint8Array<ArrayBuffer> =>
  Uint8Array.from(text, (letter) => letter.charCodeAt(0))
const wav = bytesOf('RIFF\x24\x08\0\0WAVEfmt \x10\0\0\0')

it.each([
  ['a.wav', wav],
  ['a.mp3', bytesOf('ID3\x04\0\0\0\0\0\0')],
  ['a.mp3', bytesOf('\xff\xfb\x90\x64')],
  ['a.m4a', bytesOf('\0\0\0\x20ftypM4A \0\0\0\0')],
  ['a.webm', bytesOf('\x1a\x45\xdf\xa3\x9f')],
  ['a.ogg', bytesOf('OggS\0\x02')],
])('%s is refused by a line that says what to do', async (path, bytes) => {
  const read = []
  for await (const each of readFile(path, bytes)) read.push(each)
  expect(read).toMatchObject([{ ok: false, error: { code: 'file.recording', where: path } }])
})

it('takes no text and no picture for a recording', () => {
  for (const text of ['\xff\xfeh\0i\0', 'RIFF raff', 'ÿû', '\0\0\0\x1cftypavif', '\0\0\0\x18ftypheic'])
    expect(isRecording(new Uint8Array(bytesOf(text).slice(0, 16)))).toBe(text === 'ÿû')
})

/** As a pipeline of transformers.js answers. */
const said: Recognised = {
  text: ' The bridge was built in 1884. Boats pass under it.',
  chunks: [
    { timestamp: [0, 4.2], text: ' The bridge was built in 1884.' },
    { timestamp: [3671.5, null], text: ' Boats pass under it.' },
  ],
}

it('writes down what is said, with the second of each piece, and leaves other files alone', async () => {
  const note = { path: 'note.txt', data: new Blob(['Nothing to hear.']) }
  const asked: string[] = []
  const files = await writtenDown([note, { path: 'talk.wav', data: new Blob([wav]) }], ({ path }) => {
    asked.push(path)
    return Promise.resolve(said)
  })
  expect(asked).toEqual(['talk.wav'])
  expect(files[0]).toBe(note)
  const documents: ReadDocument[] = []
  for (const { path, data } of files)
    for await (const each of readFile(path, data)) if (each.ok) documents.push(each.value)
  const [, talk] = documents
  expect(talk).toMatchObject({
    name: 'talk.wav',
    text: 'The bridge was built in 1884.\n\nBoats pass under it.',
    marks: {
      unit: 'seconds',
      at: [
        [0, 0],
        [31, 3671],
      ],
    },
  })
})

it('names the file whose recogniser fails', async () => {
  const failing = (): Promise<Recognised> => Promise.reject(new Error('no such model'))
  await expect(writtenDown([{ path: 'talk.wav', data: new Blob([wav]) }], failing)).rejects.toMatchObject({
    problem: { code: 'file.notHeard', values: { reason: 'no such model' } },
  })
})
