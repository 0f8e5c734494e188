// Up to ten runs side by side: their curves (seeds of one configuration folded into a band), what differs
// between them, and what each asked at the round under the cursor.
import { useEffect, useMemo, useRef, useState } from 'react'
import type { RoundMetrics } from '../../protocol/records'
import { endsOf, wholeWindow, within } from '../../state/chartWindow'
import { recordedId, metricsOfRun, recordings } from '../../state/comparedRuns'
import {
  bandOf,
  differingPaths,
  seedGroups,
  mostCompared,
  valueOf,
  type ComparableRun,
} from '../../state/seedGroups'
import { useApp, useView } from '../context'
import { count, percent, decimal } from '../format'
import { SaveChart } from '../charts/SaveChart'
import { WindowControl } from '../charts/WindowControl'
import { Scroll } from '../parts/Scroll'
import { words } from '../strings'
import { configurationName } from '../runs/name'
import { fullLabelOf, valueText } from '../train/FieldRow'
import { Bands, tones } from './Bands'

const t = words.compare
const measures = ['passRate', 'challengerReward', 'validRate', 'probeAccuracy', 'duplicateShare'] as const
type Measure = (typeof measures)[number]

export default function Compare({ own }: { readonly own: readonly ComparableRun[] }) {
  const app = useApp()
  const chosen = useView((state) => state.compare)
  const [recorded, setRecorded] = useState<readonly ComparableRun[]>([])
  const [metrics, setMetrics] = useState<ReadonlyMap<string, readonly RoundMetrics[]>>(new Map())
  const [measure, setMeasure] = useState<Measure>('passRate')
  const [only, setOnly] = useState(true)
  const [window, setWindow] = useState(wholeWindow)
  const drawing = useRef<HTMLDivElement>(null)
  useEffect(() => {
    let gone = false
    void recordings(app).then((list) => {
      if (!gone) setRecorded(list)
    })
    return () => void (gone = true)
  }, [app])
  const all = useMemo(() => [...own, ...recorded], [own, recorded])
  const runs = useMemo(() => chosen.flatMap((id) => all.find((each) => each.id === id) ?? []), [chosen, all])
  useEffect(() => {
    let gone = false
    for (const run of runs) {
      if (metrics.has(run.id)) continue
      void metricsOfRun(app, run).then((list) => {
        if (!gone) setMetrics((known) => new Map(known).set(run.id, list))
      })
    }
    return () => void (gone = true)
  }, [app, runs, metrics])
  const folded = useMemo(() => seedGroups(runs, words.train.seed, configurationName), [runs])
  const value = (each: RoundMetrics): number | null => each[measure]
  const folds = folded.map(({ name, members }) => ({
    name,
    seeds: members.length,
    points: bandOf(
      members.map(({ id }) => metrics.get(id) ?? []),
      (each) => each[measure],
      measure === 'challengerReward' ? undefined : [0, 1],
    ),
  }))
  const ends = endsOf(folds.flatMap(({ points }) => points))
  const bands = folds.map((fold) => ({ ...fold, points: within(window, fold.points, ({ round }) => round) }))
  const toggle = (id: string): void =>
    app.view.setState({
      compare: chosen.includes(id)
        ? chosen.filter((each) => each !== id)
        : [...chosen, id].slice(-mostCompared),
    })
  const paths = differingPaths(runs)
  const rows = only
    ? paths
    : [
        ...new Set([
          ...paths,
          'model.size',
          'game.rounds',
          'game.groupSize',
          'reward.challenger',
          'update.learningRate',
          'game.trains',
          'game.corpus',
        ]),
      ]
  const last = (run: ComparableRun, of: (each: RoundMetrics) => number | null): number | null =>
    metrics
      .get(run.id)
      ?.map(of)
      .findLast((each) => each !== null) ?? null
  return (
    <section className="card stack compare" aria-label={t.title} data-testid="compare">
      <div className="row">
        <h2>{t.title}</h2>
        <label className="row small push">
          {t.measure}
          <select
            className="input narrow"
            value={measure}
            onChange={(event) =>
              setMeasure(measures.find((each) => each === event.target.value) ?? 'passRate')
            }
          >
            {measures.map((each) => (
              <option key={each} value={each}>
                {t.measures[each]}
              </option>
            ))}
          </select>
        </label>
      </div>
      <ul className="pick" aria-label={t.pick}>
        {all.map(({ id, name, recorded: is }) => (
          <li key={id}>
            <label className="row small">
              <input
                type="checkbox"
                checked={chosen.includes(id)}
                disabled={!chosen.includes(id) && chosen.length >= mostCompared}
                onChange={() => toggle(id)}
                data-testid={`pick-${id}`}
              />
              {name}
              {is ? <span className="badge">{t.recorded}</span> : null}
            </label>
          </li>
        ))}
      </ul>
      {runs.length < 2 ? (
        <p className="muted">{t.few}</p>
      ) : (
        <>
          <div ref={drawing}>
            <Bands
              log={window.log}
              bands={bands}
              share={measure !== 'challengerReward'}
              label={t.measures[measure]}
            />
          </div>
          <div className="row">
            {ends === null ? null : <WindowControl window={window} ends={ends} onChange={setWindow} />}
            <span className="push row">
              <SaveChart
                name={`${t.title}: ${t.measures[measure]}`}
                frame={drawing}
                rows={() => [
                  [t.line, words.study.rounds, t.measures[measure], t.low, t.high],
                  ...bands.flatMap(({ name, points }) =>
                    points.map(({ round, mean, low, high }) => [name, round + 1, mean, low, high]),
                  ),
                ]}
              />
            </span>
          </div>
          <ul className="legend small">
            {folded.map(({ name, members }, index) => (
              <li key={name + String(index)}>
                <svg width="22" height="10" aria-hidden="true">
                  <path
                    d="M0 5H22"
                    stroke={tones[index % tones.length]?.colour}
                    strokeWidth="2.5"
                    strokeDasharray={tones[index % tones.length]?.dash}
                  />
                </svg>
                {name}
                {members.length > 1 ? <span className="muted"> {t.seeds(count(members.length))}</span> : null}
              </li>
            ))}
          </ul>
          <div className="row">
            <label className="row small">
              <input
                type="checkbox"
                checked={only}
                onChange={(event) => setOnly(event.target.checked)}
                data-testid="only-differences"
              />
              {t.only}
            </label>
          </div>
          <Scroll label={t.differences}>
            <table className="num" data-testid="differences">
              <thead>
                <tr>
                  <th scope="col">{t.setting}</th>
                  {runs.map(({ id, name }) => (
                    <th key={id} scope="col">
                      {name}
                    </th>
                  ))}
                </tr>
              </thead>
              <tbody>
                <tr>
                  <th scope="row">{words.train.seed}</th>
                  {runs.map(({ id, linked }) => (
                    <td key={id}>{linked.seed}</td>
                  ))}
                </tr>
                {rows.map((path) => (
                  <tr key={path} data-path={path}>
                    <th scope="row">{fullLabelOf(path)}</th>
                    {runs.map((run) => (
                      <td key={run.id}>{valueText(path, valueOf(run, path))}</td>
                    ))}
                  </tr>
                ))}
                <tr>
                  <th scope="row">{t.lastOf(t.measures.probeAccuracy)}</th>
                  {runs.map((run) => (
                    <td key={run.id}>
                      {percent(
                        last(run, ({ probeAccuracy }) => probeAccuracy),
                        1,
                      )}
                    </td>
                  ))}
                </tr>
                {measure === 'probeAccuracy' ? null : (
                  <tr>
                    <th scope="row">{t.lastOf(t.measures[measure])}</th>
                    {runs.map((run) => (
                      <td key={run.id}>
                        {measure === 'challengerReward'
                          ? decimal(last(run, value))
                          : percent(last(run, value), 1)}
                      </td>
                    ))}
                  </tr>
                )}
              </tbody>
            </table>
          </Scroll>
          <div className="row">
            {runs
              .filter(({ recorded: is }) => is)
              .map(({ id, name }) => (
                <button
                  key={id}
                  type="button"
                  className="button small"
                  onClick={() => void app.watchRecording(recordedId(id)).then(() => app.go('train'))}
                >
                  {t.play(name)}
                </button>
              ))}
          </div>
        </>
      )}
    </section>
  )
}
