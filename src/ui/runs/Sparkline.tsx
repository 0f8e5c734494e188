// The pass rates of a run that is stored, asked for when its card is shown.
import { useEffect, useState } from 'react'
import type { RunRecord } from '../../protocol/records'
import { useApp } from '../context'
import { RateLine } from '../parts/RateLine'

export function Sparkline({ run }: { readonly run: RunRecord }) {
  const app = useApp()
  const [rates, setRates] = useState<readonly number[]>([])
  const { id, rounds } = run
  useEffect(() => {
    let gone = false
    void app.query({ kind: 'run.metrics', run: id }).then((found) => {
      if (!gone) setRates((found ?? []).map(({ passRate }) => passRate).filter((rate) => rate !== null))
    })
    return () => void (gone = true)
  }, [app, id, rounds])
  return <RateLine rates={rates} width={160} height={32} className="sparkline" />
}
