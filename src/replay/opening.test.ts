import { readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { recordingFiles } from '../../vite.config'
import type { Episode, RoundMetrics } from '../protocol/records'
import { featured } from './featured'
import { chooseOpening, headOf, plainness, type Opening } from './chooseOpening'
import { readOpening } from './opening'
import { sampleAttempt, sampleEpisode, sampleMetrics, sampleRun } from './samples'

const metrics = Array.from({ length: 9 }, (_, round) => sampleMetrics(round))
const withRight = (round: number, right: number): Episode => ({
  ...sampleEpisode(round),
  attempts: Array.from({ length: 4 }, (_, i) => sampleAttempt(i < right)),
})

describe('chooseOpening', () => {
  it('takes the first episode of the early round whose attempts are nearest to half right', () => {
    const episodes = [withRight(0, 4), sampleEpisode(0, 1), withRight(1, 3), withRight(2, 2), withRight(5, 2)]
    expect(chooseOpening(sampleRun('r'), metrics, episodes)).toEqual({
      run: sampleRun('r'),
      metrics: metrics[2],
      episode: episodes[3],
    })
  })
  it('prefers any valid question to none, and has nothing to say about nothing', () => {
    const none = { ...sampleEpisode(0), chosen: null, attempts: [] }
    expect(plainness(none)).toBe(Infinity)
    expect(chooseOpening(sampleRun('r'), metrics, [none, withRight(1, 0)])?.episode.round).toBe(1)
    expect(chooseOpening(sampleRun('r'), metrics, [])).toBeNull()
  })
})

describe('readOpening', () => {
  const fetcher =
    (body: string, status = 200) =>
    () =>
      Promise.resolve(new Response(body, { status }))
  it('gives back what the build wrote, and null for anything else', async () => {
    const opening: Opening = {
      run: { ...sampleRun('r'), state: 'finished' },
      metrics: sampleMetrics(0),
      episode: sampleEpisode(0),
    }
    expect(await readOpening('x', fetcher(JSON.stringify(opening)))).toEqual(opening)
    for (const body of [
      '',
      'null',
      '<html>',
      JSON.stringify({ ...opening, episode: {} }),
      JSON.stringify({ ...opening, run: 1 }),
    ])
      expect(await readOpening('x', fetcher(body))).toBeNull()
    expect(await readOpening('x', fetcher('{}', 404))).toBeNull()
    expect(await readOpening('x', () => Promise.reject(new Error('offline')))).toBeNull()
  })
})

it('the recording that plays first has an opening that is small, told at once, and its record word for word', () => {
  const folder = new URL(`../../public/replays/${featured}/`, import.meta.url)
  const text = recordingFiles().get(`replays/${featured}/opening.json`) ?? ''
  const opening = JSON.parse(text) as Opening
  const rounds = readFileSync(new URL('metrics.jsonl', folder), 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as RoundMetrics)
  const first = gunzipSync(readFileSync(new URL('episodes.jsonl.gz', folder)))
    .toString('utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Episode)
    .find(({ round }) => round === opening.episode.round)
  expect(opening.episode).toEqual(first)
  expect(rounds.slice(0, headOf(rounds.length)).map(({ round }) => round)).toContain(opening.metrics.round)
  expect(text.length).toBeLessThan(300_000)
  expect(opening.episode.chosen).not.toBeNull()
})
