// The studies that come with the lab, and an arena's report that was dropped or picked.
import { useEffect, useState } from 'react'
import type { ArenaReport } from '../../protocol/arenaReport'
import type { StudyReport } from '../../protocol/studyReport'
import { readArena, studyNames, studyReport } from '../../state/studies'
import { useApp } from '../context'
import { words } from '../strings'
import { Arena } from './Arena'
import { Report } from './Report'

const t = words.study

/** A study that comes with the lab has a title in every language; another has its own. */
const titleOf = (folder: string | null, own: string): string => t.titles[folder ?? ''] ?? own

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
    void studyReport(fetcher, name).then((found) => {
      if (current) setReport(found ?? 'broken')
    })
    return () => {
      current = false
    }
  }, [fetcher, name])
  const open = (file: File | undefined): void => {
    if (file !== undefined) void file.text().then((text) => setArena(readArena(text) ?? 'broken'))
  }
  return (
    <section className="stack" data-testid="studies" aria-label={t.title}>
      <div className="row">
        <h2>{report === null || report === 'broken' ? t.title : titleOf(name, report.study)}</h2>
        {names !== null && names.length > 1 ? (
          <label className="row small">
            {t.choose}
            <select
              className="input narrow"
              value={name ?? ''}
              onChange={(event) => {
                setReport(null)
                setName(event.target.value)
              }}
            >
              {names.map((each) => (
                <option key={each} value={each}>
                  {titleOf(each, each)}
                </option>
              ))}
            </select>
          </label>
        ) : null}
        <label className="button push small">
          {t.openArena}
          <input
            className="hidden-text"
            type="file"
            accept=".json,application/json"
            data-testid="open-arena"
            onChange={(event) => {
              open(event.target.files?.[0])
              event.target.value = ''
            }}
          />
        </label>
      </div>
      {names?.length === 0 ? <p className="muted">{t.none}</p> : null}
      {arena === 'broken' ? (
        <p role="alert">{t.notArena}</p>
      ) : arena === null ? null : (
        <Arena arena={arena} />
      )}
      {report === 'broken' ? (
        <p role="alert">{t.broken}</p>
      ) : report === null ? null : (
        <Report report={report} />
      )}
    </section>
  )
}
