import { expect, it } from 'vitest'
import { packLook, type ModelLook } from '../protocol/modelLook'
import { fakeApp } from './fakeApp'
import {
  exampleLook,
  lookInto,
  lookNeeds,
  moved,
  placesOf,
  readBy,
  readMost,
  strip,
  tokenAt,
} from './modelPicture'

/** Two layers of two heads over three tokens; every row sums to one. */
const look: ModelLook = {
  ...{ model: 'tiny', tokens: [5, 6, 7], pieces: ['a', 'b', 'c'], answerFrom: 2 },
  ...{ layers: 2, heads: 2, channels: 2 },
  attention: Float32Array.of(
    ...[1, 0, 0, 0.5, 0.5, 0, 0.25, 0.5, 0.25],
    ...[1, 0, 0, 0, 1, 0, 0.75, 0, 0.25],
    ...[1, 0, 0, 0, 1, 0, 0, 0, 1],
    ...[1, 0, 0, 0, 1, 0, 0, 1, 0],
  ),
  stream: Float32Array.from({ length: 5 * 3 * 2 }, (_, i) => (i % 2 === 0 ? i : -i)),
  guesses: ['a', 'b', 'c'].map((piece) => [[{ piece, logit: 1, p: 0.5 }]]),
}

it('a token reads by one head or by the mean of all, and nothing after itself', () => {
  expect(readBy(look, 0, 2, 0)).toEqual([0.25, 0.5, 0.25])
  expect(readBy(look, 0, 2, null)).toEqual([0.5, 0.25, 0.25])
  expect(readBy(look, 1, 1, null)).toEqual([0, 1])
  expect(readMost(look, 2, null)[0]).toEqual({ from: 1, share: 0.375 })
  expect(readMost(look, 2, { layer: 1, head: 1 }, 1)).toEqual([{ from: 1, share: 1 }])
})

it('a stage is shown by the largest magnitude that it holds', () => {
  expect(Math.max(...strip(look, 1).map(Math.abs))).toBe(1)
  expect(strip(look, 4)).toHaveLength(6)
})

it('the drawing fits its width, on a phone too, and a height is a token', () => {
  for (const width of [342, 760, 1200]) {
    const places = placesOf(look, width)
    expect(places.width).toBeLessThanOrEqual(width + 1)
    expect(places.stages).toHaveLength(5)
    expect((places.stages.at(-1) ?? 0) + places.stage).toBeLessThanOrEqual(places.width)
    expect(tokenAt(places, 3, places.top + 1.5 * places.row)).toBe(1)
    expect(tokenAt(places, 3, 2)).toBeNull()
  }
  // A deep model is drawn wider than a phone and scrolls.
  expect(placesOf({ ...look, layers: 30 }, 342).width).toBeGreaterThan(342)
})

it('keys move within the tokens', () => {
  expect([moved(1, 3, 'ArrowUp'), moved(2, 3, 'ArrowDown'), moved(0, 3, 'End')]).toEqual([0, 2, 2])
  expect(moved(1, 3, 'x')).toBeNull()
})

it('looks into the open run, else into built-in weights, and says what it needs', async () => {
  const { app, sent } = fakeApp()
  await lookInto(app, 'How many?')
  expect(sent.at(-1)).toEqual({
    kind: 'look',
    from: { kind: 'builtIn', name: 'tiny-stories' },
    question: 'How many?',
  })
  const session = { source: 'live', running: true, activity: 'asking' } as const
  const { gpu } = app.view.getState()
  expect(lookNeeds(session, { gpu, ownership: 'owner' })).toBe('pause')
  expect(lookNeeds({ ...session, running: false }, { gpu, ownership: 'reader' })).toBe('live')
  expect(lookNeeds({ ...session, running: false }, { gpu, ownership: 'owner' })).toBeNull()
})

it('reads the example that comes with the page, and does without it', async () => {
  const { app, files } = fakeApp()
  expect(await exampleLook(app)).toBeNull()
  files[`${app.env.weights}/look.json`] = JSON.stringify(packLook(look))
  expect((await exampleLook(app))?.pieces).toEqual(['a', 'b', 'c'])
})
