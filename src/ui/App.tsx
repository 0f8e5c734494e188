// The frame of the page: header, places, lines of trouble, and the open view. Heavy views come when they are
// first opened.
import { lazy, Suspense, useEffect, useRef, type ReactNode } from 'react'
import { useStore } from 'zustand'
import type { App as State } from '../state/app'
import type { ViewName } from '../state/address'
import { parseAddress } from '../state/address'
import { presenterSizes } from '../state/presenter'
import { openLesson } from '../state/teaching'
import { AppContext, useApp, useView } from './context'
import { Home } from './home/Home'
import { DropLayer } from './shell/DropLayer'
import { Guard } from './shell/Guard'
import { Header } from './shell/Header'
import { Help } from './shell/Help'
import { Navigation } from './shell/Navigation'
import { ErrorList } from './shell/ErrorList'
import { useKeyboard } from './shell/useKeyboard'
import { useNotice } from './shell/useNotice'
import { useTheme } from './shell/useTheme'
import { useTitle } from './shell/useTitle'
import { words } from './strings'
import { preferred, spoken } from './strings/language'

const Corpus = lazy(() => import('./corpus/Corpus'))
const Train = lazy(() => import('./train/Train'))
const Episodes = lazy(() => import('./episodes/Episodes'))
const Ask = lazy(() => import('./ask/Ask'))
const Play = lazy(() => import('./play/Play'))
const Lessons = lazy(() => import('./lessons/Lessons'))
const LessonPanel = lazy(() => import('./lessons/LessonPanel'))
const Models = lazy(() => import('./models/Models'))
const Xray = lazy(() => import('./xray/Xray'))
const Runs = lazy(() => import('./runs/Runs'))
const StudiesView = lazy(() => import('./study/StudiesView'))

function viewOf(view: ViewName): ReactNode {
  switch (view) {
    case 'home':
      return <Home />
    case 'corpus':
      return <Corpus />
    case 'train':
      return <Train />
    case 'episodes':
      return <Episodes />
    case 'ask':
      return <Ask />
    case 'runs':
      return <Runs />
    case 'studies':
      return <StudiesView />
    case 'play':
      return <Play />
    case 'models':
      return <Models />
    case 'xray':
      return <Xray />
    case 'lessons':
      return <Lessons />
  }
}

function Frame() {
  const view = useView((state) => state.view)
  const opened = useRef(false)
  const app = useApp()
  const settled = useView((state) => state.settled)
  const presenter = useView((state) => state.presenter)
  const size = useView((state) => presenterSizes[state.presenterSize])
  const lesson = useStore(app.teaching, (state) => state.lesson !== null)
  const coming = useStore(app.teaching, (state) => state.coming)
  useTheme()
  useTitle(view)
  useNotice()
  useKeyboard()
  useEffect(() => {
    window.scrollTo(0, 0)
    // A new view is read from its beginning; at the first one the page's own beginning is right.
    if (opened.current) document.getElementById('content')?.focus({ preventScroll: true })
    opened.current = true
  }, [view])
  useEffect(() => {
    document.documentElement.lang = spoken.tag
    if (presenter) document.documentElement.dataset.presenter = String(size)
    else delete document.documentElement.dataset.presenter
  }, [presenter, size])
  // A lesson in the address begins once it is known what is kept here.
  useEffect(() => {
    const asked = settled ? parseAddress(app.env.hash()).lesson : null
    if (asked !== null)
      void openLesson(app, asked, preferred).finally(() => app.teaching.setState({ coming: false }))
  }, [app, settled])
  useEffect(() => app.followAddress(preferred), [app])
  return (
    <div className="shell" data-lesson={lesson}>
      <a
        className="button primary skip"
        href="#content"
        onClick={(event) => {
          event.preventDefault()
          document.getElementById('content')?.focus()
        }}
      >
        {words.shell.skip}
      </a>
      <Header />
      <Navigation />
      <main id="content" tabIndex={-1} data-view={view}>
        <ErrorList />
        <Guard view={view}>
          <Suspense
            fallback={
              <p className="empty" role="status">
                {words.shell.loading}
              </p>
            }
          >
            {coming ? (
              <p className="empty" role="status" data-testid="lesson-coming">
                {words.lessons.coming}
              </p>
            ) : (
              viewOf(view)
            )}
          </Suspense>
        </Guard>
      </main>
      {lesson ? (
        <Suspense fallback={null}>
          <LessonPanel />
        </Suspense>
      ) : null}
      <Help />
      <DropLayer />
    </div>
  )
}

export function App({ app }: { readonly app: State }) {
  return (
    <AppContext value={app}>
      <Frame />
    </AppContext>
  )
}
