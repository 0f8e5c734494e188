// A button that opens the browser's own dialog for files or for a whole folder.
import { useRef } from 'react'

interface Props {
  readonly label: string
  /** Whole folders in place of files. */
  readonly folder?: boolean
  readonly multiple?: boolean
  /** Ends of names, as `.gguf`; all files where it is left out. */
  readonly accept?: string
  readonly primary?: boolean
  readonly disabled?: boolean
  readonly testId: string
  readonly onFiles: (files: FileList) => void
}

export function FilePicker({
  label,
  folder = false,
  multiple = folder,
  accept,
  primary = false,
  disabled = false,
  testId,
  onFiles,
}: Props) {
  const input = useRef<HTMLInputElement>(null)
  return (
    <>
      <button
        type="button"
        className={primary ? 'button primary' : 'button'}
        disabled={disabled}
        onClick={() => input.current?.click()}
      >
        {label}
      </button>
      <input
        ref={(element) => {
          input.current = element
          // React knows no property of this name.
          if (folder) element?.setAttribute('webkitdirectory', '')
        }}
        type="file"
        multiple={multiple}
        accept={accept}
        hidden
        aria-hidden="true"
        tabIndex={-1}
        onChange={({ target }) => {
          if (target.files !== null) onFiles(target.files)
          // So that the same files can be chosen again.
          target.value = ''
        }}
        data-testid={testId}
      />
    </>
  )
}
