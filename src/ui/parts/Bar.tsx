// How much is done of what goes on: its name, what of it is at work, and a bar; one that wanders where nobody
// knows how much there is.
import type { ReactNode } from 'react'

interface Props {
  readonly label: string
  /** Of all, from 0 to 1; null where all is not known. */
  readonly share: number | null
  readonly title: string
  readonly detail: string
  readonly amount: string
  readonly children?: ReactNode
}

export function Bar({ label, share, title, detail, amount, children }: Props) {
  return (
    <>
      <div className="row small">
        <strong>{title}</strong>
        <span className="muted">{detail}</span>
        <span className="muted num push">{amount}</span>
        {children}
      </div>
      <div
        className={share === null ? 'bar unsure' : 'bar'}
        role="progressbar"
        aria-label={label}
        aria-valuemin={0}
        aria-valuemax={100}
        {...(share === null ? {} : { 'aria-valuenow': Math.round(100 * share) })}
      >
        <span style={share === null ? undefined : { width: `${100 * share}%` }} />
      </div>
    </>
  )
}
