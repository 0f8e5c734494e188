// The best question of a kept run's newest round, asked for when its card is shown.
import { useEffect, useState } from 'react'
import type { RunRecord } from '../../protocol/records'
import { bestQuestion, type BestQuestion as Best } from '../../state/bestQuestion'
import { useApp } from '../context'
import { count } from '../format'
import { words } from '../strings'

const t = words.runs

export function BestQuestion({ run }: { readonly run: RunRecord }) {
  const app = useApp()
  const [best, setBest] = useState<Best | null>(null)
  const { id, rounds } = run
  useEffect(() => {
    if (rounds === 0) return undefined
    let gone = false
    void app.query({ kind: 'run.episodes', run: id, round: rounds - 1 }).then((found) => {
      if (!gone) setBest(bestQuestion(found ?? []))
    })
    return () => void (gone = true)
  }, [app, id, rounds])
  return best === null ? null : (
    <p className="best-question" data-testid="best-question">
      <span className="small muted">{t.best(count(best.right), count(best.attempts))}</span> {best.question}
    </p>
  )
}
