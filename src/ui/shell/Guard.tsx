// Keeps a fault of one view from taking the page with it. The fault goes with what it came of: another view,
// run or episode is drawn anew.
import { Component, type ReactNode } from 'react'
import type { ViewName } from '../../state/address'
import { rememberFault } from '../../state/viewFault'
import { useApp, useSession, useView } from '../context'
import { words } from '../strings'

interface GuardProps {
  readonly children: ReactNode
  /** Names what is drawn. */
  readonly subject: string
  readonly onFault: () => void
  /** Opens another place; null where this is the place that is always there. */
  readonly leave: (() => void) | null
}

class Boundary extends Component<GuardProps, { readonly message: string | null; readonly subject: string }> {
  override state = { message: null, subject: this.props.subject }

  static getDerivedStateFromError(thrown: unknown): { message: string } {
    return { message: thrown instanceof Error ? thrown.message : String(thrown) }
  }

  static getDerivedStateFromProps(
    { subject }: GuardProps,
    before: { readonly subject: string },
  ): { message: null; subject: string } | null {
    return subject === before.subject ? null : { message: null, subject }
  }

  override componentDidCatch(): void {
    this.props.onFault()
  }

  override render() {
    if (this.state.message === null) return this.props.children
    const { leave } = this.props
    return (
      <div className="notice" role="alert" data-testid="fault">
        <div>
          <p>{words.shell.error}</p>
          <p className="small muted">{this.state.message}</p>
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
