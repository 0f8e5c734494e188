// How the views reach the page's state: the app by context, slices of its stores by hooks.
import { createContext, useContext } from 'react'
import { useStore } from 'zustand'
import type { App } from '../state/app'
import type { DraftState } from '../state/draft'
import type { SessionState } from '../state/session'
import type { ViewState } from '../state/view'

export const AppContext = createContext<App | null>(null)

export function useApp(): App {
  const app = useContext(AppContext)
  if (app === null) throw new Error('useApp: there is no app around this view')
  return app
}
export function useSession<T>(slice: (state: SessionState) => T): T {
  return useStore(useApp().session, slice)
}
export function useView<T>(slice: (state: ViewState) => T): T {
  return useStore(useApp().view, slice)
}
export function useDraft<T>(slice: (state: DraftState) => T): T {
  return useStore(useApp().draft, slice)
}
