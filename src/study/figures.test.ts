// Every figure of README and docs that comes from a study or the benchmark, held to the report that it is
// from: the sentence is made again from the report, and the page has to hold it word for word.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { at } from '../base/at'
import type { Episode } from '../protocol/records'
import { interval } from './interval'

const root = join(import.meta.dirname, '..', '..')
const text = (path: string): string => readFileSync(join(root, path), 'utf8').replace(/\s+/g, ' ')
const json = <T>(path: string): T => JSON.parse(readFileSync(join(root, path), 'utf8')) as T

interface Estimate {
  readonly mean: number
  readonly low: number | null
  readonly high: number | null
}
interface Arm extends Record<'first' | 'last' | 'gain', Estimate> {
  readonly arm: string
  readonly flops: Estimate
}
interface Report {
  readonly fixedChallengerGain: Estimate
  readonly fixedReasonerDrop: Estimate
  readonly heldOutGain: Estimate
  readonly heldOutDifferences: readonly {
    readonly arm: string
    readonly greedy: Estimate & { readonly seeds: readonly number[] }
    readonly sampled: Estimate & { readonly seeds: readonly number[] }
  }[]
  readonly benchmarks: { readonly heldOut: Record<string, { readonly greedy: Record<string, Estimate> }> }
  readonly arena: Record<string, { readonly matrix: readonly (readonly Estimate[])[] }>
  readonly arms: readonly Arm[]
}
interface LadderReport {
  readonly missing: readonly object[]
  readonly skillGain: Estimate & { readonly seeds: readonly number[] }
  readonly skillGainAtTemperature1: Estimate
  readonly noCorpusGain: Estimate
  readonly shuffledGain: Estimate
  readonly majorityGain: Estimate
}
interface LadderFile {
  readonly seeds: readonly number[]
  readonly arms: readonly { readonly seeds?: readonly number[] }[]
}
interface LadderEvaluation {
  readonly benchmarks: {
    readonly heldOut: Readonly<
      Record<
        string,
        { readonly forced: Record<'greedy' | 'sampled', { readonly accuracy: { readonly mean: number } }> }
      >
    >
  }
}
interface Forced {
  readonly greedy: { readonly accuracy: Estimate }
  readonly forced: { readonly greedy: { readonly accuracy: Estimate } }
}
interface Bench {
  readonly results: readonly {
    readonly work: string
    readonly size: string
    readonly peer: string
    readonly ratio: number
  }[]
}

const points = (value: number | null): string => ((value ?? NaN) * 100).toFixed(1)
const range = ({ low, high }: Estimate): string => `(${points(low)} to ${points(high)})`
const gain = (estimate: Estimate): string => `+${points(estimate.mean)}`
const percent = (value: number): string => `${(value * 100).toFixed(0)} %`

const study = json<Report>('public/studies/default/report.json')
const chance = json<Report>('public/studies/chance/report.json')
const smaller = json<Report>('public/studies/learning/report.json')
const [before, after] = json<[Forced, Forced]>('public/studies/default/forced.json')
const bench = json<Bench>('public/benchmarks/bench.json')

const difference = (report: Report, arm: string) =>
  at(
    report.heldOutDifferences.filter((each) => each.arm === arm),
    0,
  )
const armOf = (report: Report, arm: string) =>
  at(
    report.arms.filter((each) => each.arm === arm),
    0,
  )
const overRandom = (kind: 'greedy' | 'sampled') =>
  interval([...difference(study, 'random')[kind].seeds, ...difference(chance, 'random')[kind].seeds])

/** The least and the largest of some numbers, as whole numbers or with a digit. */
function span(numbers: readonly number[], digits: number): string {
  expect(numbers.length).toBeGreaterThan(1)
  return `${Math.min(...numbers).toFixed(digits)} to ${Math.max(...numbers).toFixed(digits)}`
}

/** What the lab is faster than a peer by, over works. */
const over = (works: readonly RegExp[], peer = '@jax-js/jax'): number[] =>
  bench.results
    .filter((each) => each.peer === peer && works.some((work) => work.test(`${each.work} ${each.size}`)))
    .map(({ ratio }) => ratio)
const ratios = (works: readonly RegExp[], digits: number): string => span(over(works), digits)

