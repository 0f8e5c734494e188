// Recordings of sound and video: how they are told by their bytes, and how one becomes a text with times
// where there is a recogniser of speech, which is the caller's own. Knows no model and no reader.

import { messageOf } from '../base/result'
import { ProblemError, problem, problemIn } from '../problems'
import type { SourceFile } from '../protocol/door'

/**
 * What was said, as pipelines of transformers.js tell it with `return_timestamps: true`; seconds from and to,
 * null where a piece has no known end.
 */
export interface Recognised {
  readonly text: string
  readonly chunks?: readonly {
    readonly timestamp: readonly [number, number | null]
    readonly text: string
  }[]
}

export type Recogniser = (recording: SourceFile) => Promise<Recognised>

const HEAD = 16

/** By its first 16 bytes: WAV, AVI, MP3, AAC, MP4 and QuickTime, Ogg, FLAC, WebM and Matroska, AIFF. */
export function isRecording(bytes: Uint8Array): boolean {
  const head = bytes.subarray(0, HEAD)
  const says = (text: string, from = 0): boolean =>
    [...text].every((letter, i) => head[from + i] === letter.charCodeAt(0))
  const [first = 0, second = 0, third = 0, fourth = 0] = head
  // A frame of MPEG audio, layer III, or of AAC; of the first bytes of UTF-16 (FF FE) neither is one.
  const isFrame = first === 0xff && ((second & 0xe6) === 0xe2 || (second & 0xf6) === 0xf0)
  const isMatroska = first === 0x1a && second === 0x45 && third === 0xdf && fourth === 0xa3
  const isPicture = ['heic', 'heix', 'mif1', 'msf1', 'avif', 'avis'].some((brand) => says(brand, 8))
  return (
    (says('RIFF') && (says('WAVE', 8) || says('AVI ', 8))) ||
    (says('FORM') && says('AIF', 8)) ||
    (says('ftyp', 4) && !isPicture) ||
    ['OggS', 'fLaC', 'ID3'].some((mark) => says(mark)) ||
    isMatroska ||
    isFrame
  )
}

const two = (value: number): string => String(Math.floor(value)).padStart(2, '0')
const clock = (seconds: number): string =>
  `${two(seconds / 3600)}:${two((seconds / 60) % 60)}:${(seconds % 60).toFixed(3).padStart(6, '0')}`

/** As WebVTT, which the reader of subtitles takes. */
function webVtt({ text, chunks }: Recognised): string {
  const pieces = chunks ?? [{ timestamp: [0, null] as const, text }]
  const cues = pieces.map(({ timestamp: [from, to], text: said }) => {
    const line = said.replace(/\s+/gu, ' ').replaceAll('-->', '→').trim()
    return `${clock(from)} --> ${clock(Math.max(from, to ?? from))}\n${line}`
  })
  return ['WEBVTT', ...cues].join('\n\n')
}

/** The same files, with what is said in them in place of recordings. Throws ProblemError. */
export async function writtenDown(
  files: readonly SourceFile[],
  recognise: Recogniser,
): Promise<SourceFile[]> {
  const out: SourceFile[] = []
  for (const file of files) {
    const head = new Uint8Array(await file.data.slice(0, HEAD).arrayBuffer())
    if (!isRecording(head)) {
      out.push(file)
      continue
    }
    try {
      out.push({ path: file.path, data: new Blob([webVtt(await recognise(file))]) })
    } catch (thrown) {
      throw new ProblemError(problemIn(file.path, problem('file.notHeard', { reason: messageOf(thrown) })))
    }
  }
  return out
}
