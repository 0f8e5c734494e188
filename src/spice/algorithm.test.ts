import { describe, expect, it } from 'vitest'
import { ScriptPlayer } from '../players/scriptPlayer'
import { learningRateAt } from '../config/learningRate'
import type { Passage } from '../protocol/records'
import { selfPlayRound } from './algorithm'
import { freeText } from './analyser'
import { recheckEpisode } from './recheck'
import type { RoundSetup } from './round/state'
import type { Player } from './seats'
import { RecordingLearner } from './testing/testRound'
import { sumConfig } from './testing/sums'

const passage = (document: string, text: string): Passage => ({
  document,
  start: 0,
  end: text.length,
  text,
})
const corpus = [
  passage('easy', 'Ann had 2 books. Bob gave 3.'),
  passage('hard', 'Cid had 4 books. Dan gave 5.'),
]

/** Groups of two, four tries; every gate that needs no story, and the one that needs a player. */
const config = sumConfig({
  'game.passages': 2,
  'game.groupSize': 2,
  'game.maxCandidates': 4,
  'gates.active': ['parse', 'duplicate', 'openBook'],
})

/**
 * About the easy passage one valid task and one that does not parse; about the hard one nothing valid in the
 * first wave, and one valid task in the second.
 */
function scripted(log: string[], learner = new RecordingLearner()): RoundSetup {
  let waves = 0
  const challenger = new ScriptPlayer('challenger', ({ text, index }) => {
    const easy = text.startsWith('Ann')
    if (index > 0 || (!easy && waves < 2)) return ' nothing'
    return easy ? ' How many has Ann? Answer: 5' : ' How many has Cid? Answer: 9'
  })
  const reasoner = new ScriptPlayer('reasoner', ({ text, index }) => {
    if (text.includes('Cid')) return ' Answer: 9'
    return index === 0 ? ' Answer: 5' : ' Answer: 6'
  })
  const logged = (player: Player, name: (open: boolean) => string): Player => ({
    name: player.name,
    encode: (parts) => player.encode(parts),
    complete: (requests, options) => {
      const open = requests.some(({ parts }) =>
        parts.some((part) => 'mark' in part && part.mark === 'passage'),
      )
      log.push(`${name(open)} ${requests.length} x ${requests[0]?.count}`)
      return player.complete(requests, options)
    },
  })
  let drawn = 0
  return {
    ...{ config, seed: 3, round: 1, questions: [], signal: new AbortController().signal },
    analyser: { ...freeText, types: () => ['integer'] },
    passages: {
      draw: async () => {
        log.push('sample')
        return corpus[drawn++ % corpus.length]!
      },
    },
    challenger: logged(challenger, () => `challenge, wave ${++waves}:`),
    reasoner: logged(reasoner, (open) => (open ? 'gate, open book:' : 'answer:')),
    learner: {
      update: (trajectories, options) => {
        log.push(`update: ${trajectories.length}`)
        return learner.update(trajectories, options)
      },
    },
    onProgress: () => undefined,
  }
}

describe('a round of self-play', () => {
  it('samples, challenges and gates by waves, answers once, and updates last', async () => {
    const log: string[] = []
    await selfPlayRound(scripted(log))
    expect(log).toEqual([
      'sample',
      'sample',
      'challenge, wave 1: 2 x 2',
      'gate, open book: 1 x 1',
      'challenge, wave 2: 1 x 2',
      'gate, open book: 1 x 1',
      'answer: 2 x 2',
      'update: 6',
    ])
  })

  it('gives the learner rewards less their group, a weight by seat, and no completion without gradient', async () => {
    const learner = new RecordingLearner()
    const { episodes, questions } = await selfPlayRound(scripted([], learner))
    const alwaysRight = Math.exp(-(0.25 ** 2) / 0.02)
    const half = (alwaysRight - -0.1) / 2
    const given = learner.trajectories.map(({ seat, advantage, completion }) => [
      seat,
      completion.text,
      Number(advantage.toFixed(9)),
    ])
    expect(given).toEqual([
      ['challenger', ' How many has Ann? Answer: 5', 0.55],
      ['challenger', ' nothing', -0.55],
      ...[
        ['challenger', ' nothing', -Number(half.toFixed(9))],
        ['challenger', ' How many has Cid? Answer: 9', Number(half.toFixed(9))],
      ].sort((a, b) => order(episodes[1]?.candidates, a) - order(episodes[1]?.candidates, b)),
      ['reasoner', ' Answer: 5', 0.5],
      ['reasoner', ' Answer: 6', -0.5],
    ])
    // Four of each seat train; the Reasoner's two that were always right are counted and left out.
    for (const { seat, weight } of learner.trajectories) {
      const budget = seat === 'challenger' ? config.game.challengerTokens : config.game.reasonerTokens
      expect(weight).toBe(1 / (4 * budget))
    }
    expect(learner.learningRate).toBe(learningRateAt(config, 1))
    expect(questions).toHaveLength(2)
    for (const episode of episodes) expect(recheckEpisode(episode, config, 3)).toEqual([])
  })

  it('trains on the prompts that were sampled from', async () => {
    const learner = new RecordingLearner()
    const setup = scripted([], learner)
    const { episodes } = await selfPlayRound(setup)
    const prompts = new Set(learner.trajectories.map(({ prompt }) => prompt.join(' ')))
    for (const { prompts: recorded } of episodes)
      expect(prompts.has(recorded.challenger.tokens.join(' '))).toBe(true)
    expect(prompts.has(episodes[0]?.prompts.reasoner?.tokens.join(' ') ?? '')).toBe(true)
  })

  it('updates nothing once it was told to stop', async () => {
    const log: string[] = []
    const controller = new AbortController()
    const setup = scripted(log)
    const stopping: RoundSetup = {
      ...setup,
      signal: controller.signal,
      onProgress: (phase, done) => {
        if (phase === 'answering' && done > 0) controller.abort(new Error('paused'))
      },
    }
    await expect(selfPlayRound(stopping)).rejects.toThrow('paused')
    expect(log.at(-1)).toBe('answer: 2 x 2')
  })
})

const order = (
  candidates: readonly { readonly text: string; readonly reward: number | null }[] | undefined,
  [, text]: readonly (string | number)[],
): number => candidates?.findIndex((each) => each.text === text && each.reward !== null) ?? -1
