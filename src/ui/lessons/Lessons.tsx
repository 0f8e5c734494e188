// The lessons that ship, those from files, and the builder.
import { problemIn } from '../../problems'
import { lazy, Suspense, useEffect, useState } from 'react'
import { parseLesson } from '../../state/lesson'
import { beginLesson, listLessons, openLesson, type LessonEntry } from '../../state/teaching'
import { useApp } from '../context'
import { count } from '../format'
import { ViewHead } from '../parts/ViewHead'
import { words } from '../strings'
import { preferred } from '../strings/language'

const Collected = lazy(() => import('./Collected'))
const Builder = lazy(() => import('./Builder'))
const t = words.lessons

export default function Lessons() {
  const app = useApp()
  const [list, setList] = useState<readonly LessonEntry[]>([])
  const [open, setOpen] = useState<'list' | 'builder' | 'answers'>(() =>
    app.teaching.getState().draft === null ? 'list' : 'builder',
  )
  const building = open === 'builder'
  useEffect(() => {
    let gone = false
    void listLessons(app, preferred).then((found) => {
      if (!gone) setList(found)
    })
    return () => void (gone = true)
  }, [app])
  const fromFile = async (file: File | undefined): Promise<void> => {
    if (file === undefined) return
    const read = parseLesson(await file.text())
    if (read.ok) await beginLesson(app, read.value)
    else app.trouble(problemIn(file.name, read.error))
  }
  return (
    <div className="view" data-testid="lessons">
      <ViewHead title={t.title} lead={t.lead}>
        <div className="push row">
          <label className="button">
            {t.open}
            <input
              type="file"
              accept="application/json,.json"
              className="hidden-text"
              onChange={(event) => {
                void fromFile(event.target.files?.[0])
                event.target.value = ''
              }}
              data-testid="lesson-file"
            />
          </label>
          <button
            type="button"
            className="button"
            aria-pressed={building}
            onClick={() => setOpen(building ? 'list' : 'builder')}
            data-testid="build-lesson"
          >
            {t.build}
          </button>
          <button
            type="button"
            className="button"
            aria-pressed={open === 'answers'}
            onClick={() => setOpen(open === 'answers' ? 'list' : 'answers')}
            data-testid="collect-answers"
          >
            {t.answers.collect}
          </button>
        </div>
      </ViewHead>
      {open !== 'list' ? (
        <Suspense
          fallback={
            <p className="empty" role="status">
              {words.shell.loading}
            </p>
          }
        >
          {building ? <Builder /> : <Collected />}
        </Suspense>
      ) : (
        <ul className="lesson-list">
          {list.map(({ id, title, about, minutes }, index) => (
            <li key={id} className="card stack">
              <p className="small muted num">{t.number(count(index + 1), count(minutes))}</p>
              <h2>{title}</h2>
              <p>{about}</p>
              <div>
                <button
                  type="button"
                  className="button primary"
                  onClick={() => void openLesson(app, id, preferred)}
                  data-testid={`lesson-${id}`}
                  aria-label={t.begin(title)}
                >
                  {t.start}
                </button>
              </div>
            </li>
          ))}
        </ul>
      )}
    </div>
  )
}
