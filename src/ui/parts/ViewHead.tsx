// The head of a view: its title, one line of what it is for, and what can be done with all of it.
import type { ReactNode } from 'react'

interface Props {
  readonly title: string
  readonly lead: string
  readonly children?: ReactNode
}

export function ViewHead({ title, lead, children }: Props) {
  return (
    <div className="view-head">
      <div>
        <h1>{title}</h1>
        <p>{lead}</p>
      </div>
      {children}
    </div>
  )
}
