// An arena's report as Markdown, for a terminal or a file: the matrix of pass rates, then the controls of
// each Challenger.

import type { ArenaReport, Rate } from '../protocol/arenaReport'

const percent = (share: number | null | undefined): string =>
  share == null ? '-' : `${(100 * share).toFixed(1)} %`
const shown = (rate: Rate | null): string =>
  rate === null ? '-' : `${percent(rate.mean)} (${percent(rate.low)} to ${percent(rate.high)})`
const ratio = (part: number, whole: number): number | null => (whole === 0 ? null : part / whole)
const row = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`

function table(head: readonly string[], rows: readonly (readonly string[])[]): string[] {
  return [row(head), row(head.map(() => '---')), ...rows.map(row)]
}

/** What there is of the two measures of working, in tables of their own. */
function forcedTables(
  challengers: ArenaReport['challengers'],
  names: readonly string[],
  of: (challenger: number) => ArenaReport['cells'],
): string[] {
  const matrix = (title: string, cell: (of: ArenaReport['cells'][number]) => string): string[] => [
    title,
    '',
    ...table(
      ['Challenger', ...names],
      challengers.map(({ name }, c) => [name, ...of(c).map(cell)]),
    ),
    '',
  ]
  const all = challengers.flatMap((_, c) => of(c))
  return [
    ...(all.some(({ working }) => working !== undefined)
      ? matrix('Right when working, of the share of attempts that work:', ({ working }) =>
          working === undefined
            ? '-'
            : `${percent(ratio(working.right, working.working))} of ${percent(ratio(working.working, working.attempts))}`,
        )
      : []),
    ...(all.some(({ forced }) => forced != null)
      ? matrix('Forced to work:', ({ forced }) => shown(forced ?? null))
      : []),
  ]
}

export function printArena({
  challengers,
  reasoners,
  cells,
  passages,
  candidates,
  attempts,
}: ArenaReport): string {
  const names = reasoners.map(({ name }) => name)
  const of = (challenger: number): ArenaReport['cells'] =>
    cells.filter((cell) => cell.challenger === challenger)
  const controls = challengers.map((each) => [
    each.name,
    `${each.valid} of ${each.sampled}`,
    each.premises === null ? '-' : each.premises.toFixed(2),
    each.rightGold.checked === 0 ? '-' : `${shown(each.rightGold)} of ${each.rightGold.checked}`,
    each.withChecker.checked === 0 ? '-' : `${shown(each.withChecker)} of ${each.withChecker.checked}`,
    String(each.choices),
    percent(each.chance),
  ])
  return [
    `Pass rate, Challenger by Reasoner: ${passages} passages, ${candidates} candidates each, ${attempts} attempts a task; 95 % interval clustered by passage.`,
    '',
    ...table(
      ['Challenger', ...names],
      challengers.map(({ name }, c) => [name, ...of(c).map(({ passRate }) => shown(passRate))]),
    ),
    '',
    'With the passage at hand, one greedy answer a task:',
    '',
    ...table(
      ['Challenger', ...names],
      challengers.map(({ name }, c) => [name, ...of(c).map(({ withPassage }) => shown(withPassage))]),
    ),
    '',
    ...forcedTables(challengers, names, of),
    'Controls:',
    '',
    ...table(
      [
        'Challenger',
        'valid',
        'premises',
        'right gold, by a solver',
        'answered by the passage, by the checker',
        'multiple choice',
        'chance',
      ],
      controls,
    ),
    '',
  ].join('\n')
}
