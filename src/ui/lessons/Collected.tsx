// The teacher's side of questions with free text: the files of a class as one table, and that as CSV.
import { useState } from 'react'
import { problemIn } from '../../problems'
import { answersCsv, answersTable, readAnswers, type AnswerFile } from '../../state/writtenAnswers'
import { useApp } from '../context'
import { count } from '../format'
import { FilePicker } from '../parts/FilePicker'
import { Scroll } from '../parts/Scroll'
import { words } from '../strings'

const t = words.lessons.answers

export default function Collected() {
  const app = useApp()
  const [files, setFiles] = useState<readonly AnswerFile[]>([])
  const take = async (chosen: FileList): Promise<void> => {
    const read = await Promise.all(
      [...chosen].map(async (file) => ({ name: file.name, read: readAnswers(await file.text()) })),
    )
    for (const { name, read: each } of read) if (!each.ok) app.trouble(problemIn(name, each.error))
    setFiles((known) => [...known, ...read.flatMap(({ read: each }) => (each.ok ? [each.value] : []))])
  }
  const { questions, rows } = answersTable(files)
  return (
    <section className="card stack" aria-label={t.collect} data-testid="collected">
      <div className="row">
        <h2>{t.collect}</h2>
        <span className="push row">
          <FilePicker label={t.open} multiple testId="answer-files" onFiles={(chosen) => void take(chosen)} />
          <button
            type="button"
            className="button"
            disabled={files.length === 0}
            onClick={() =>
              app.env.save(t.csvName, new Blob(['\ufeff', answersCsv(files, t.name)], { type: 'text/csv' }))
            }
          >
            {t.csv}
          </button>
        </span>
      </div>
      {files.length === 0 ? (
        <p className="muted">{t.none}</p>
      ) : (
        <>
          <p className="small muted num" role="status">
            {t.pupils(count(files.length))}
          </p>
          <Scroll label={t.collect} className="answers-table">
            <table>
              <thead>
                <tr>
                  <th scope="col">{t.name}</th>
                  {questions.map((question) => (
                    <th key={question} scope="col">
                      {question}
                    </th>
                  ))}
                </tr>
              </thead>
              <tbody>
                {rows.map(({ name, answers }, row) => (
                  <tr key={row}>
                    <th scope="row">{name === '' ? t.unnamed : name}</th>
                    {answers.map((answer, column) => (
                      <td key={column}>{answer === '' ? '–' : answer}</td>
                    ))}
                  </tr>
                ))}
              </tbody>
            </table>
          </Scroll>
        </>
      )}
    </section>
  )
}