const heldOut = at([study.benchmarks.heldOut['spice']?.greedy], 0)
const [first, last] = [heldOut?.['first']?.mean ?? NaN, heldOut?.['last']?.mean ?? NaN]
/** Published while it goes on: what the page says of it follows its report. */
const ladder = json<LadderReport>('public/studies/ladder/report.json')
const ladderRuns = json<LadderFile>('public/studies/ladder/study.json')
const planned = ladderRuns.arms.reduce((sum, { seeds }) => sum + (seeds ?? ladderRuns.seeds).length, 0)
/** What attempts that are made to work gain from the first weights to those after so many rounds. */
function skillOf(arm: string, seed: number, rounds: number, kind: 'greedy' | 'sampled'): number {
  const packed = readFileSync(join(root, `public/studies/ladder/${arm}/seed-${seed}/evaluation.json.gz`))
  const { benchmarks } = JSON.parse(gunzipSync(packed).toString()) as LadderEvaluation
  const [first, last] = [benchmarks.heldOut['0'], benchmarks.heldOut[rounds]].map(
    (each) => each?.forced[kind].accuracy.mean ?? NaN,
  )
  return (last ?? NaN) - (first ?? NaN)
}
const seedsUpTo = (most: number): number[] => Array.from({ length: most }, (_, i) => i + 1)
const skill = (arm: string, runs: number, kind: 'greedy' | 'sampled', rounds = 150): Estimate =>
  interval(seedsUpTo(runs).map((seed) => skillOf(arm, seed, rounds, kind)))
/** By how much one arm's gain is above another's after 150 rounds, paired by seed. */
const lead = (arm: string, other: string, runs: number, kind: 'greedy' | 'sampled'): Estimate =>
  interval(seedsUpTo(runs).map((seed) => skillOf(arm, seed, 150, kind) - skillOf(other, seed, 150, kind)))
const signed = ({ mean }: Estimate): string => `${mean < 0 ? '' : '+'}${points(mean)}`
const whole = (estimate: Estimate): string => `${signed(estimate)} ${range(estimate)}`
const doses = [
  ['trained-03', 'fixed-03', 3],
  ['trained', 'fixed', 8],
  ['trained-1', 'fixed-1', 3],
  ['trained-2', 'fixed-2', 3],
  ['trained-5', 'fixed-5', 3],
  ['trained-8', 'fixed-8', 3],
] as const
const ladderArms = ['random-pay', 'random-pay-entropy', 'fixed-hot', 'gold-steps', 'even-script', 'further']
const ladderPage = 'public/studies/ladder/README.md'
const ladderSentences: readonly (readonly [page: string, sentence: string])[] = [
  ...[...ladderArms, 'shuffled', 'majority', 'no-corpus'].map(
    (arm) =>
      [
        ladderPage,
        `\`${arm}\` | 3 | ${whole(skill(arm, 3, 'greedy'))} | ${whole(skill(arm, 3, 'sampled'))}`,
      ] as const,
  ),
  ...[150, 300].map(
    (rounds) =>
      [
        ladderPage,
        `\`fixed\`, ${rounds} rounds | 8 | ${whole(skill('fixed', 8, 'greedy', rounds))} | ${whole(skill('fixed', 8, 'sampled', rounds))}`,
      ] as const,
  ),
  [
    ladderPage,
    `| trained | ${doses.map(([arm, , runs]) => signed(skill(arm, runs, 'sampled'))).join(' | ')} |`,
  ],
  [
    ladderPage,
    `| fixed | ${doses.map(([, arm, runs]) => signed(skill(arm, runs, 'sampled'))).join(' | ')} |`,
  ],
  [
    ladderPage,
    `| difference | ${doses.map(([arm, other, runs]) => whole(lead(arm, other, runs, 'sampled'))).join(' | ')} |`,
  ],
  [
    ladderPage,
    `${signed(lead('trained', 'random-pay', 3, 'sampled'))} points ${range(lead('trained', 'random-pay', 3, 'sampled'))} at temperature 1, ${whole(lead('trained', 'random-pay', 3, 'greedy'))} greedy; over random pay with an entropy bonus ${whole(lead('trained', 'random-pay-entropy', 3, 'sampled'))} at temperature 1`,
  ],
  [
    'docs/status.md',
    `ahead by ${points(lead('trained', 'fixed', 8, 'sampled').mean)} points at temperature 1 ${range(lead('trained', 'fixed', 8, 'sampled'))} and by ${points(lead('trained', 'fixed', 8, 'greedy').mean)} greedy ${range(lead('trained', 'fixed', 8, 'greedy'))}`,
  ],
]
const matrix = at([study.arena['spice']?.matrix], 0) ?? []
const cell = (challenger: number, reasoner: number): string =>
  percent(at(at(matrix, challenger), reasoner).mean)

const fixed = difference(study, 'frozen')
const products = ratios([/^matmul\.\w+ (512|1024)$/], 1)
const training = ratios([/^train /], 1)
const rollouts = ratios([/^rollout /], 0)

const wllama = span(
  over([/^decode /], '@wllama/wllama').map((ratio) => 1 / ratio),
  0,
)

