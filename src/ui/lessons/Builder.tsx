// A lesson made without code: title, what is hidden, and steps that say, show, point and wait. It becomes a
// link or a file.
import { useState } from 'react'
import { gateNames } from '../../config/schema'
import { viewNames } from '../../state/address'
import {
  hideable,
  lessonVersion,
  printLesson,
  targets,
  waitKinds,
  type Lesson,
  type Step,
  type Wait,
} from '../../state/lesson'
import { current } from '../../state/stepper'
import { positionAt, phases } from '../../state/timeline'
import { beginLesson } from '../../state/teaching'
import { useApp } from '../context'
import { count } from '../format'
import { Icon } from '../parts/Icon'
import { words } from '../strings'

const t = words.lessons.builder
const empty: Step = { title: '', text: '' }

const freshWait = (kind: string): Wait | undefined => {
  switch (waitKinds.find((each) => each === kind)) {
    case undefined:
      return undefined
    case 'phase':
      return { kind: 'phase', phase: 'verdicts' }
    case 'right':
      return { kind: 'right', right: 4 }
    case 'learns':
      return { kind: 'learns', trains: 'reasoner' }
    case 'view':
      return { kind: 'view', view: 'episodes' }
    case 'asked':
      return { kind: 'asked', gate: 'valid' }
    case 'compared':
      return { kind: 'compared', runs: 2 }
    case 'token':
      return { kind: 'token' }
    case 'answered':
      return { kind: 'answered' }
    case 'live':
      return { kind: 'live' }
  }
}

/** The one further choice that some kinds of waiting have. */
function WaitDetail({
  wait,
  onChange,
  name,
}: {
  readonly wait: Wait
  readonly onChange: (wait: Wait) => void
  readonly name: string
}) {
  const choose = <T extends string>(
    options: readonly T[],
    value: T,
    label: (option: T) => string,
    to: (option: T) => Wait,
  ) => (
    <select
      className="input"
      aria-label={name}
      value={value}
      onChange={(event) => onChange(to(options.find((each) => each === event.target.value) ?? value))}
    >
      {options.map((each) => (
        <option key={each} value={each}>
          {label(each)}
        </option>
      ))}
    </select>
  )
  switch (wait.kind) {
    case 'phase':
      return choose(
        phases,
        wait.phase,
        (each) => words.episodes.phase[each],
        (phase) => ({ kind: 'phase', phase }),
      )
    case 'view':
      return choose(
        viewNames,
        wait.view,
        (each) => words.shell.views[each],
        (view) => ({ kind: 'view', view }),
      )
    case 'learns':
      return choose(
        ['both', 'challenger', 'reasoner'] as const,
        wait.trains === 'none' ? 'both' : wait.trains,
        (each) => words.episodes.learns[each],
        (trains) => ({ kind: 'learns', trains }),
      )
    case 'asked':
      return choose(
        [...gateNames, 'valid'] as const,
        wait.gate,
        (each) => (each === 'valid' ? words.episodes.valid : words.gates[each].name),
        (gate) => ({ kind: 'asked', gate }),
      )
    case 'right':
      return (
        <input
          type="number"
          min={0}
          max={64}
          className="input"
          aria-label={name}
          value={wait.right}
          onChange={(event) =>
            onChange({ kind: 'right', right: Math.max(0, Number(event.target.value) || 0) })
          }
        />
      )
    case 'compared':
    case 'token':
    case 'answered':
    case 'live':
      return null
  }
}

