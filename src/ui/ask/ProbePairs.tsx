// The probe's fixed questions, answered before and after, side by side.
import { useState } from 'react'
import type { ProbeAnswer } from '../../protocol/records'
import type { App } from '../../state/app'
import { showSource, sourceOf } from '../../state/corpusActions'
import { useApp, useSession } from '../context'
import { count, percent } from '../format'
import { Icon } from '../parts/Icon'
import { Scroll } from '../parts/Scroll'
import { useInTurn } from '../parts/useInTurn'
import { words } from '../strings'

const t = words.ask
/** Rows that are drawn; a probe may have thousands. */
const most = 100

function Cell({ answer }: { readonly answer: ProbeAnswer | undefined }) {
  if (answer === undefined) return <td>–</td>
  return (
    <td data-right={answer.right}>
      <span className="row" style={{ gap: '0.35rem', flexWrap: 'nowrap' }}>
        <Icon name={answer.right ? 'right' : answer.answer === null ? 'none' : 'wrong'} size={15} />
        <span>
          {answer.answer ?? t.none}
          <span className="hidden-text">, {words.episodes.verdict[answer.right ? 'right' : 'wrong']}</span>
        </span>
      </span>
    </td>
  )
}

interface Pair {
  readonly before: ProbeAnswer | undefined
  readonly after: ProbeAnswer
}

/** What could not be answered at first and can be now, then what was lost, then other changes. */
function rank({ before, after }: Pair): number {
  if (before === undefined || before.answer === after.answer) return 3
  return after.right ? 0 : before.right ? 1 : 2
}

/** Questions about a person's documents, gains first; other probes stay in the order of their file. */
const inOrder = (pairs: readonly Pair[]): readonly Pair[] =>
  pairs.some(({ after }) => after.measure !== undefined) ? pairs.toSorted((a, b) => rank(a) - rank(b)) : pairs

/** Opens the document of a question, with the gap's place in it marked. */
async function openPlace(app: App, place: NonNullable<ProbeAnswer['place']>): Promise<void> {
  const record = await sourceOf(app, place.document)
  if (record !== null) await showSource(app, record, { start: place.start, end: place.end })
}

/** Where a question about documents is from. */
function Source({ answer: { measure, document, place } }: { readonly answer: ProbeAnswer }) {
  const app = useApp()
  if (measure === undefined) return null
  return (
    <span className="small muted">
      <br />
      {words.train.line[measure] ?? measure}
      {document === undefined ? null : ' · '}
      {document === undefined ? null : place === undefined ? (
        document
      ) : (
        <button
          type="button"
          className="link source"
          title={words.episodes.toSource}
          onClick={() => void openPlace(app, place)}
        >
          {document}
        </button>
      )}
    </span>
  )
}

export function ProbePairs() {
  const probes = useSession((state) => state.probes)
  const [only, setOnly] = useState(false)
  // Its hundred rows do not hold the view that opens above them.
  const there = useInTurn(true, false)
  const first = probes[0]
  const last = probes.at(-1)
  if (!there || first === undefined || last === undefined) return null
  if (first === last)
    return (
      <div className="card empty" role="status">
        <p>{t.once}</p>
      </div>
    )
  const pairs = last.answers.map((after, index): Pair => ({ after, before: first.answers[index] }))
  const rows = inOrder(pairs).filter(({ before, after }) => !only || before?.answer !== after.answer)
  return (
    <section className="card stack" data-testid="probe-pairs" aria-label={words.train.curve.probe.title}>
      <div className="row">
        <h2>{words.train.curve.probe.title}</h2>
        <label className="row push small">
          <input type="checkbox" checked={only} onChange={(event) => setOnly(event.target.checked)} />
          {t.only}
        </label>
      </div>
      {rows.length === 0 ? (
        <p className="muted">{t.nothing}</p>
      ) : (
        <Scroll className="probes" label={words.train.curve.probe.about}>
          <table>
            <thead>
              <tr>
                <th scope="col">{t.probeQuestion}</th>
                <th scope="col">{t.gold}</th>
                {[first, last].map((probe) => (
                  <th key={probe.round} scope="col">
                    {t.probes(count(probe.round))}
                    <br />
                    <span className="muted num">{t.accuracy(percent(probe.accuracy, 1))}</span>
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {rows.slice(0, most).map(({ before, after }, index) => (
                <tr key={index}>
                  <td>
                    {after.question}
                    <Source answer={after} />
                  </td>
                  <td>{after.gold}</td>
                  <Cell answer={before} />
                  <Cell answer={after} />
                </tr>
              ))}
            </tbody>
          </table>
        </Scroll>
      )}
    </section>
  )
}
