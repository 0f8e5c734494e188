// English: comparing runs.

export const compare = {
  title: 'Compare runs',
  pick: 'Runs',
  recorded: 'recorded',
  few: 'Choose two runs or more. Runs that differ in nothing but the seed are folded into one line with a band.',
  measure: 'Measure',
  measures: {
    passRate: 'pass rate',
    challengerReward: 'Challenger’s reward',
    validRate: 'valid tries',
    probeAccuracy: 'probe accuracy',
    duplicateShare: 'repeats',
  },
  seeds: (n: string) => `(${n} seeds, 95 % interval)`,
  only: 'Differences only',
  differences: 'Settings side by side',
  setting: 'Setting',
  lastOf: (measure: string) => `Newest ${measure}`,
  play: (name: string) => `Play “${name}”`,
}
