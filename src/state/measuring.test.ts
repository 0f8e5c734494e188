import { describe, expect, it } from 'vitest'
import { fakeApp } from './fakeApp'
import { actionFor, enabled, perform } from './actions'
import { Measuring, numbersOfLine } from './measuring'
import type { MeasuringDevices, SourceListener } from './measuringDevices'

function fixture(speaks = true) {
  const { app, sent } = fakeApp()
  let listener: SourceListener | null = null
  let closed = 0
  let seconds = 0
  const open = (to: SourceListener) => {
    listener = to
    return Promise.resolve({ close: () => Promise.resolve(void (closed += 1)) })
  }
  const devices: MeasuringDevices = {
    serial: (_, to) => open(to),
    speech: () => Promise.resolve(speaks ? open : null),
  }
  const measuring = new Measuring(app, devices, () => seconds)
  return {
    app,
    measuring,
    closed: () => closed,
    say: (text: string) => listener?.onText(text),
    end: (reason: string) => listener?.onEnd(reason),
    wait: (more: number) => void (seconds += more),
    texts: () =>
      Promise.all(
        sent.flatMap((command) =>
          command.kind === 'corpus.add' ? command.files.map(({ data }) => data.text()) : [],
        ),
      ),
    errors: () => app.session.getState().errors.map(({ failure }) => failure.code),
  }
}

describe('a serial device', () => {
  it('feeds the corpus a file every few readings, each beginning with the last one of the file before', async () => {
    const { app, measuring, say, wait, texts, closed } = fixture()
    await measuring.startSerial(9600)
    for (let i = 0; i < 9; i++) {
      wait(1)
      say(`temp: ${20 + i} hum=40.5`)
      say('noise')
    }
    expect(app.measuring.getState()).toMatchObject({ source: 'serial', columns: ['temp', 'hum'], count: 9 })
    await measuring.stop()
    expect(await texts()).toEqual([
      'time (s),temp,hum\n1.0,20,40.5\n2.0,21,40.5\n3.0,22,40.5\n4.0,23,40.5\n5.0,24,40.5',
      'time (s),temp,hum\n5.0,24,40.5\n6.0,25,40.5\n7.0,26,40.5\n8.0,27,40.5\n9.0,28,40.5',
    ])
    expect([app.measuring.getState().source, closed()]).toEqual([null, 1])
  })

  it('is stopped by one key, and what had come is kept', async () => {
    const { app, measuring, say, wait, texts, closed } = fixture()
    await measuring.startSerial(9600)
    for (const value of ['1', '2']) {
      wait(1)
      say(value)
    }
    expect(actionFor('Escape', 'home')).toBe('measure.stop')
    perform(app, 'measure.stop')
    await measuring.stop()
    await expect.poll(texts).toEqual(['time (s),value 1\n1.0,1\n2.0,2'])
    expect([closed(), enabled(app, 'measure.stop')]).toEqual([1, false])
    say('3')
    expect(app.measuring.getState().count).toBe(2)
  })

  it('keeps at most a few readings a second', async () => {
    const { app, measuring, say, wait } = fixture()
    await measuring.startSerial(9600)
    for (let i = 0; i < 100; i++) {
      wait(0.01)
      say(String(i))
    }
    expect(app.measuring.getState().count).toBeLessThan(7)
  })

  it('that is refused, missing or unplugged is said in one line', async () => {
    const { app } = fixture()
    const refusing = (name: string) =>
      new Measuring(app, {
        serial: () => Promise.reject(new DOMException('no', name)),
        speech: () => Promise.resolve(null),
      })
    await refusing('NotFoundError').startSerial(9600)
    await refusing('NetworkError').startSerial(9600)
    await new Measuring(app, { speech: () => Promise.resolve(null) }).startSerial(9600)
    expect(app.session.getState().errors.map(({ failure }) => failure.code)).toEqual([
      'measuring-refused',
      'measuring-failed',
      'serial-absent',
    ])
    const unplugged = fixture()
    await unplugged.measuring.startSerial(9600)
    unplugged.end('The device has been lost.')
    await expect.poll(unplugged.errors).toEqual(['measuring-ended'])
    expect(unplugged.app.measuring.getState().source).toBeNull()
  })
})

describe('a person', () => {
  it('takes laps, and types readings in', async () => {
    const { measuring, wait, texts } = fixture()
    await measuring.startStopwatch()
    for (const seconds of [2, 3.5, 2]) {
      wait(seconds)
      measuring.lap()
    }
    await measuring.startTyped('pulse', '1/min')
    expect(measuring.type('fast')).toBe(false)
    for (const value of ['60', '72,5']) {
      wait(10)
      expect(measuring.type(value)).toBe(true)
    }
    await measuring.stop()
    expect(await texts()).toEqual([
      'time (s),lap time (s)\n2.0,2.0\n5.5,3.5\n7.5,2.0',
      'time (s),pulse (1/min)\n10.0,60\n20.0,72.5',
    ])
  })
})

describe('speech', () => {
  it('becomes a transcript with its times where it stays on this computer', async () => {
    const { measuring, say, wait, texts } = fixture()
    await measuring.startSpeech('en')
    for (const said of ['Water boils.', 'It steams.', 'It is gone.']) {
      wait(61)
      say(said)
    }
    await measuring.stop()
    expect((await texts())[0]).toContain(
      'WEBVTT\n\n00:01:01.000 --> 00:01:02.000\nWater boils.\n\n00:02:02.000',
    )
  })

  it('is not listened to where it does not', async () => {
    const { app, measuring, errors } = fixture(false)
    await measuring.startSpeech('en')
    expect(errors()).toEqual(['speech-absent'])
    expect(app.measuring.getState().source).toBeNull()
  })
})

it('reads the numbers of a line as devices write them', () => {
  expect(numbersOfLine('23.5')).toEqual([{ name: '', value: '23.5' }])
  expect(numbersOfLine('-4,17').map(({ value }) => value)).toEqual(['-4', '17'])
  expect(numbersOfLine('Temp: 21.5 C, Hum = 40 %')).toEqual([
    { name: 'Temp', value: '21.5' },
    { name: 'Hum', value: '40' },
  ])
})
