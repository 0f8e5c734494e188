// The report of a study as Markdown: what is claimed first, then arm by arm, then what the claims rest on.

import { at } from '../base/at'
import { measureNames } from '../protocol/records'
import type { Interval, StudyReport } from '../protocol/studyReport'

const percent = (value: number | null): string => (value === null ? '-' : `${(100 * value).toFixed(1)} %`)
const points = (value: number | null): string =>
  value === null ? '-' : `${value > 0 ? '+' : ''}${(100 * value).toFixed(1)}`
const shown = (each: Interval | null | undefined, how: (value: number | null) => string = percent): string =>
  each == null
    ? '-'
    : each.low === null
      ? how(each.mean)
      : `${how(each.mean)} (${how(each.low)} to ${how(each.high)})`
const change = (each: Interval | null | undefined): string => shown(each, points)
const row = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`
const table = (head: readonly string[], rows: readonly (readonly string[])[]): string[] => [
  row(head),
  row(head.map(() => '---')),
  ...rows.map(row),
  '',
]

function claims(report: StudyReport): string[] {
  const rows = [
    ["Reasoner's gain on the fixed early Challenger's questions, points", change(report.fixedChallengerGain)],
    ["Early Reasoner's loss on later Challengers' questions, points", change(report.fixedReasonerDrop)],
    ['Held-out benchmark, greedy, points', change(report.heldOutGain)],
    ['Held-out benchmark, at temperature 1, points', change(report.heldOutGainAtTemperature1)],
    ['Share of right golds, points', change(report.rightGoldChange)],
    ['Questions answered with the passage at hand', shown(report.passWithPassage)],
  ].filter(([, value]) => value !== '-')
  return rows.length === 0
    ? []
    : table([report.arms.length === 0 ? '' : at(report.arms, 0).arm, 'mean over seeds'], rows)
}

function arms({ arms: all, benchmarks }: StudyReport): string[] {
  const heldOut = benchmarks['heldOut'] ?? {}
  return table(
    [
      'arm',
      'seeds',
      'rounds',
      'probe before',
      'probe after',
      'probe gain',
      'held out, greedy',
      'held out, temperature 1',
      'pass rate',
      'valid',
      'FLOP',
      'seconds',
    ],
    all.map((arm) => [
      ...[
        arm.arm,
        arm.seeds.join(' '),
        String(arm.rounds),
        shown(arm.first),
        shown(arm.last),
        change(arm.gain),
      ],
      ...[
        shown(heldOut[arm.arm]?.greedy.last),
        shown(heldOut[arm.arm]?.sampled?.last),
        percent(arm.passRate.mean),
        percent(arm.validRate.mean),
        arm.flops.mean.toExponential(1),
        String(Math.round(arm.seconds.mean)),
      ],
    ]),
  )
}

function differences(report: StudyReport): string[] {
  const first = report.arms.length === 0 ? '' : at(report.arms, 0).arm
  const held = report.heldOutDifferences.map(({ arm, greedy, sampled, rounds, sameRound }) => [
    arm,
    change(greedy),
    change(sampled),
    `${rounds}${sameRound ? '' : ` (${first}: its last)`}`,
  ])
  const probe = report.differences.map(
    ({ arm, gain }) => `- ${first} over ${arm}, gain of the probe: ${change(gain)} points`,
  )
  return [
    ...(held.length === 0
      ? []
      : table(
          [`${first} over`, 'held out, greedy, points', 'held out, temperature 1, points', 'after round'],
          held,
        )),
    ...probe,
    ...(probe.length === 0 ? [] : ['']),
  ]
}

function arena({ arena: byArm }: StudyReport): string[] {
  const rows = Object.entries(byArm).map(([arm, each]) => [
    ...[
      arm,
      change(each.fixedChallengerGain),
      change(each.fixedReasonerDrop),
      shown(each.rightGold),
      change(each.rightGoldChange),
      shown(each.passWithPassage),
      shown(each.passWithPassageFirstModel),
    ],
    ...[
      change(each.validRateChange),
      shown(each.premisesChange, (value) => (value === null ? '-' : value.toFixed(2))),
    ],
  ])
  return rows.length === 0
    ? []
    : table(
        [
          'arena',
          'fixed Challenger, gain',
          'fixed Reasoner, drop',
          'right gold',
          'its change',
          'with passage',
          'with passage, first model',
          'valid, change',
          'premises, change',
        ],
        rows,
      )
}

function breakdown({ benchmarks }: StudyReport): string[] {
  return Object.entries(benchmarks).flatMap(([name, byArm]) => {
    const one = Object.values(byArm)[0]
    if (one === undefined) return []
    const parts = [
      ...Object.keys(one.bySteps).map((key) => ['bySteps', key] as const),
      ...Object.keys(one.byKind).map((key) => ['byKind', key] as const),
    ]
    const title = (by: 'bySteps' | 'byKind', key: string): string =>
      by === 'byKind' ? key : `${key} ${key === '1' ? 'step' : 'steps'}`
    const rows = Object.entries(byArm).map(([arm, summary]) => [
      arm,
      ...parts.map(
        ([by, key]) =>
          `${percent(summary[by][key]?.first ?? null)} to ${percent(summary[by][key]?.last ?? null)}`,
      ),
    ])
    return parts.length === 0
      ? []
      : table([`${name}: before to after`, ...parts.map(([by, key]) => title(by, key))], rows)
  })
}

function documents({ documents: byArm = {} }: StudyReport): string[] {
  const rows = Object.entries(byArm).map(([arm, summary]) => [
    arm,
    ...measureNames.flatMap((name) => {
      const told = summary[name]
      if (told === undefined) return ['-', '-']
      const [gain, low, high] = told.overQuestions
      return [
        `${percent(told.first.mean)} to ${percent(told.last.mean)}, ${change(told.gain)}`,
        change({ mean: gain, low, high, seeds: [] }),
      ]
    }),
    summary.perplexity === undefined
      ? '-'
      : `${summary.perplexity.first.mean.toFixed(1)} to ${summary.perplexity.last.mean.toFixed(1)}`,
  ])
  return rows.length === 0
    ? []
    : table(
        [
          'documents',
          ...measureNames.flatMap((name) => [`${name}, points over seeds`, 'over questions']),
          'perplexity',
        ],
        rows,
      )
}

/** The report as Markdown. */
export function printReport(report: StudyReport): string {
  const missing =
    report.missing.length === 0
      ? ''
      : ` Not done yet: ${report.missing.map(({ arm, seed }) => `${arm} ${seed}`).join(', ')}.`
  return [
    `# ${report.study}`,
    '',
    `Seeds ${report.seeds.join(', ')}; mean over seeds with 95 % t interval.${missing} ${report.parameters} parameters; ${report.devices.join('; ')}.`,
    '',
    ...claims(report),
    ...arms(report),
    ...differences(report),
    ...arena(report),
    ...breakdown(report),
    ...documents(report),
  ].join('\n')
}

/** A number with the nine digits that a report keeps of it. */
const digits = (_: string, value: unknown): unknown =>
  typeof value === 'number' ? Number(value.toPrecision(9)) : value

/**
 * The report as the text of report.json, a line for each part and the curves last, numbers to nine digits:
 * report.md is the one to read.
 */
export const reportText = ({ curves, ...rest }: StudyReport): string =>
  `{\n${Object.entries({ ...rest, curves })
    .map(([part, value]) => `${JSON.stringify(part)}:${JSON.stringify(value, digits)}`)
    .join(',\n')}\n}\n`