const lesson = 'public/lessons/en/skill-or-habit.json'
/** Share of a round's attempts in the opening recording that do not begin with the answer. */
function working(round: number): string {
  const packed = readFileSync(join(root, 'public/replays/spice-1/episodes.jsonl.gz'))
  const attempts = gunzipSync(packed)
    .toString()
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Episode)
    .filter((episode) => episode.round === round)
    .flatMap((episode) => episode.attempts)
  return percent(attempts.filter((each) => !each.text.startsWith(' Answer')).length / attempts.length)
}

const sentences: readonly (readonly [page: string, sentence: string])[] = [
  ['README.md', `lift a held-out benchmark from ${percent(first)} to ${percent(last)}`],
  ['README.md', `forced to work, have ${points(before.forced.greedy.accuracy.mean)} %`],
  [
    'docs/status.md',
    `have ${points(before.forced.greedy.accuracy.mean)} % of the benchmark, the last weights of seed 1 have ${points(after.forced.greedy.accuracy.mean)} %, forced or not`,
  ],
  ['README.md', `training steps are ${training} times as fast`],
  ['README.md', `decodes a single sequence ${wllama} times as fast as the lab`],
  ['docs/status.md', `decodes one sequence ${wllama} times as fast as the lab`],
  ...ladderSentences,
  ['README.md', `play adds ${points(ladder.skillGain.mean)} points of skill`],
  ['docs/status.md', `${planned - ladder.missing.length} of ${planned} runs`],
  [
    'docs/status.md',
    `${gain(ladder.skillGain)} points greedy ${range(ladder.skillGain).slice(0, -1)}, ${ladder.skillGain.seeds.length} runs)` +
      ` and ${gain(ladder.skillGainAtTemperature1)} at temperature 1 ${range(ladder.skillGainAtTemperature1)}`,
  ],
  [
    'docs/status.md',
    `${gain(ladder.shuffledGain)} ${range(ladder.shuffledGain)} with the Reasoner's rewards shuffled`,
  ],
  ['docs/status.md', `${gain(ladder.majorityGain)} ${range(ladder.majorityGain)}`],
  ['docs/status.md', `nothing is gained: ${gain(ladder.noCorpusGain)} ${range(ladder.noCorpusGain)}`],
  ['README.md', `roll-outs ${rollouts} times`],
  [lesson, `rose from ${percent(first)} to ${percent(last)}`],
  [
    lesson,
    `they score ${points(before.forced.greedy.accuracy.mean)} %. The last weights score ${points(after.forced.greedy.accuracy.mean)} %, forced or not`,
  ],
  [lesson, `self-play gains ${points(ladder.skillGain.mean)} points`],
  [
    lesson.replace('/en/', '/de/'),
    `gewinnt das Spiel ${points(ladder.skillGain.mean).replace('.', ',')} Punkte`,
  ],
  [
    lesson,
    `In the first round ${working(0)} of the attempts work step by step, in the last one ${working(14)}`,
  ],
  [
    'docs/status.md',
    `the Reasoner gains | **${gain(study.fixedChallengerGain)}** ${range(study.fixedChallengerGain)}: ${cell(0, 0)} to ${cell(0, 1)} right`,
  ],
  [
    'docs/status.md',
    `as it was at first loses | **${points(study.fixedReasonerDrop.mean)}** ${range(study.fixedReasonerDrop)}`,
  ],
  [
    'docs/status.md',
    `**${gain(study.heldOutGain)}** ${range(study.heldOutGain)}: ${percent(first)} to ${percent(last)} right`,
  ],
  [
    'docs/status.md',
    `${gain(fixed.greedy)} ${range(fixed.greedy)} greedy, ${gain(fixed.sampled)} ${range(fixed.sampled)} at temperature 1`,
  ],
  [
    'docs/status.md',
    `**${gain(overRandom('greedy'))}** ${range(overRandom('greedy'))} greedy, ${gain(overRandom('sampled'))} ${range(overRandom('sampled'))} at temperature 1`,
  ],
  ['docs/status.md', `${(armOf(study, 'spice').flops.mean / 1e12).toFixed(1)}e12 floating-point operations`],
  [
    'docs/status.md',
    `rises by ${points(armOf(smaller, 'spice').gain.mean)} points ${range(armOf(smaller, 'spice').gain)}, its shuffled control by ${points(armOf(smaller, 'shuffled').gain.mean)} ${range(armOf(smaller, 'shuffled').gain)}`,
  ],
  [
    'docs/status.md',
    `products are ${products} times as fast, training steps ${training} times, roll-outs ${rollouts} times, decoding of one sequence ${ratios([/^decode /], 0)} times`,
  ],
]

describe('a figure', () => {
  it.each(sentences)('in %s is what its report gives: %s', (page, sentence) => {
    expect(sentence).not.toContain('NaN')
    expect(text(page)).toContain(sentence)
  })
})
