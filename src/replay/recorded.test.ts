// The recorded runs that ship are audited as anybody could: rewards and advantages from verdicts, metrics
// from episodes.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { mean } from '../base/statistics'
import type { Episode, ProbeRecord, RoundMetrics, RunRecord } from '../protocol/records'
import { recheckEpisode } from '../spice/recheck'

const root = join(import.meta.dirname, '..', '..', 'public', 'replays')
const names = readdirSync(root, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name)

function lines<T>(name: string, file: string): T[] {
  const bytes = readFileSync(join(root, name, file))
  const text = (file.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8')
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as T)
}

describe('recorded runs', () => {
  it('are there: self-play of either size, three seeds of the smaller, and its control', () => {
    expect(names).toContain('tiny-spice-1')
    expect(names.filter((name) => name.startsWith('spice-'))).toHaveLength(3)
    expect(names.filter((name) => name.startsWith('shuffled-'))).toHaveLength(3)
  })

  it.each(names)('%s follows from its verdicts by the rules', (name) => {
    const { linked, rounds } = JSON.parse(readFileSync(join(root, name, 'run.json'), 'utf8')) as RunRecord
    const episodes = lines<Episode>(name, 'episodes.jsonl.gz')
    const metrics = lines<RoundMetrics>(name, 'metrics.jsonl')
    expect(linked.config.reward.shuffled).toBe(name.startsWith('shuffled-'))
    // A run that was paused is recorded as far as it came.
    expect(rounds).toBeLessThanOrEqual(linked.config.game.rounds)
    expect(metrics.map(({ round }) => round)).toEqual(Array.from({ length: rounds }, (_, round) => round))
    for (const episode of episodes) expect(recheckEpisode(episode, linked.config, linked.seed)).toEqual([])
    for (const round of metrics) {
      const played = episodes.filter((episode) => episode.round === round.round)
      expect(played).toHaveLength(linked.config.game.passages)
      const rewards = played.flatMap(({ candidates }) =>
        candidates.flatMap(({ reward }) => (reward === null ? [] : [reward])),
      )
      expect(round.challengerReward).toBeCloseTo(mean(rewards), 9)
      const right = played.flatMap(({ attempts }) =>
        attempts.map(({ verdict }) => (verdict === 'right' ? 1 : 0)),
      )
      expect(round.passRate).toBeCloseTo(mean(right), 9)
    }
  })

  it.each(names)('%s asked the same questions each time', (name) => {
    const { linked } = JSON.parse(readFileSync(join(root, name, 'run.json'), 'utf8')) as RunRecord
    const probes = lines<ProbeRecord>(name, 'probes.jsonl.gz')
    const asked = probes.map(({ answers }) => answers.map(({ question }) => question).join('\n'))
    expect(new Set(asked).size).toBe(1)
    for (const { answers, accuracy } of probes) {
      expect(answers).toHaveLength(linked.config.probe.questions)
      expect(accuracy).toBeCloseTo(mean(answers.map(({ right }) => (right ? 1 : 0))), 12)
    }
  })
})
