// @vitest-environment happy-dom
import { expect, it } from 'vitest'
import { comparisonsOf, writeFact, type Measured } from '../../base/measuredFacts'
import { fakeApp } from '../../state/fakeApp'
import { renderView } from '../renderView'
import { Passage } from './Passage'

const passage = (text: string) => ({ document: 'a', start: 0, end: text.length, text })
const series = (quantity: string, values: readonly string[]): Measured[] =>
  values.map((value, i) => ({ time: `9:0${i}`, quantity, value, unit: 'V' }))

it('cites the minute of a recording and the rows of a table', async () => {
  const { app } = fakeApp()
  const cited = { file: 'talk.srt', unit: 'seconds', from: 65, to: 3700 } as const
  const page = await renderView(
    app,
    <Passage passage={{ ...passage('Water boils.'), cited }} source={null} />,
  )
  expect(page.text()).toContain('talk.srt, minutes 1:05 to 1:01:40')
  const rows = {
    ...passage('Water boils.'),
    cited: { file: 'day.csv', unit: 'row', from: 4, to: 4 } as const,
  }
  expect((await renderView(app, <Passage passage={rows} source={null} />)).text()).toContain('day.csv, row 4')
})

it('draws the readings of a passage of measurements, a line for each quantity, and of no other', async () => {
  const { app } = fakeApp()
  const text = comparisonsOf(series('left', ['1', '2', '3']), series('right', ['3', '1', '3']))
    .map(writeFact)
    .join(' ')
  const page = await renderView(app, <Passage passage={passage(text)} source={null} />)
  const picture = page.root.querySelector('svg')
  expect(picture?.getAttribute('aria-label')).toBe('left, right from 9:00 to 9:02')
  expect(picture?.querySelectorAll('polyline')).toHaveLength(2)
  expect(picture?.querySelectorAll('circle')).toHaveLength(6)
  const prose = await renderView(app, <Passage passage={passage('Ants walk.')} source={null} />)
  expect(prose.root.querySelector('svg')).toBeNull()
})
