// What an alarm over a run's metrics says: the numbers that raised it, and what to do about it. Codes are
// `health.` and the alarm's kind.

/** `shown`: an episode that shows it, both counted from 0; null where none does by itself. */
type Shown = { shown: { readonly episode: number; readonly round: number } | null }

const percent = (share: number): string => `${Math.round(100 * share)}%`
const see = ({ shown }: Shown): string =>
  shown === null ? '' : ` See episode ${shown.episode + 1} of round ${shown.round + 1}.`

export const alarms = {
  'health.notFinite': (values: Shown & { fields: number }) =>
    `A number in this round is not finite. Lower the learning rate and resume from an older checkpoint.${see(values)}`,
  'health.noValidTasks': (values: Shown & { validRate: number }) =>
    `Only ${percent(values.validRate)} of the questions are valid: lengthen warm-up training, or start from weights that can write questions.${see(values)}`,
  'health.repeats': (values: Shown & { duplicateShare: number }) =>
    `${percent(values.duplicateShare)} of the questions are repeats: add passages, or play fewer rounds.${see(values)}`,
  /** Nats per token. */
  'health.entropyCollapse': (values: Shown & { before: number; now: number }) =>
    `Entropy fell from ${values.before.toFixed(2)} to ${values.now.toFixed(2)} nats per token: completions hardly vary. Lower the learning rate.${see(values)}`,
  'health.rewardWithoutProbe': (
    values: Shown & { rewardBefore: number; rewardNow: number; probeBefore: number; probeNow: number },
  ) =>
    `The Challenger earns more while the probe fell from ${percent(values.probeBefore)} to ${percent(values.probeNow)}: look through the episodes for questions that aren’t real questions, and turn gates on.${see(values)}`,
  'health.noSignal': (values: Shown & { noSignalShare: number }) =>
    `${percent(values.noSignalShare)} of the groups carry no signal: the questions are all too easy or all too hard.${see(values)}`,
  'health.coinFlips': (values: Shown & { share: number; passRate: number; high: number }) =>
    `Yes-or-no questions are answered at ${percent(values.passRate)}, like a coin flip, and earn the most: turn chance correction on.${see(values)}`,
  'health.wrongGold': (values: Shown & { share: number; checked: number }) =>
    `${percent(values.share)} of ${values.checked} gold answers are wrong according to a solver: turn the gates "Follows" or "Solved" on.${see(values)}`,
  'health.leaks': (values: Shown & { share: number }) =>
    `${percent(values.share)} of the valid questions contain their own answer: turn the gate "No leak" on.${see(values)}`,
  'health.invalidGroups': (values: Shown & { share: number }) =>
    `${percent(values.share)} of the Challenger's groups carry no signal, for example because every question is invalid: lengthen warm-up training, or allow more candidates.${see(values)}`,
  'health.guessInflation': (values: Shown & { share: number; passRate: number; high: number }) =>
    `Multiple choice is answered at ${percent(values.passRate)}, no better than guessing, and rewarded all the same: turn chance correction on.${see(values)}`,
}
