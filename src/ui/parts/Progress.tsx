// What the engine is at, and how much of it is done.
import type { ReactNode } from 'react'
import type { Progress } from '../../protocol/door'
import { workOf } from '../../state/session'
import { useSession } from '../context'
import { count } from '../format'
import { words } from '../strings'
import { Bar } from './Bar'

/** The bar of whatever the engine is at; nothing while it rests. */
export function Work({ children }: { readonly children?: ReactNode }) {
  const activity = useSession((state) => state.activity)
  const progress = useSession((state) => state.progress)
  const work = workOf({ activity, progress })
  return work === null ? null : <ProgressLine progress={work}>{children}</ProgressLine>
}

export function ProgressLine({
  progress,
  children,
}: {
  readonly progress: Progress
  readonly children?: ReactNode
}) {
  const what = words.shell.activity[progress.activity]
  const share = progress.total > 0 ? Math.min(1, progress.done / progress.total) : null
  const text =
    share !== null
      ? words.shell.progress(
          count(progress.done),
          count(progress.total),
          words.units[progress.unit] ?? progress.unit,
        )
      : ''
  return (
    <div className="stack" style={{ gap: '0.35rem' }} data-testid="progress">
      <Bar label={what} share={share} title={what} detail={words.shell.detail(progress.detail)} amount={text}>
        {children}
      </Bar>
    </div>
  )
}
