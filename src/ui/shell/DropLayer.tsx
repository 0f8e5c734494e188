// Drop and paste anywhere: the whole page takes documents. Text pasted into a field stays there.
// The veil takes the drop itself: what lies under it may be drawn anew meanwhile, and a drop on what is gone
// is lost.
import { messageOf } from '../../base/result'
import { problem } from '../../problems'
import { useEffect, useState } from 'react'
import { addFiles } from '../../state/commands'
import { fromTransfer } from '../../state/intake'
import { useApp } from '../context'
import { Icon } from '../parts/Icon'
import { words } from '../strings'

const carriesFiles = (event: DragEvent): boolean =>
  event.dataTransfer?.types.includes('Files') === true ||
  event.dataTransfer?.types.includes('text/plain') === true

export function DropLayer() {
  const app = useApp()
  const [over, setOver] = useState(false)
  /** A folder of very many files takes seconds to look through. */
  const [looking, setLooking] = useState(false)
  useEffect(() => {
    let leaving: ReturnType<typeof setTimeout> | undefined
    const onOver = (event: DragEvent): void => {
      if (!carriesFiles(event)) return
      event.preventDefault()
      clearTimeout(leaving)
      setOver(true)
    }
    // Leaving one element for another also says 'leave', in some browsers without naming the other: there
    // only silence means that the drag is gone.
    const onLeave = (event: DragEvent): void => {
      if (event.relatedTarget !== null) return
      clearTimeout(leaving)
      leaving = setTimeout(() => setOver(false), 120)
    }
    const take = (transfer: DataTransfer | null): void => {
      if (transfer === null) return
      setLooking(true)
      void fromTransfer(transfer, words.corpus.pastedName)
        .finally(() => setLooking(false))
        .then((intake) => addFiles(app, intake))
        .catch((thrown: unknown) => app.trouble(problem('drop-failed', { message: messageOf(thrown) })))
    }
    const onDrop = (event: DragEvent): void => {
      if (!carriesFiles(event)) return
      event.preventDefault()
      setOver(false)
      take(event.dataTransfer)
    }
    const onPaste = (event: ClipboardEvent): void => {
      if ((event.target as Element).matches('input, textarea, select')) return
      take(event.clipboardData)
    }
    window.addEventListener('dragover', onOver)
    window.addEventListener('dragleave', onLeave)
    window.addEventListener('drop', onDrop)
    window.addEventListener('paste', onPaste)
    return () => {
      clearTimeout(leaving)
      window.removeEventListener('dragover', onOver)
      window.removeEventListener('dragleave', onLeave)
      window.removeEventListener('drop', onDrop)
      window.removeEventListener('paste', onPaste)
    }
  }, [app])
  return over || looking ? (
    <div className="drop-veil" role="status">
      <span className="row">
        <Icon name="drop" size={32} />
        {looking ? words.shell.looking : words.shell.drop}
      </span>
    </div>
  ) : null
}
