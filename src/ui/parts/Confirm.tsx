// A question before something is lost: a native modal dialog, closed by Escape.
import { useEffect, useId, useRef, type ReactNode } from 'react'

interface Props {
  readonly title: string
  readonly children?: ReactNode
  readonly onClose: () => void
  readonly testId?: string
  /** The focus goes to the title, so that what is long begins at its beginning; else the browser chooses. */
  readonly reads?: boolean
}

export function Modal({ title, children, onClose, testId, reads = false }: Props) {
  const dialog = useRef<HTMLDialogElement>(null)
  const heading = useId()
  const first = useRef<HTMLHeadingElement>(null)
  useEffect(() => {
    const element = dialog.current
    element?.showModal()
    if (reads) first.current?.focus()
    return () => element?.close()
  }, [reads])
  return (
    <dialog ref={dialog} aria-labelledby={heading} onClose={onClose} data-testid={testId}>
      <div className="stack">
        <h2 id={heading} ref={first} tabIndex={-1}>
          {title}
        </h2>
        {children}
      </div>
    </dialog>
  )
}
