import { describe, expect, it } from 'vitest'
import { readFact, measuredSentences } from '../../base/measuredFacts'
import type { SourceMarks } from '../../protocol/ports'
import { bytesOf } from '../memoryCorpora'
import { readFile } from '../readFile'

async function read(
  path: string,
  text: string,
): Promise<{ documents: Record<string, string>; marks: (SourceMarks | undefined)[]; failures: string[] }> {
  const documents: Record<string, string> = {}
  const marks: (SourceMarks | undefined)[] = []
  const failures: string[] = []
  for await (const found of readFile(path, bytesOf(text)))
    if (found.ok) {
      documents[found.value.name] = found.value.text
      marks.push(found.value.marks)
    } else failures.push(found.error.message)
  return { documents, marks, failures }
}

const day = `time,Temperature (°C)
2026-03-01T09:00:00Z,18
2026-03-01T09:15:00Z,21
2026-03-01T09:30:00Z,20.5
2026-03-01T09:45:00Z,-1
`

describe('a table of measurements', () => {
  it('becomes sentences with computed changes, extremes and order, and marks of its rows', async () => {
    const { documents, marks } = await read('day.csv', day)
    const [from, to] = ['2026-03-01 09:00:00', '2026-03-01 09:15:00']
    const text = documents['day.csv#1-4'] ?? ''
    expect(text).toContain(`At ${from} the temperature was 18 °C. At ${to} the temperature was 21 °C.`)
    expect(text).toContain(`From ${from} to ${to} the temperature rose by 3 °C.`)
    expect(text).toContain('the temperature fell by 21.5 °C.')
    expect(text).toContain(`The temperature was highest at ${to} and lowest at 2026-03-01 09:45:00.`)
    expect(text).toContain(`From low to high the temperature was measured at 2026-03-01 09:45:00, ${from}, `)
    expect(measuredSentences(text).every((sentence) => readFact(sentence.text) !== null)).toBe(true)
    expect(marks[0]?.at.map(([, row]) => row)).toEqual([1, 2, 3, 4])
    expect(marks[0]?.at.map(([start]) => text.slice(start, start + 3))).toEqual(Array(4).fill('At '))
  })

  it('has a document for a few rows, each of which goes on where the last one ended', async () => {
    const rows = Array.from({ length: 12 }, (_, i) => `${i},${i * i}`)
    const { documents } = await read('steps.csv', `seconds,steps\n${rows.join('\n')}`)
    expect(Object.keys(documents)).toEqual(['steps.csv#1-5', 'steps.csv#5-9', 'steps.csv#9-12'])
    expect(documents['steps.csv#5-9']).toContain('From 4 s to 5 s the steps rose by 9.')
  })

  it('compares two quantities of one unit', async () => {
    const table =
      'time;indoor (°C);outdoor (°C);humidity (%)\n9:00;20,5;4;50\n10:00;21;4,5;51\n11:00;21;21;52\n'
    const { documents } = await read('two.csv', table)
    expect(Object.keys(documents)).toEqual([
      'two.csv#1-3 indoor',
      'two.csv#1-3 indoor and outdoor',
      'two.csv#1-3 outdoor',
      'two.csv#1-3 humidity',
    ])
    expect(documents['two.csv#1-3 indoor and outdoor']).toContain(
      'At 9:00 the indoor was higher than the outdoor by 16.5 °C.',
    )
    expect(documents['two.csv#1-3 indoor']).toContain('From 10:00 to 11:00 the indoor did not change.')
  })

  it('comes as lines of JSON too, with seconds since 1970, newest first', async () => {
    const lines = [3, 2, 1].map((i) => JSON.stringify({ timestamp: 1772355600 + 60 * i, co2: 400 + i }))
    const { documents } = await read('air.jsonl', lines.join('\n'))
    expect(documents['air.jsonl#1-3']).toMatch(/^At 2026-03-01 09:01:00 the co2 was 401\. /)
    expect(documents['air.jsonl#1-3']).toContain('rose by 1.')
  })

  it('says how many rows gave no reading', async () => {
    const { failures } = await read('gaps.csv', 'time,volt\n1,2\n2,3\n3,4\n4,\n4,5\n')
    expect(failures).toEqual([
      'gaps.csv: has 1 row without a time or a number, or with the time of the row before; left out.',
    ])
  })

  it('is told from other tables, which stay a document a row', async () => {
    for (const table of [
      'name;age\nMia;7\nBen;8\nEva;9',
      'date,place,visitors\n2026-01-01,Ulm,5\n2026-01-02,Bonn,6\n2026-01-03,Trier,7',
      'date,count\nsoon,5\nlater,6\nnever,7',
    ])
      expect(Object.keys((await read('t.csv', table)).documents)).toEqual(['t.csv#1', 't.csv#2', 't.csv#3'])
  })
})
