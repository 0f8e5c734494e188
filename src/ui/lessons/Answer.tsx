// The pupil's side of a question with free text: the field, and the file with all answers at the lesson's
// end.
import { useState } from 'react'
import { useStore } from 'zustand'
import { answerFile, answerFileName, writtenAt } from '../../state/writtenAnswers'
import type { Lesson } from '../../state/lesson'
import { write } from '../../state/teaching'
import { useApp } from '../context'
import { words } from '../strings'

const t = words.lessons

export function AnswerField({ ask, step }: { readonly ask: string; readonly step: number }) {
  const app = useApp()
  const written = useStore(app.teaching, (state) => writtenAt(state.written, step))
  return (
    <label className="field">
      <span>{ask}</span>
      <textarea
        className="input"
        rows={3}
        value={written}
        onChange={(event) => write(app, event.target.value)}
        data-testid="written"
      />
    </label>
  )
}

export function SaveAnswers({ lesson }: { readonly lesson: Lesson }) {
  const app = useApp()
  const [name, setName] = useState('')
  const written = useStore(app.teaching, (state) => state.written)
  const save = (): void => {
    const file = answerFile(lesson, name, written)
    app.env.save(
      answerFileName(file),
      new Blob([`${JSON.stringify(file, null, 2)}\n`], { type: 'application/json' }),
    )
  }
  return (
    <form
      className="stack answers-save"
      onSubmit={(event) => {
        event.preventDefault()
        save()
      }}
    >
      <label className="field">
        <span>{t.answers.name}</span>
        <input className="input" value={name} onChange={(event) => setName(event.target.value)} />
      </label>
      <button type="submit" className="button small" data-testid="save-answers">
        {t.answers.save}
      </button>
      <p className="small muted">{t.answers.why}</p>
    </form>
  )
}
