// The studies that come with the lab, and an arena's report that was dropped or picked.
import { useEffect, useState } from 'react'
import type { ArenaReport } from '../../protocol/arena'
import type { StudyReport } from '../../protocol/study'
import { readArena, studyNames, studyReport } from '../../state/studies'
import { useApp } from '../context'
import { percent } from '../format'
import { words } from '../strings'
import { ArenaMap } from './ArenaMap'
import { Report } from './Report'

const t = words.study

function Arena({ arena }: { readonly arena: ArenaReport }) {
  const { challengers, reasoners, cells } = arena
  const of = (row: number): ArenaReport['cells'] => reasoners.flatMap((_, column) => cells.filter((cell) => cell.challenger === row && cell.reasoner === column))
  return (
    <section className="card stack" aria-label={t.arena} data-testid="arena">
      <ArenaMap caption={t.arenaWhy} rows={challengers.map(({ name }) => name)} columns={reasoners.map(({ name }) => name)} cells={challengers.map((_, row) => of(row).map(({ passRate }) => passRate))} />
      <ArenaMap caption={t.withPassage} rows={challengers.map(({ name }) => name)} columns={reasoners.map(({ name }) => name)} cells={challengers.map((_, row) => of(row).map(({ withPassage }) => withPassage))} />
      <h4>{t.controls}</h4>
      <table>
        <thead><tr>{[t.challenger, words.study.valid, t.premises, t.rightGold, t.withChecker, t.choices, t.chance].map((name) => <th key={name} scope="col">{name}</th>)}</tr></thead>
        <tbody>
          {challengers.map((each) => (
            <tr key={each.name}>
              <th scope="row">{each.name}</th>
              <td className="num">{t.of(String(each.valid), String(each.sampled))}</td>
              <td className="num">{each.premises === null ? '–' : each.premises.toFixed(1)}</td>
              <td className="num">{each.rightGold.checked === 0 ? '–' : percent(each.rightGold.mean, 1)}</td>
              <td className="num">{each.withChecker.checked === 0 ? '–' : percent(each.withChecker.mean, 1)}</td>
              <td className="num">{each.choices}</td>
              <td className="num">{each.chance === null ? '–' : percent(each.chance, 1)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}

export default function Studies() {
  const { fetcher } = useApp().env
  const [names, setNames] = useState<readonly string[] | null>(null)
  const [name, setName] = useState<string | null>(null)
  const [report, setReport] = useState<StudyReport | 'broken' | null>(null)
  const [arena, setArena] = useState<ArenaReport | 'broken' | null>(null)
  useEffect(() => {
    void studyNames(fetcher).then((found) => {
      setNames(found)
      setName((chosen) => chosen ?? found[0] ?? null)
    })
  }, [fetcher])
  useEffect(() => {
    if (name === null) return
    let current = true
    void studyReport(fetcher, name).then((found) => { if (current) setReport(found ?? 'broken') })
    return () => { current = false }
  }, [fetcher, name])
  const open = (file: File | undefined): void => {
    if (file !== undefined) void file.text().then((text) => setArena(readArena(text) ?? 'broken'))
  }
  return (
    <section className="stack" data-testid="studies" aria-label={t.title}>
      <div className="row">
        <h2>{t.title}</h2>
        {names !== null && names.length > 1 ? (
          <label className="row small">{t.choose}
            <select className="input" value={name ?? ''} onChange={(event) => { setReport(null); setName(event.target.value) }}>{names.map((each) => <option key={each}>{each}</option>)}</select>
          </label>
        ) : null}
        <label className="button push small">{t.openArena}<input className="hidden-text" type="file" accept=".json,application/json" data-testid="open-arena" onChange={(event) => { open(event.target.files?.[0]); event.target.value = '' }} /></label>
      </div>
      <p className="muted">{names?.length === 0 ? t.none : t.lead}</p>
      {arena === 'broken' ? <p role="alert">{t.notArena}</p> : arena === null ? null : <Arena arena={arena} />}
      {report === 'broken' ? <p role="alert">{t.broken}</p> : report === null ? null : <Report report={report} />}
    </section>
  )
}
