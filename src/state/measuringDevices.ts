// What a browser can measure with, behind its permission: a serial device, and speech where the browser
// recognises it on the device itself. Knows nothing of corpora.

/** Whatever comes in until it is closed; `onEnd` is called once where it ends by itself, with why. */
export interface OpenSource {
  close(): Promise<void>
}

export interface SourceListener {
  /** A line of a serial device, or a phrase that was heard. */
  readonly onText: (text: string) => void
  readonly onEnd: (reason: string) => void
}

export interface MeasuringDevices {
  /** Absent where the browser has no Web Serial. Rejects with a NotFoundError where a person chose none. */
  readonly serial?: (baudRate: number, listener: SourceListener) => Promise<OpenSource>
  /** Resolves to null where speech would have to leave this computer, or is not known at all. */
  readonly speech: (language: string) => Promise<((listener: SourceListener) => Promise<OpenSource>) | null>
}

/** As Web Serial has it; not among the types of the DOM yet. */
interface Port {
  open(options: { baudRate: number }): Promise<void>
  close(): Promise<void>
  readonly readable: ReadableStream<Uint8Array<ArrayBuffer>> | null
}
interface SerialNavigator {
  readonly serial?: { requestPort(): Promise<Port> }
}

/** A line that never ends is cut here. */
const LONGEST_LINE = 1000

/** Lines of a port, until its reader is cancelled. Throws where the device goes. */
async function readLines(
  reader: ReadableStreamDefaultReader<Uint8Array<ArrayBuffer>>,
  onText: (text: string) => void,
): Promise<void> {
  const decoder = new TextDecoder()
  let held = ''
  for (;;) {
    const { value, done } = await reader.read()
    if (done) return
    held += decoder.decode(value, { stream: true })
    const lines = held.split(/\r\n?|\n/)
    held = (lines.pop() ?? '').slice(-LONGEST_LINE)
    for (const line of lines) if (line.trim() !== '') onText(line.trim())
  }
}

async function openSerial(
  serial: NonNullable<SerialNavigator['serial']>,
  baudRate: number,
  { onText, onEnd }: SourceListener,
): Promise<OpenSource> {
  const port = await serial.requestPort()
  await port.open({ baudRate })
  const reader = port.readable?.getReader()
  if (reader === undefined) throw new Error('the device gives nothing to read')
  const reading = readLines(reader, onText).then(
    () => onEnd(''),
    (thrown: unknown) => onEnd(thrown instanceof Error ? thrown.message : String(thrown)),
  )
  return {
    async close() {
      await reader.cancel().catch(() => undefined)
      await reading
      reader.releaseLock()
      await port.close().catch(() => undefined)
    },
  }
}

/** The parts of Web Speech that are asked; `processLocally` is what keeps sound on the device. */
interface Recognition extends EventTarget {
  lang: string
  continuous: boolean
  processLocally: boolean
  start(): void
  abort(): void
}
interface RecognitionClass {
  new (): Recognition
  available?(options: { langs: readonly string[]; processLocally: boolean }): Promise<string>
}

async function localSpeech(
  language: string,
): Promise<((listener: SourceListener) => Promise<OpenSource>) | null> {
  const { SpeechRecognition } = globalThis as { SpeechRecognition?: RecognitionClass }
  if (SpeechRecognition?.available === undefined) return null
  const there = await SpeechRecognition.available({ langs: [language], processLocally: true })
  if (there !== 'available') return null
  return ({ onText, onEnd }) => {
    const recognition = new SpeechRecognition()
    Object.assign(recognition, { lang: language, continuous: true, processLocally: true })
    recognition.addEventListener('result', (event) => {
      const { results, resultIndex } = event as unknown as {
        readonly results: ArrayLike<{
          readonly isFinal: boolean
          readonly 0: { readonly transcript: string }
        }>
        readonly resultIndex: number
      }
      for (const result of Array.from(results).slice(resultIndex))
        if (result.isFinal) onText(result[0].transcript.trim())
    })
    recognition.addEventListener('error', (event) => onEnd((event as unknown as { error: string }).error))
    recognition.start()
    return Promise.resolve({ close: () => Promise.resolve(recognition.abort()) })
  }
}

export function browserDevices(): MeasuringDevices {
  const { serial } = navigator as SerialNavigator
  return {
    ...(serial === undefined
      ? {}
      : { serial: (baudRate: number, listener: SourceListener) => openSerial(serial, baudRate, listener) }),
    speech: (language) => localSpeech(language).catch(() => null),
  }
}
