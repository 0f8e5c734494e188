// A lesson made without code: title, what is hidden, and steps that say, show, point and wait. It becomes a
// link or a file.
import { lazy, Suspense, useState } from 'react'
import { useStore } from 'zustand'
import { hideable, lessonVersion, printLesson, type Lesson, type Step } from '../../state/lesson'
import { current } from '../../state/stepper'
import { positionAt } from '../../state/timeline'
import { tryLesson } from '../../state/teaching'
import { useApp } from '../context'
import { words } from '../strings'
import { BuilderStep, type Optional } from './BuilderStep'

const QrCode = lazy(() => import('../parts/QrCode'))
const t = words.lessons.builder
const empty: Step = { title: '', text: '' }
const blank: Lesson = {
  v: lessonVersion,
  id: 'my-lesson',
  title: '',
  about: '',
  minutes: 10,
  hide: [],
  steps: [empty],
}

/** A name for the file and for what pupils write, by the title, in letters that every address takes. */
const idOf = ({ title, id }: Lesson): string =>
  title
    .normalize('NFKD')
    .toLowerCase()
    .match(/[a-z0-9]+/g)
    ?.join('-')
    .slice(0, 60) ?? id

export default function Builder() {
  const app = useApp()
  const lesson = useStore(app.teaching, (state) => state.draft) ?? blank
  const [link, setLink] = useState('')
  const change = (part: Partial<Lesson>): void => {
    app.teaching.setState({ draft: { ...lesson, ...part } })
    setLink('')
  }
  const changeStep = (index: number, part: Partial<Step>): void =>
    change({ steps: lesson.steps.map((step, i) => (i === index ? { ...step, ...part } : step)) })
  const without = (index: number, key: Optional): void =>
    change({
      steps: lesson.steps.map((step, i) =>
        i === index
          ? (Object.fromEntries(Object.entries(step).filter(([name]) => name !== key)) as unknown as Step)
          : step,
      ),
    })
  const moved = (from: number, to: number): void => {
    const steps = [...lesson.steps]
    const [step] = steps.splice(from, 1)
    if (step !== undefined) steps.splice(to, 0, step)
    change({ steps })
  }
  /** The place where the page stands now, so that a teacher goes there and takes it. */
  const here = (index: number): void => {
    const { tick, candidate, view } = app.view.getState()
    const now = current(app)
    changeStep(index, {
      at:
        now === null
          ? { view: view === 'lessons' ? 'episodes' : view }
          : {
              view: 'episodes',
              round: now.round,
              episode: now.index,
              phase: positionAt(now.timeline, tick).phase,
              ...(candidate === null ? {} : { candidate }),
            },
    })
  }
  const made = { ...lesson, id: idOf(lesson) }
  const copy = async (): Promise<void> => {
    const address = new URL(`#lesson=${printLesson(made)}`, window.location.href).href
    setLink(address)
    await navigator.clipboard.writeText(address).catch(() => undefined)
  }
  const ready = lesson.title.trim() !== '' && lesson.steps.every(({ title }) => title.trim() !== '')
  return (
    <form className="stack builder" onSubmit={(event) => event.preventDefault()} data-testid="builder">
      <div className="card stack">
        <div className="fields">
          <label className="field">
            <span>{t.title}</span>
            <input
              className="input"
              value={lesson.title}
              onChange={(event) => change({ title: event.target.value })}
              data-testid="builder-title"
            />
          </label>
          <label className="field">
            <span>{t.about}</span>
            <input
              className="input"
              value={lesson.about}
              onChange={(event) => change({ about: event.target.value })}
            />
          </label>
        </div>
        <fieldset>
          <legend className="small muted">{t.hide}</legend>
          <div className="row">
            {hideable.map((each) => (
              <label key={each} className="row small">
                <input
                  type="checkbox"
                  checked={lesson.hide.includes(each)}
                  onChange={(event) =>
                    change({
                      hide: event.target.checked
                        ? [...lesson.hide, each]
                        : lesson.hide.filter((one) => one !== each),
                    })
                  }
                />
                {t.hides[each]}
              </label>
            ))}
          </div>
        </fieldset>
      </div>
      <ol className="stack">
        {lesson.steps.map((step, index) => (
          <BuilderStep
            key={index}
            step={step}
            index={index}
            all={lesson.steps.length}
            onChange={(part) => changeStep(index, part)}
            onClear={(part) => without(index, part)}
            onMove={(to) => moved(index, to)}
            onRemove={() => change({ steps: lesson.steps.filter((_, i) => i !== index) })}
            onHere={() => here(index)}
          />
        ))}
      </ol>
      <div className="row">
        <button
          type="button"
          className="button"
          onClick={() => change({ steps: [...lesson.steps, empty] })}
          data-testid="builder-add"
        >
          {t.add}
        </button>
        <span className="row push">
          <button
            type="button"
            className="button"
            disabled={!ready}
            onClick={() => void tryLesson(app, made)}
            data-testid="builder-try"
          >
            {t.try}
          </button>
          <button
            type="button"
            className="button"
            disabled={!ready}
            onClick={() =>
              app.env.save(
                `${made.id}.json`,
                new Blob([JSON.stringify(made, null, 2)], { type: 'application/json' }),
              )
            }
          >
            {t.save}
          </button>
          <button
            type="button"
            className="button primary"
            disabled={!ready}
            onClick={() => void copy()}
            data-testid="builder-link"
          >
            {link === '' ? t.link : t.copied}
          </button>
        </span>
      </div>
      {ready ? null : (
        <p className="small muted" data-testid="builder-untitled">
          {t.untitled}
        </p>
      )}
      {link === '' ? null : (
        <Suspense fallback={null}>
          <QrCode link={link} />
        </Suspense>
      )}
      {link === '' ? null : (
        <input
          className="input small"
          readOnly
          aria-label={t.link}
          value={link}
          onFocus={(event) => event.target.select()}
          data-testid="builder-link-text"
        />
      )}
    </form>
  )
}
