// Gives keys to the registry of actions, except where the key means something to what has the focus.
import { useEffect } from 'react'
import { actionFor, actions, enabled, perform } from '../../state/actions'
import { useApp } from '../context'

/** Elements that letters are typed into; a tick box takes no letters. */
const typed = 'input:not([type=checkbox], [type=radio], [type=file]), textarea, [contenteditable], dialog'
/** Elements that Space or Enter already means something to. */
const pressed = 'button, a, summary, input, [role=slider], [role=tab], [role=switch], [data-keys=own]'
/** To a token's chip and to the scrub bar Space means nothing of its own, so it goes on there too. */
const passing = '.chip, .track'

/** Milliseconds within which a list takes the next letter as more of the same word. */
const wordPause = 1000

/**
 * Whether a closed list takes the key: it moves the choice, or begins or goes on with the word of an option.
 * Other keys are the page's: after a choice the focus is still there.
 */
function takes(list: HTMLSelectElement, key: string, sinceLetter: number): boolean {
  if (key.length > 1 || key === ' ') return true
  if (sinceLetter < wordPause) return true
  return [...list.options].some(({ text }) => text.trim().toLowerCase().startsWith(key.toLowerCase()))
}

const clickers = ['page.on', 'page.back'] as const

export function useKeyboard(): void {
  const app = useApp()
  useEffect(() => {
    let lastLetter = -Infinity
    const onKey = (event: KeyboardEvent): void => {
      const target = event.target as Element
      // A clicker has no way to move the focus, so its keys hold wherever that is.
      const clicked = clickers.find((id) => actions[id].keys.includes(event.key))
      const plainKey = !event.ctrlKey && !event.metaKey && !event.altKey
      if (clicked !== undefined && plainKey && enabled(app, clicked)) {
        event.preventDefault()
        perform(app, clicked)
        return
      }
      // Whatever is being typed: what listens has to stop at once.
      if (event.key === 'Escape' && target.closest('dialog') === null && enabled(app, 'measure.stop'))
        return perform(app, 'measure.stop')
      if (
        event.defaultPrevented ||
        event.ctrlKey ||
        event.metaKey ||
        event.altKey ||
        target.matches(typed) ||
        target.closest('dialog') !== null
      )
        return
      if (target instanceof HTMLSelectElement && takes(target, event.key, event.timeStamp - lastLetter)) {
        if (event.key.length === 1) lastLetter = event.timeStamp
        return
      }
      const { shortcuts, view } = app.view.getState()
      const action = actionFor(event.key, view)
      if (action === null || !enabled(app, action)) return
      const plain = event.key === ' ' || event.key === 'Backspace' || event.key === 'Enter'
      // Space on the stepper's own buttons would step twice; elsewhere a focused button keeps its key.
      if (
        plain &&
        event.key !== 'Backspace' &&
        target.matches(pressed) &&
        !(event.key === ' ' && target.matches(passing))
      )
        return
      if (!plain && !shortcuts && event.key !== '?') return
      event.preventDefault()
      perform(app, action)
    }
    document.addEventListener('keydown', onKey)
    return () => document.removeEventListener('keydown', onKey)
  }, [app])
}
