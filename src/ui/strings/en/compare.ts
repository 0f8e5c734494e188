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
  line: 'Line',
  low: '95% from',
  high: '95% to',
  only: 'Differences only',
  differences: 'Settings side by side',
  setting: 'Setting',
  lastOf: (measure: string) => `Latest ${measure}`,
  play: (name: string) => `Play “${name}”`,
}

export const saveChart = {
  csv: 'CSV',
  image: 'Image',
  csvOf: (name: string) => `Save as CSV: ${name}`,
  imageOf: (name: string) => `Save as image: ${name}`,
}

/** Which rounds charts show. */
export const chartWindow = {
  rounds: 'Rounds',
  from: 'First round shown',
  to: 'Last round shown',
  all: 'Show all',
  log: 'Log scale',
}
