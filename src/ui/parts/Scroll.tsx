// What scrolls inside its card, a table mostly: it can be reached and moved by keyboard, and says what it is.
import type { ReactNode } from 'react'

interface Props {
  readonly label: string
  readonly className?: string
  readonly testId?: string
  readonly children: ReactNode
}

export function Scroll({ label, className = '', testId, children }: Props) {
  return (
    <div
      className={`scroll ${className}`.trim()}
      tabIndex={0}
      role="region"
      aria-label={label}
      data-testid={testId}
    >
      {children}
    </div>
  )
}
