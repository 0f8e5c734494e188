// Speech in recordings by whisper, on this computer, for `--speech docs/examples/speech/whisper.mjs`. Needs
// `npm install @huggingface/transformers`, ffmpeg, and in SPICE_WHISPER a model: a folder, or a name on the
// hub such as onnx-community/whisper-base, which transformers.js then downloads.
import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'

const RATE = 16000

/** Samples at 16 kHz, one channel, of whatever ffmpeg reads. */
async function samplesOf(data) {
  const folder = await mkdtemp(join(tmpdir(), 'speech-'))
  const [recording, samples] = [join(folder, 'recording'), join(folder, 'samples')]
  try {
    await writeFile(recording, data.stream())
    await promisify(execFile)('ffmpeg', [
      ...['-v', 'error', '-i', recording, '-vn', '-ac', '1', '-ar', String(RATE)],
      ...['-f', 'f32le', samples],
    ])
    const { buffer, byteOffset, length } = await readFile(samples)
    return new Float32Array(buffer.slice(byteOffset, byteOffset + length))
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** `open(task, model)` and `samples(blob)` are transformers.js' pipeline and ffmpeg where nothing else is given. */
export function whisper({ model, open, samples = samplesOf }) {
  let pipeline = null
  return async ({ data }) => {
    if (!model) throw new Error('SPICE_WHISPER names no whisper model')
    pipeline ??= open('automatic-speech-recognition', model)
    return (await pipeline)(await samples(data), { return_timestamps: true, chunk_length_s: 30 })
  }
}

export default whisper({
  model: process.env.SPICE_WHISPER,
  open: async (...parts) => (await import('@huggingface/transformers')).pipeline(...parts),
})
