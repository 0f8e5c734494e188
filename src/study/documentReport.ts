// What became of the measures of documents in each arm: recall, transfer and general knowledge before the
// first round and after the last, over seeds and over questions, and the perplexity on prose. Pure
// arithmetic.

import { at, last } from '../base/at'
import { mean, tInterval } from '../base/statistics'
import { measureNames, type MeasureName, type ProbeRecord } from '../protocol/records'
import type { DocumentSummary, MeasureChange, StudyReport } from '../protocol/studyReport'
import type { ArmRun } from './armRun'
import { changeOf } from './interval'

/** 1 or 0 a question of the measure, in their order. */
const rights = ({ answers }: ProbeRecord, measure: MeasureName): number[] =>
  answers.flatMap((answer) => (answer.measure === measure ? [answer.right ? 1 : 0] : []))

/** Those of the first round and of the last weights; null where the run was not measured twice. */
function ends({ probes }: ArmRun): { readonly first: ProbeRecord; readonly latest: ProbeRecord } | null {
  const sorted = probes.toSorted((a, b) => a.round - b.round)
  const [first, latest] = [sorted[0], sorted.at(-1)]
  return first === undefined || latest === undefined || first === latest ? null : { first, latest }
}

function changeIn(runs: readonly ArmRun[], measure: MeasureName): MeasureChange | null {
  const pairs = runs.flatMap((run) => {
    const both = ends(run)
    if (both === null) return []
    const [before, after] = [rights(both.first, measure), rights(both.latest, measure)]
    return before.length === 0 || before.length !== after.length ? [] : [{ before, after }]
  })
  const [one] = pairs
  if (one === undefined) return null
  // The questions are the same for every seed of a corpus.
  const same = pairs.filter(({ before }) => before.length === one.before.length)
  const gains = one.before.map((_, i) => mean(same.map(({ before, after }) => at(after, i) - at(before, i))))
  const { mean: centre, low, high } = tInterval(gains)
  return {
    ...changeOf(
      pairs.map(({ before }) => mean(before)),
      pairs.map(({ after }) => mean(after)),
    ),
    questions: gains.length,
    overQuestions: gains.length > 1 ? [centre, low, high] : [centre, null, null],
  }
}

function perplexityIn(runs: readonly ArmRun[]): Pick<DocumentSummary, 'perplexity'> {
  const told = runs.map(({ metrics }) => metrics.flatMap(({ perplexity }) => perplexity ?? []))
  const known = told.filter((values) => values.length > 1)
  return known.length === 0
    ? {}
    : {
        perplexity: changeOf(
          known.map((values) => at(values, 0)),
          known.map((values) => last(values)),
        ),
      }
}

/** Nothing where no arm has such measures. */
export function documentReportOf(
  arms: readonly { readonly name: string; readonly runs: readonly ArmRun[] }[],
): Pick<StudyReport, 'documents'> {
  const byArm = arms.flatMap(({ name, runs }) => {
    const [recall, transfer, general] = measureNames.map((measure) => changeIn(runs, measure))
    const summary: DocumentSummary = {
      ...(recall == null ? {} : { recall }),
      ...(transfer == null ? {} : { transfer }),
      ...(general == null ? {} : { general }),
    }
    return Object.keys(summary).length === 0 ? [] : [[name, { ...summary, ...perplexityIn(runs) }] as const]
  })
  return byArm.length === 0 ? {} : { documents: Object.fromEntries(byArm) }
}
