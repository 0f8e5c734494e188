// The title of the tab: the view, and how far a run is that plays, so that it can be seen from another tab.
import { useEffect } from 'react'
import type { ViewName } from '../../state/address'
import { progressOf } from '../../state/runProgress'
import { useSession } from '../context'
import { count } from '../format'
import { words } from '../strings'

export function useTitle(view: ViewName): void {
  const progress = useSession((state) => {
    if (state.source !== 'live' || state.run === null) return ''
    const { done, total } = progressOf(state.run)
    if (state.running) return words.live.titleRound(count(done), count(total))
    return state.run.state === 'finished' ? words.live.titleDone : ''
  })
  useEffect(() => {
    const place = view === 'home' ? '' : words.shell.views[view]
    document.title = [progress, place, words.shell.name].filter((part) => part !== '').join(' · ')
  }, [view, progress])
}
