// Keeps a fault of one view from taking the page with it. The fault goes with what it came of: another view,
// run or episode is drawn anew.
import { Component, type ReactNode } from 'react'
import { isLostPart } from '../../base/lostPart'
import { messageOf } from '../../base/result'
import { problem } from '../../problems'
import type { ViewName } from '../../state/address'
import { rememberFault } from '../../state/viewFault'
import { useApp, useSession, useView } from '../context'
import { sentenceOf } from '../problemText'
import { words } from '../strings'

interface GuardProps {
  readonly children: ReactNode
  /** Names what is drawn. */
  readonly subject: string
  readonly onFault: () => void
  /** Opens another place; null where this is the place that is always there. */
  readonly leave: (() => void) | null
}

interface BoundaryState {
  readonly fault: { readonly thrown: unknown } | null
  readonly subject: string
}

class Boundary extends Component<GuardProps, BoundaryState> {
  override state: BoundaryState = { fault: null, subject: this.props.subject }

  static getDerivedStateFromError(thrown: unknown): Pick<BoundaryState, 'fault'> {
    return { fault: { thrown } }
  }

  static getDerivedStateFromProps({ subject }: GuardProps, before: BoundaryState): BoundaryState | null {
    return subject === before.subject ? null : { fault: null, subject }
  }

  override componentDidCatch(thrown: unknown): void {
    if (!isLostPart(thrown)) this.props.onFault()
  }

  override render() {
    const { fault } = this.state
    if (fault === null) return this.props.children
    const lost = isLostPart(fault.thrown)
    const leave = lost ? null : this.props.leave
    return (
      <div className="notice" role="alert" data-testid="fault">
        <div>
          <p>{lost ? sentenceOf(problem('part-missing')) : words.shell.error}</p>
          {lost ? null : <p className="small muted">{messageOf(fault.thrown)}</p>}
        </div>
        {leave === null ? null : (
          <button type="button" className="button" onClick={leave}>
            {words.shell.toRuns}
          </button>
        )}
        <button type="button" className="button" onClick={() => window.location.reload()}>
          {words.shell.reload}
        </button>
      </div>
    )
  }
}

export function Guard({ view, children }: { readonly view: ViewName; readonly children: ReactNode }) {
  const app = useApp()
  const run = useSession((state) => `${state.source} ${state.run?.id ?? ''}`)
  const place = useView((state) => `${String(state.round)} ${state.episode} ${String(state.candidate)}`)
  return (
    <Boundary
      subject={`${view} ${run} ${place}`}
      onFault={() => rememberFault(app.env.keep, view)}
      leave={view === 'runs' ? null : () => app.go('runs')}
    >
      {children}
    </Boundary>
  )
}
