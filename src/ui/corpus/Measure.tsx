// Measuring: a serial device, a stopwatch, typed-in readings, and speech where it stays on this computer.
// What comes in becomes documents of a corpus of its own, also while a run plays on it.
import { useEffect, useState, type ReactNode } from 'react'
import { useStore } from 'zustand'
import { measuringOf, type Measuring } from '../../state/measuring'
import type { MeasuringDevices } from '../../state/measuringDevices'
import { useApp } from '../context'
import { decimal } from '../format'
import { words } from '../strings'
import { spoken } from '../strings/language'

const t = words.corpus.measure
const rates = [9600, 19200, 57600, 115200] as const

function Readings() {
  const { columns, readings } = useStore(useApp().measuring)
  if (readings.length === 0) return <p className="small muted">{t.waiting}</p>
  return (
    <>
      <p className="small muted">{columns.join(', ')}</p>
      <ol className="small num readings" aria-live="off" data-testid="readings">
        {readings.map(({ seconds, text }) => (
          <li key={seconds}>{`${t.at(decimal(seconds))} ${text}`}</li>
        ))}
      </ol>
    </>
  )
}

function TypedReading({ measuring }: { readonly measuring: Measuring }) {
  const [value, setValue] = useState('')
  const [wrong, setWrong] = useState(false)
  return (
    <form
      className="row"
      onSubmit={(event) => {
        event.preventDefault()
        const taken = measuring.type(value)
        setWrong(!taken)
        if (taken) setValue('')
      }}
    >
      <input
        className="input"
        inputMode="decimal"
        aria-label={t.value}
        aria-invalid={wrong}
        value={value}
        onChange={(event) => setValue(event.target.value)}
        data-testid="typed-value"
      />
      <button type="submit" className="button small">
        {t.take}
      </button>
      {wrong ? <span role="alert">{t.noNumber}</span> : null}
    </form>
  )
}

function Running({ measuring }: { readonly measuring: Measuring }) {
  const app = useApp()
  const { source } = useStore(app.measuring)
  return (
    <>
      {source === 'stopwatch' ? (
        <button type="button" className="button primary" onClick={() => measuring.lap()} data-testid="lap">
          {t.lap}
        </button>
      ) : null}
      {source === 'typed' ? <TypedReading measuring={measuring} /> : null}
      <Readings />
      <button
        type="button"
        className="button"
        onClick={() => void measuring.stop()}
        data-testid="measure-stop"
      >
        {t.stop}
      </button>
    </>
  )
}

function Sources({
  measuring,
  devices,
}: {
  readonly measuring: Measuring
  readonly devices: MeasuringDevices
}) {
  const [rate, setRate] = useState<number>(rates[0])
  const [quantity, setQuantity] = useState<string>(t.quantityExample)
  const [unit, setUnit] = useState('°C')
  const [speech, setSpeech] = useState(false)
  useEffect(() => {
    void devices.speech(spoken.tag).then((listen) => setSpeech(listen !== null))
  }, [devices])
  const button = (label: string, id: string, start: () => Promise<void>, disabled = false): ReactNode => (
    <button
      type="button"
      className="button"
      disabled={disabled}
      onClick={() => void start()}
      data-testid={id}
    >
      {label}
    </button>
  )
  return (
    <>
      <div className="row">
        {button(t.serial, 'measure-serial', () => measuring.startSerial(rate))}
        <label className="row small">
          {t.rate}
          <select className="input" value={rate} onChange={(event) => setRate(Number(event.target.value))}>
            {rates.map((each) => (
              <option key={each} value={each}>
                {each}
              </option>
            ))}
          </select>
        </label>
      </div>
      <div className="row">
        {button(t.stopwatch, 'measure-stopwatch', () => measuring.startStopwatch())}
        {speech ? button(t.speech, 'measure-speech', () => measuring.startSpeech(spoken.tag)) : null}
      </div>
      <div className="row">
        <input
          className="input"
          aria-label={t.quantity}
          value={quantity}
          onChange={(event) => setQuantity(event.target.value)}
        />
        <input
          className="input unit"
          aria-label={t.unit}
          value={unit}
          size={5}
          onChange={(event) => setUnit(event.target.value)}
        />
        {button(
          t.typed,
          'measure-typed',
          () => measuring.startTyped(quantity.trim(), unit.trim()),
          quantity.trim() === '',
        )}
      </div>
    </>
  )
}

export function Measure() {
  const app = useApp()
  const [found, setFound] = useState<{ measuring: Measuring; devices: MeasuringDevices } | null>(null)
  const running = useStore(app.measuring, ({ source }) => source !== null)
  useEffect(() => {
    void Promise.all([measuringOf(app), app.env.devices()]).then(([measuring, devices]) =>
      setFound({ measuring, devices }),
    )
  }, [app])
  return (
    <details className="card stack measure" data-testid="measure">
      <summary>{t.title}</summary>
      <p className="small muted">{t.lead}</p>
      {found === null ? null : running ? <Running measuring={found.measuring} /> : <Sources {...found} />}
    </details>
  )
}
