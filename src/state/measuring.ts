// Measuring while the page is open: what a device, a stopwatch or a person gives becomes readings, and every
// few of them a file that is brought into the corpus of what was measured here. One source at a time.

import { messageOf } from '../base/result'
import { problem } from '../problems'
import type { App } from './app'
import type { MeasuringDevices, OpenSource } from './measuringDevices'
import { MEASURED, nothingMeasured, type MeasuringSource } from './measuringState'

const NAME = 'Measured here'

/** Readings of a file: what one document of measurements holds. */
const READINGS = 5
/** Phrases of a file of what was heard. */
const PHRASES = 3
/** Readings that are shown. */
const SHOWN = 8
/** Seconds between two readings that are kept: a device may send hundreds in one. */
const APART = 0.2

/** The clock of one reading, as the name of its file has it. */
const clockOf = (date: Date): string => date.toTimeString().slice(0, 8)

/** Numbers of a device's line: `23.5`, `23.5,41`, `temp: 23.5 hum=41`; a name is '' where there is none. */
export function numbersOfLine(line: string): { readonly name: string; readonly value: string }[] {
  const found = /(?:([\p{L}_][\p{L}\p{N}_ ]*?)\s*[:=]\s*)?([+-]?\d+(?:\.\d+)?)/gu
  return [...line.matchAll(found)].map(([, name = '', value = '']) => ({ name: name.trim(), value }))
}

