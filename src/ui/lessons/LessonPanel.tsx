// The open lesson, docked beside the page: what this step says, what it waits for, and the way on. What it
// points at gets a ring.
import { useEffect } from 'react'
import { useStore } from 'zustand'
import { perform } from '../../state/actions'
import { leaveLesson } from '../../state/teaching'
import type { Target } from '../../state/lesson'
import { useApp } from '../context'
import { count } from '../format'
import { Icon } from '../parts/Icon'
import { words } from '../strings'
import { AnswerField, SaveAnswers } from './Answer'
import { StepText } from './StepText'

const t = words.lessons

/** Milliseconds between two looks for what a step points at: it may be drawn anew meanwhile. */
const lookEvery = 300

function useRing(target: Target | undefined, step: number): void {
  useEffect(() => {
    if (target === undefined) return undefined
    let shown = false
    const mark = (): void => {
      const found = document.querySelector(`[data-testid="${target}"]`)
      for (const old of document.querySelectorAll('[data-ring]'))
        if (old !== found) old.removeAttribute('data-ring')
      found?.setAttribute('data-ring', '')
      if (found !== null && !shown) {
        shown = true
        found.scrollIntoView({ block: 'nearest' })
      }
    }
    mark()
    const timer = setInterval(mark, lookEvery)
    return () => {
      clearInterval(timer)
      for (const old of document.querySelectorAll('[data-ring]')) old.removeAttribute('data-ring')
    }
  }, [target, step])
}

export default function LessonPanel() {
  const app = useApp()
  const lesson = useStore(app.teaching, (state) => state.lesson)
  const at = useStore(app.teaching, (state) => state.step)
  const done = useStore(app.teaching, (state) => state.done)
  const step = lesson?.steps[at]
  useRing(step?.look, at)
  useEffect(() => {
    if (lesson === null) return undefined
    document.documentElement.dataset.hide = lesson.hide.join(' ')
    return () => void delete document.documentElement.dataset.hide
  }, [lesson])
  if (lesson === null || step === undefined) return null
  const last = at === lesson.steps.length - 1
  return (
    <aside
      className="lesson card"
      aria-label={lesson.title}
      data-testid="lesson"
      data-step={at}
      data-done={done}
    >
      <div className="row">
        <span className="small muted num">
          {lesson.title} · {t.at(count(at + 1), count(lesson.steps.length))}
        </span>
        <button
          type="button"
          className="button small quiet push"
          aria-label={t.leave}
          title={t.leave}
          onClick={() => leaveLesson(app)}
          data-testid="lesson-leave"
        >
          <Icon name="close" size={15} />
        </button>
      </div>
      <div className="bar" aria-hidden="true">
        <span style={{ width: `${(100 * (at + (done ? 1 : 0))) / lesson.steps.length}%` }} />
      </div>
      <div aria-live="polite">
        <StepText step={step} done={done}>
          {step.ask === undefined ? undefined : <AnswerField key={at} ask={step.ask} step={at} />}
        </StepText>
      </div>
      {last && lesson.steps.some(({ ask }) => ask !== undefined) ? <SaveAnswers lesson={lesson} /> : null}
      <div className="row">
        <button
          type="button"
          className="button small"
          disabled={at === 0}
          onClick={() => perform(app, 'lesson.previous')}
        >
          {t.back}
        </button>
        <button
          type="button"
          className="button small primary push"
          disabled={!done}
          onClick={() => perform(app, 'lesson.next')}
          data-testid="lesson-next"
        >
          {last ? t.finish : t.next}
        </button>
      </div>
    </aside>
  )
}
