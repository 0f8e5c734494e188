import { describe, expect, it } from 'vitest'
import { ScriptPlayer } from '../../players/scriptPlayer'
import type { LivePlay } from '../../protocol/livePlay'
import { selfPlayRound } from '../algorithm'
import type { Player } from '../seats'
import { integers } from '../testing/playSums'
import { sumConfig, sumPassages } from '../testing/sums'
import { RecordingLearner } from '../testing/testRound'
import type { RoundSetup } from './state'

/** Tells what it is writing half-way: each completion as far as it goes, then all of them. */
const telling = (player: Player): Player => ({
  name: player.name,
  encode: (parts) => player.encode(parts),
  async complete(requests, options) {
    const made = await player.complete(requests, options)
    const textsOf = (request: number): string[] =>
      (made[request] ?? []).map(({ text }) => text.slice(0, text.length / 2))
    options.onWriting?.(textsOf)
    return made
  },
})

function setup(told: LivePlay[], onPlay = true): RoundSetup {
  const passages = sumPassages(2)
  let drawn = 0
  const write = ({ index }: { readonly index: number }): string =>
    index === 0 ? ' How many? Answer: 40' : ' nothing'
  return {
    ...{ config: sumConfig({ 'game.passages': 2, 'game.groupSize': 2, 'game.maxCandidates': 2 }) },
    ...{ seed: 3, round: 4, questions: [], signal: new AbortController().signal, analyser: integers },
    passages: { draw: async () => passages[drawn++ % 2]! },
    challenger: telling(new ScriptPlayer('challenger', write)),
    reasoner: telling(new ScriptPlayer('reasoner', ({ index }) => ` Answer: ${40 + index}`)),
    learner: new RecordingLearner(),
    onProgress: () => undefined,
    ...(onPlay ? { onPlay: (play: () => LivePlay) => void told.push(play()) } : {}),
  }
}

const withGates = (config: RoundSetup['config']): RoundSetup['config'] => ({
  ...config,
  gates: { ...config.gates, active: ['parse'] },
})

describe('a round that is watched', () => {
  it('tells of tries as they are written, of the gate that stopped one, of verdicts and of the reward', async () => {
    const told: LivePlay[] = []
    const given = setup(told)
    const { episodes } = await selfPlayRound({ ...given, config: withGates(given.config) })
    const [opened, writing, gated, answering, judged] = told
    expect(told).toHaveLength(5)
    expect(opened).toMatchObject({ round: 4, phase: 'asking', episodes: [{ tries: [] }, { tries: [] }] })
    expect(writing?.episodes[1]?.tries.map(({ text, state }) => [text, state])).toEqual([
      [' How many?', 'writing'],
      [' not', 'writing'],
    ])
    expect(gated?.episodes[0]?.tries).toMatchObject([
      { state: 'valid', gold: '40', gate: null },
      { state: 'stopped', question: null, gate: 'parse' },
    ])
    expect(answering).toMatchObject({ phase: 'answering' })
    expect(answering?.episodes[0]?.tasks[0]?.attempts).toMatchObject([
      { text: ' Answ', verdict: null },
      { text: ' Answ', verdict: null },
    ])
    const candidate = episodes[0]?.candidates[0]
    expect(judged?.phase).toBe('judged')
    expect(judged?.episodes[0]?.tasks).toMatchObject([
      { candidate: 0, reward: candidate?.reward, attempts: [{ verdict: 'right' }, { verdict: 'wrong' }] },
    ])
  })

  it('reads no text that nobody wants to see', async () => {
    let read = 0
    const counting = (player: Player): Player => ({
      name: player.name,
      encode: (parts) => player.encode(parts),
      complete(requests, { seed, signal, onWriting }) {
        onWriting?.(() => {
          read += 1
          return []
        })
        return player.complete(requests, { seed, ...(signal === undefined ? {} : { signal }) })
      },
    })
    const given = setup([])
    const watched = (wanted: boolean): RoundSetup => ({
      ...given,
      challenger: counting(given.challenger),
      reasoner: counting(given.reasoner),
      onPlay: (play, step) => void (step === 'writing' && wanted && play()),
    })
    await selfPlayRound(watched(false))
    expect(read).toBe(0)
    await selfPlayRound(watched(true))
    expect(read).toBeGreaterThan(0)
  })

  it('is played as one that nobody watches', async () => {
    const [watched, alone] = [setup([]), setup([], false)]
    expect(await selfPlayRound(watched)).toEqual(await selfPlayRound(alone))
  })
})
