// What a step of a lesson says and waits for, as the class sees it: in the open lesson and in the
// builder's preview.
import type { ReactNode } from 'react'
import type { Step } from '../../state/lesson'
import { Icon } from '../parts/Icon'
import { words } from '../strings'

const t = words.lessons

interface Props {
  readonly step: Step
  readonly done: boolean
  /** The field for an answer, where the step asks. */
  readonly children?: ReactNode
}

export function StepText({ step, done, children }: Props) {
  return (
    <div className="stack lesson-text">
      <h2>{step.title}</h2>
      {step.text
        .split(/\n\s*\n/)
        .filter((paragraph) => paragraph.trim() !== '')
        .map((paragraph) => (
          <p key={paragraph}>{paragraph}</p>
        ))}
      {step.ask === undefined || children !== undefined ? null : (
        <p>
          <strong>{step.ask}</strong>
        </p>
      )}
      {children}
      {step.wait === undefined ? null : (
        <p className="task-line" data-done={done}>
          <Icon name={done ? 'right' : 'on'} size={16} /> {done ? t.done : t.waits(step.wait)}
        </p>
      )}
    </div>
  )
}