export default function Builder() {
  const app = useApp()
  const [lesson, setLesson] = useState<Lesson>({
    v: lessonVersion,
    id: 'my-lesson',
    title: '',
    about: '',
    minutes: 10,
    hide: [],
    steps: [empty],
  })
  const [link, setLink] = useState('')
  const change = (part: Partial<Lesson>): void => {
    setLesson({ ...lesson, ...part })
    setLink('')
  }
  const changeStep = (index: number, part: Partial<Step>): void =>
    change({ steps: lesson.steps.map((step, i) => (i === index ? { ...step, ...part } : step)) })
  const without = (index: number, key: 'at' | 'look' | 'wait'): void =>
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
  const copy = async (): Promise<void> => {
    const made = new URL(`#lesson=${printLesson(lesson)}`, window.location.href).href
    setLink(made)
    await navigator.clipboard.writeText(made).catch(() => undefined)
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
          <li key={index} className="card stack" data-testid="builder-step">
            <div className="row">
              <h2>{t.step(count(index + 1))}</h2>
              <span className="push row">
                <button
                  type="button"
                  className="button small"
                  disabled={index === 0}
                  aria-label={t.up(count(index + 1))}
                  onClick={() => moved(index, index - 1)}
                >
                  <Icon name="up" size={14} />
                </button>
                <button
                  type="button"
                  className="button small"
                  disabled={index === lesson.steps.length - 1}
                  aria-label={t.down(count(index + 1))}
                  onClick={() => moved(index, index + 1)}
                >
                  <Icon name="down" size={14} />
                </button>
                <button
                  type="button"
                  className="button small"
                  disabled={lesson.steps.length === 1}
                  aria-label={t.remove(count(index + 1))}
                  onClick={() => change({ steps: lesson.steps.filter((_, i) => i !== index) })}
                >
                  <Icon name="close" size={14} />
                </button>
              </span>
            </div>
            <label className="field">
              <span>{t.stepTitle}</span>
              <input
                className="input"
                value={step.title}
                onChange={(event) => changeStep(index, { title: event.target.value })}
              />
            </label>
            <label className="field">
              <span>{t.text}</span>
              <textarea
                className="input"
                rows={3}
                value={step.text}
                onChange={(event) => changeStep(index, { text: event.target.value })}
              />
            </label>
            <div className="fields">
              <div className="field">
                <span>{t.place}</span>
                <span className="row">
                  <button type="button" className="button small" onClick={() => here(index)}>
                    {t.here}
                  </button>
                  {step.at === undefined ? (
                    <span className="small muted">{t.anywhere}</span>
                  ) : (
                    <>
                      <span className="small num">
                        {t.placeIs(
                          words.shell.views[step.at.view],
                          step.at.round === undefined ? '' : count(step.at.round),
                          step.at.phase === undefined ? '' : words.episodes.phase[step.at.phase],
                        )}
                      </span>
                      <button type="button" className="link" onClick={() => without(index, 'at')}>
                        {t.clear}
                      </button>
                    </>
                  )}
                </span>
              </div>
              <label className="field">
                <span>{t.look}</span>
                <select
                  className="input"
                  value={step.look ?? ''}
                  onChange={(event) => {
                    const look = targets.find((each) => each === event.target.value)
                    if (look === undefined) without(index, 'look')
                    else changeStep(index, { look })
                  }}
                >
                  <option value="">{t.nothing}</option>
                  {targets.map((each) => (
                    <option key={each} value={each}>
                      {t.looks[each]}
                    </option>
                  ))}
                </select>
              </label>
              <div className="field">
                <label htmlFor={`wait-${index}`}>{t.wait}</label>
                <span className="row">
                  <select
                    id={`wait-${index}`}
                    className="input"
                    value={step.wait?.kind ?? ''}
                    onChange={(event) => {
                      const wait = freshWait(event.target.value)
                      if (wait === undefined) without(index, 'wait')
                      else changeStep(index, { wait })
                    }}
                  >
                    <option value="">{t.nothing}</option>
                    {waitKinds.map((each) => (
                      <option key={each} value={each}>
                        {t.waits[each]}
                      </option>
                    ))}
                  </select>
                  {step.wait === undefined ? null : (
                    <WaitDetail
                      wait={step.wait}
                      name={t.detail}
                      onChange={(wait) => changeStep(index, { wait })}
                    />
                  )}
                </span>
              </div>
            </div>
          </li>
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
            onClick={() => void beginLesson(app, lesson)}
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
                `${lesson.id}.json`,
                new Blob([JSON.stringify(lesson, null, 2)], { type: 'application/json' }),
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
