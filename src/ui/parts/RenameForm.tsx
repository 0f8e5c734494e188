// A name in the place of a heading, to be written anew.
import { useState } from 'react'

interface Props {
  /** What stands there at first. */
  readonly name: string
  readonly label: string
  readonly save: string
  readonly onSave: (name: string) => void
}

export function RenameForm({ name, label, save, onSave }: Props) {
  const [written, setWritten] = useState(name)
  return (
    <form
      className="row"
      onSubmit={(event) => {
        event.preventDefault()
        onSave(written)
      }}
    >
      <input
        className="input"
        aria-label={label}
        value={written}
        onChange={(event) => setWritten(event.target.value)}
      />
      <button type="submit" className="button small">
        {save}
      </button>
    </form>
  )
}
