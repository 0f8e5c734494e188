// English: comparing runs.

export const compare = {
  title: 'Compare runs',
  pick: 'Runs',
  recorded: 'recorded',
  few: 'Choose two or more runs. Runs that differ only in the seed become one line with a band.',
  measure: 'Measure',
  measures: {
    passRate: 'pass rate',
    challengerReward: 'Challenger’s reward',
    validRate: 'valid questions',
    probeAccuracy: 'probe accuracy',
    duplicateShare: 'repeats',
  },
  seeds: (n: string) => `(${n} seeds, 95% interval)`,
  only: 'Differences only',
  differences: 'Settings side by side',
  setting: 'Setting',
  lastOf: (measure: string) => `Latest ${measure}`,
  play: (name: string) => `Play “${name}”`,
}
