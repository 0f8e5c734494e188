// A recogniser of a person's own, and the example for whisper with a stub in place of transformers.js.
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { Recognised, Recogniser } from '../corpus'
import { readFiles } from './readCommand'
import { recogniserOf } from './speech'

let root = ''
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'spice-speech-'))
})
afterAll(() => rm(root, { recursive: true, force: true }))

const written = async (name: string, text: string): Promise<string> => {
  const path = join(root, name)
  await writeFile(path, text)
  return path
}

it('reads a recording with the module that is named, and refuses it without one', async () => {
  const [talk, json] = [await written('talk.mp3', 'ID3\u0004'), join(root, 'out.json')]
  const said = "{ text: 'Hello.', chunks: [{ timestamp: [65, 66], text: ' Hello from the bridge.' }] }"
  const module = await written('stub.mjs', `export default async ({ path }) => (${said})`)
  await readFiles([talk], { json, speech: module })
  expect(JSON.parse(await readFile(json, 'utf8'))).toMatchObject([
    { file: talk, documents: [{ title: 'talk.mp3', text: 'Hello from the bridge.' }], leftOut: [] },
  ])
  await readFiles([talk], { json })
  expect(JSON.parse(await readFile(json, 'utf8'))).toMatchObject([
    { documents: [], leftOut: [expect.stringMatching(/^talk\.mp3: is a recording/u)] },
  ])
})

it('says what is wrong with a module, and which recording it could not write down', async () => {
  const talk = await written('talk.wav', 'RIFF....WAVE')
  await expect(recogniserOf('no-such-recogniser')).rejects.toThrow('--speech: "no-such-recogniser" could not')
  await expect(recogniserOf(await written('empty.mjs', 'export default 1'))).rejects.toThrow('no function')
  const failing = await written('failing.mjs', "export default async () => { throw new Error('no model') }")
  await expect(readFiles([talk], { json: join(root, 'x.json'), speech: failing })).rejects.toThrow(
    /talk\.wav.*no model/u,
  )
})

interface Example {
  readonly whisper: (options: {
    readonly model: string | undefined
    readonly open: (task: string, model: string) => Promise<unknown>
    readonly samples: (data: Blob) => Promise<Float32Array>
  }) => Recogniser
}

it('asks whisper as transformers.js has it, once a model is named', async () => {
  const path = '../../docs/examples/speech/whisper.mjs'
  const { whisper } = (await import(/* @vite-ignore */ path)) as Example
  const asked: unknown[] = []
  const answer: Recognised = { text: 'Hello.', chunks: [{ timestamp: [0, 1], text: 'Hello.' }] }
  const open = (...task: string[]): Promise<unknown> => {
    asked.push(task)
    return Promise.resolve((samples: Float32Array, options: object) => {
      asked.push([samples.length, options])
      return Promise.resolve(answer)
    })
  }
  const samples = (data: Blob): Promise<Float32Array> => Promise.resolve(new Float32Array(data.size))
  const recording = { path: 'talk.wav', data: new Blob(['RIFF']) }
  expect(await whisper({ model: 'my/whisper', open, samples })(recording)).toEqual(answer)
  expect(asked).toEqual([
    ['automatic-speech-recognition', 'my/whisper'],
    [4, { return_timestamps: true, chunk_length_s: 30 }],
  ])
  await expect(whisper({ model: undefined, open, samples })(recording)).rejects.toThrow('SPICE_WHISPER')
})
