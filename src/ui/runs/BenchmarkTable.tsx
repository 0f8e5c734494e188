// What checkpoints answered to a file of questions: one row each, greedily and at temperature 1, by steps and
// by kind.
import type { Rate } from '../../protocol/arenaReport'
import type { BenchmarkResult, BenchmarkScore, Count } from '../../protocol/benchmarkResult'
import { count, percent } from '../format'
import { Scroll } from '../parts/Scroll'
import { words } from '../strings'

const t = words.trial

interface Props {
  readonly results: readonly { readonly checkpoint: string; readonly result: BenchmarkResult }[]
}

const rate = ({ mean, low, high }: Rate): string =>
  `${percent(mean, 1)} (${words.study.range(percent(low), percent(high))})`
const rateOf = (score: BenchmarkScore | null | undefined): string => (score ? rate(score.accuracy) : '–')
const workingOf = ({ sampled, greedy }: BenchmarkResult): string => {
  const working = (sampled ?? greedy).working
  return working === undefined || working.working === 0
    ? '–'
    : t.ofWorking(percent(working.right / working.working), percent(working.working / working.attempts))
}
const share = (of: Count | undefined): string =>
  of === undefined || of.asked === 0 ? '–' : percent(of.right / of.asked)

export function BenchmarkTable({ results }: Props) {
  const first = results[0]?.result
  if (first === undefined) return null
  const sampled = results.some(({ result }) => result.sampled !== null)
  const forced = results.some(({ result }) => result.forced != null)
  const worked = results.some(({ result }) => result.greedy.working !== undefined)
  // All checkpoints were asked the same file, so the first one's groups are everybody's.
  const steps = Object.keys(first.greedy.bySteps)
  const kinds = Object.keys(first.greedy.byKind)
  return (
    <section className="stack" aria-label={t.answers} data-testid="benchmark">
      <h3>{t.answers}</h3>
      <p className="small muted">
        {t.asked(first.name, count(first.questions))}. {t.chance}: {percent(first.chance, 1)}.
      </p>
      <Scroll label={t.answers}>
        <table>
          <thead>
            <tr>
              <th scope="col">{t.checkpoint}</th>
              <th scope="col">{t.greedy}</th>
              {sampled ? <th scope="col">{t.sampled}</th> : null}
              {worked ? <th scope="col">{t.working}</th> : null}
              {forced ? <th scope="col">{t.forced}</th> : null}
              {forced && sampled ? <th scope="col">{t.forcedSampled}</th> : null}
              {steps.map((each) => (
                <th key={`steps ${each}`} scope="col">
                  {t.steps(each)}
                </th>
              ))}
              {kinds.map((each) => (
                <th key={`kind ${each}`} scope="col">
                  {each}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {results.map(({ checkpoint, result }) => (
              <tr key={checkpoint}>
                <th scope="row">{checkpoint}</th>
                <td className="num">
                  <data value={String(result.greedy.accuracy.mean)}>{rate(result.greedy.accuracy)}</data>
                </td>
                {sampled ? <td className="num">{rateOf(result.sampled)}</td> : null}
                {worked ? <td className="num">{workingOf(result)}</td> : null}
                {forced ? <td className="num">{rateOf(result.forced?.greedy)}</td> : null}
                {forced && sampled ? <td className="num">{rateOf(result.forced?.sampled)}</td> : null}
                {steps.map((each) => (
                  <td key={`steps ${each}`} className="num">
                    {share(result.greedy.bySteps[each])}
                  </td>
                ))}
                {kinds.map((each) => (
                  <td key={`kind ${each}`} className="num">
                    {share(result.greedy.byKind[each])}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </Scroll>
    </section>
  )
}
