// Health of a run in play: what the rules' alarms mean to the person who plays, each with the setting that
// mends it.
// Stops nothing, but a line that is no number.

import type { Episode, RoundMetrics } from '../protocol/records'
import { freeText, type PassageAnalyser } from '../spice/analyser'
import { alarmEpisode } from '../spice/alarmEpisode'
import { alarms, type Alarm, type AlarmKind } from '../spice/health'

export interface Warning {
  readonly kind: AlarmKind
  /**
   * An episode of the newest round that shows it; null where none does by itself, or where no episodes are at
   * hand.
   */
  readonly episode: number | null
  readonly message: string
  /** Field of the configuration that mends it. */
  readonly fix: string
}

const percent = (share: number | undefined): string => `${Math.round(100 * (share ?? 0))} %`

const warnings: Readonly<
  Record<AlarmKind, { readonly fix: string; readonly words: (numbers: Alarm['numbers']) => string }>
> = {
  notFinite: {
    fix: 'update.learningRate',
    words: () =>
      'A number of this round is not finite. Lower the learning rate and go on from an older checkpoint.',
  },
  noValidTasks: {
    fix: 'warmStart.steps',
    words: ({ validRate }) =>
      `Only ${percent(validRate)} of the questions are valid: warm-start longer or turn gates off.`,
  },
  repeats: {
    fix: 'game.passages',
    words: ({ duplicateShare }) =>
      `${percent(duplicateShare)} of the questions are repeats: add passages, or play fewer rounds.`,
  },
  entropyCollapse: {
    fix: 'update.learningRate',
    words: ({ before, now }) =>
      `Entropy fell from ${(before ?? 0).toFixed(2)} to ${(now ?? 0).toFixed(2)} nats a token: completions hardly vary. Lower the learning rate.`,
  },
  rewardWithoutProbe: {
    fix: 'gates.active',
    words: ({ probeBefore, probeNow }) =>
      `The Challenger earns more while the probe fell from ${percent(probeBefore)} to ${percent(probeNow)}: read the episodes for questions that are no questions, and turn gates on.`,
  },
  noSignal: {
    fix: 'warmStart.steps',
    words: ({ noSignalShare }) =>
      `${percent(noSignalShare)} of the groups carry no signal: the questions are all too easy or all too hard.`,
  },
  coinFlips: {
    fix: 'reward.chanceCorrection',
    words: ({ passRate }) =>
      `Questions of two answers are answered at ${percent(passRate)}, as by a coin, and paid the most: turn chance correction on.`,
  },
  wrongGold: {
    fix: 'gates.active',
    words: ({ share, checked }) =>
      `${percent(share)} of ${checked ?? 0} gold answers are wrong, by a solver: turn the gates "Follows" or "Solved" on.`,
  },
  leaks: {
    fix: 'gates.active',
    words: ({ share }) =>
      `${percent(share)} of the valid questions hold their own answer: turn the gate "No leak" on.`,
  },
  invalidGroups: {
    fix: 'warmStart.steps',
    words: ({ share }) =>
      `${percent(share)} of the Challenger's groups carry no signal, such as those in which all is invalid: warm-start longer, or allow more tries.`,
  },
  guessInflation: {
    fix: 'reward.chanceCorrection',
    words: ({ passRate }) =>
      `Multiple choice is answered at ${percent(passRate)}, no better than by guessing, and paid all the same: turn chance correction on.`,
  },
}

/** The alarms that hold after the newest round, in words, each with one of its episodes. */
export function health(
  metrics: readonly RoundMetrics[],
  episodes: readonly Episode[] = [],
  analyser: PassageAnalyser = freeText,
): Warning[] {
  return alarms(metrics).map(({ kind, numbers, round }) => {
    const { words, fix } = warnings[kind]
    const episode = alarmEpisode(kind, episodes, analyser)
    return {
      kind,
      episode,
      message:
        episode === null
          ? words(numbers)
          : `${words(numbers)} See episode ${episode + 1} of round ${round + 1}.`,
      fix,
    }
  })
}

/** Throws naming the first field that is not a finite number: such a line must never be written. */
export function assertFinite(metrics: RoundMetrics): RoundMetrics {
  const check = (value: unknown, path: string): void => {
    if (typeof value === 'number' && !Number.isFinite(value))
      throw new Error(
        `Round ${metrics.round}: ${path} is ${value}. The run stops; lower update.learningRate and go on from the last checkpoint.`,
      )
    if (typeof value === 'object' && value !== null)
      for (const [key, inner] of Object.entries(value)) check(inner, path === '' ? key : `${path}.${key}`)
  }
  check(metrics, '')
  return metrics
}
