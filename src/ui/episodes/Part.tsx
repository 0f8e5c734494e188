// One part of a lane: its heading leads back to its phase; once it is past it takes less room, so that what
// is now stands out.
import type { ReactNode } from 'react'
import { endOf, phases, type Phase, type Timeline } from '../../state/timeline'
import { useApp } from '../context'
import { words } from '../strings'

interface Props {
  readonly phase: Phase
  /** The phase at which the stepper stands. */
  readonly now: Phase
  readonly title: string
  readonly timeline: Timeline
  readonly round: number
  readonly children: ReactNode
}

export function Part({ phase, now, title, timeline, round, children }: Props) {
  const app = useApp()
  return (
    <div
      className="part"
      data-part={phase}
      data-now={now === phase}
      data-past={phases.indexOf(now) > phases.indexOf(phase)}
    >
      <h3>
        <button
          type="button"
          className="to-phase"
          title={words.episodes.toPhase(words.episodes.phase[phase])}
          onClick={() => app.view.setState({ tick: endOf(timeline, phase), playing: false, round })}
        >
          {title}
        </button>
      </h3>
      {children}
    </div>
  )
}
