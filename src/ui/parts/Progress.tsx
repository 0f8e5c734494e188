// A bar that says what is going on and how much of it is done.
import type { Progress } from '../../protocol/door'
import { workOf } from '../../state/session'
import { useSession } from '../context'
import { count } from '../format'
import { words } from '../strings'

/** The bar of whatever the engine is at; nothing while it rests. */
export function Work() {
  const activity = useSession((state) => state.activity)
  const progress = useSession((state) => state.progress)
  const work = workOf({ activity, progress })
  return work === null ? null : <ProgressLine progress={work} />
}

export function ProgressLine({ progress }: { readonly progress: Progress }) {
  const what = words.shell.activity[progress.activity]
  const known = progress.total > 0
  const share = known ? Math.min(1, progress.done / progress.total) : 0
  const text = known ? words.shell.progress(count(progress.done), count(progress.total), words.units[progress.unit] ?? progress.unit) : ''
  return (
    <div className="stack" style={{ gap: '0.35rem' }} data-testid="progress">
      <div className="row small">
        <strong>{what}</strong>
        <span className="muted">{words.shell.detail(progress.detail)}</span>
        <span className="muted num push">{text}</span>
      </div>
      <div
        className={known ? 'bar' : 'bar unsure'}
        role="progressbar"
        aria-label={what}
        aria-valuemin={0}
        aria-valuemax={100}
        {...(known ? { 'aria-valuenow': Math.round(share * 100) } : {})}
      >
        <span style={known ? { width: `${share * 100}%` } : undefined} />
      </div>
    </div>
  )
}