const cellOf = (text: string): string => (/[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text)

export class Measuring {
  private open: OpenSource | null = null
  private began = 0
  private last = -Infinity
  /** Rows of the next file: the last one of the file before, so that no change is lost, and new ones. */
  private rows: { readonly seconds: number; readonly cells: readonly string[] }[] = []
  private fresh = 0
  private sending: Promise<unknown> = Promise.resolve()

  constructor(
    private readonly app: Pick<App, 'send' | 'goLive' | 'trouble' | 'measuring'>,
    private readonly devices: MeasuringDevices,
    private readonly now: () => number = () => performance.now() / 1000,
  ) {}

  /** A device behind a cable; the browser asks which. */
  async startSerial(baudRate: number): Promise<void> {
    const { serial } = this.devices
    if (serial === undefined) return this.app.trouble(problem('serial-absent'))
    await this.start('serial', [], () =>
      serial(baudRate, { onText: (line) => this.line(line), onEnd: (reason) => void this.ended(reason) }),
    )
  }

  /** Speech that is recognised on this computer; nothing is done where it is not. */
  async startSpeech(language: string): Promise<void> {
    const listen = await this.devices.speech(language)
    if (listen === null) return this.app.trouble(problem('speech-absent'))
    await this.start('speech', [], () =>
      listen({ onText: (said) => this.heard(said), onEnd: (reason) => void this.ended(reason) }),
    )
  }

  /** Each press is a lap. */
  startStopwatch(): Promise<void> {
    return this.start('stopwatch', ['lap time (s)'], null)
  }
  lap(): void {
    const seconds = this.moment()
    this.take(seconds, [(seconds - Math.max(0, this.last)).toFixed(1)])
  }

  startTyped(quantity: string, unit: string): Promise<void> {
    return this.start('typed', [unit === '' ? quantity : `${quantity} (${unit})`], null)
  }
  /** False where it is no number. */
  type(value: string): boolean {
    const number = /^[+-]?\d+(?:[.,]\d+)?$/.exec(value.trim())
    if (number === null) return false
    this.take(this.moment(), [number[0].replace(',', '.')])
    return true
  }

  /** At once; what came before it is kept. */
  async stop(): Promise<void> {
    if (this.app.measuring.getState().source === null) return
    const { open } = this
    this.open = null
    if (this.fresh > 0) this.flush()
    this.app.measuring.setState({ source: null })
    await open?.close()
    await this.sending
  }

  private async start(
    source: MeasuringSource,
    columns: readonly string[],
    open: (() => Promise<OpenSource>) | null,
  ): Promise<void> {
    await this.stop()
    if (!(await this.app.goLive())) return
    try {
      this.rows = []
      this.fresh = 0
      this.last = -Infinity
      this.open = (await open?.()) ?? null
      this.began = this.now()
      this.app.measuring.setState({ ...nothingMeasured, source, columns, stop: () => this.stop() }, true)
    } catch (thrown) {
      const refused = thrown instanceof DOMException && /NotFound|Security|NotAllowed/.test(thrown.name)
      this.app.trouble(
        refused ? problem('measuring-refused') : problem('measuring-failed', { reason: messageOf(thrown) }),
      )
    }
  }

  private elapsed(): number {
    return Math.round((this.now() - this.began) * 10) / 10
  }
  /** Of what a person does: two in the same tenth of a second are both meant. */
  private moment(): number {
    return Math.max(this.elapsed(), Math.round((this.last + APART) * 10) / 10)
  }

  private async ended(reason: string): Promise<void> {
    if (this.app.measuring.getState().source === null) return
    await this.stop()
    if (reason !== '') this.app.trouble(problem('measuring-ended', { reason }))
  }

  private line(line: string): void {
    const numbers = numbersOfLine(line)
    if (numbers.length === 0 || this.app.measuring.getState().source !== 'serial') return
    const { columns } = this.app.measuring.getState()
    if (columns.length === 0)
      this.app.measuring.setState({
        columns: numbers.map(({ name }, i) => (name === '' ? `value ${i + 1}` : name)),
      })
    // A line that was cut has fewer.
    if (columns.length > 0 && numbers.length !== columns.length) return
    this.take(
      this.elapsed(),
      numbers.map(({ value }) => value),
    )
  }

  private take(seconds: number, cells: readonly string[]): void {
    if (seconds - this.last < APART - 1e-9) return
    this.last = seconds
    this.show(seconds, cells.join(', '))
    this.rows.push({ seconds, cells })
    this.fresh += 1
    if (this.rows.length >= READINGS) this.flush()
  }

  private heard(said: string): void {
    if (said === '' || this.app.measuring.getState().source !== 'speech') return
    const seconds = this.elapsed()
    this.show(seconds, said)
    this.rows.push({ seconds, cells: [said] })
    this.fresh += 1
    if (this.fresh >= PHRASES) this.flush()
  }

  private show(seconds: number, text: string): void {
    const { readings, count } = this.app.measuring.getState()
    this.app.measuring.setState({
      readings: [...readings, { seconds, text }].slice(-SHOWN),
      count: count + 1,
    })
  }

  private flush(): void {
    const { source, columns } = this.app.measuring.getState()
    const { rows } = this
    const spoken = source === 'speech'
    this.rows = spoken ? [] : rows.slice(-1)
    this.fresh = 0
    // One reading alone says nothing.
    if (!spoken && rows.length < 2) return
    const table = [
      ['time (s)', ...columns].map(cellOf).join(','),
      ...rows.map(({ seconds, cells }) => [seconds.toFixed(1), ...cells].join(',')),
    ]
    const stamp = (seconds: number): string => new Date(seconds * 1000).toISOString().slice(11, 23)
    const cues = rows.map(
      ({ seconds, cells }) => `${stamp(seconds)} --> ${stamp(seconds + 1)}\n${cells.join('')}\n`,
    )
    const text = spoken ? `WEBVTT\n\n${cues.join('\n')}` : table.join('\n')
    const path = `${source ?? 'readings'} ${clockOf(new Date())}.${spoken ? 'vtt' : 'csv'}`
    const send = (): Promise<unknown> =>
      this.app.send({
        ...{ kind: 'corpus.add', corpus: MEASURED, name: NAME },
        files: [{ path, data: new Blob([text]) }],
      })
    this.sending = this.sending.then(send)
  }
}

/** One for each app, made when it is first wanted. */
const made = new WeakMap<App, Measuring>()

export async function measuringOf(app: App): Promise<Measuring> {
  const devices = await app.env.devices()
  const known = made.get(app) ?? new Measuring(app, devices)
  made.set(app, known)
  return known
}
