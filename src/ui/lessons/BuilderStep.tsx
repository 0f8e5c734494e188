// One step of a lesson in the builder: its words, where it opens, what it points at and waits for.
import { targets, waitKinds, type Step } from '../../state/lesson'
import { count, roundNumber } from '../format'
import { Icon } from '../parts/Icon'
import { words } from '../strings'
import { StepText } from './StepText'
import { freshWait, WaitDetail } from './WaitDetail'

const t = words.lessons.builder

/** Parts of a step that can be left out. */
export type Optional = 'at' | 'look' | 'wait' | 'ask'

interface Props {
  readonly step: Step
  readonly index: number
  readonly all: number
  readonly onChange: (part: Partial<Step>) => void
  readonly onClear: (part: Optional) => void
  readonly onMove: (to: number) => void
  readonly onRemove: () => void
  /** Takes the place where the page stands now. */
  readonly onHere: () => void
}

export function BuilderStep({ step, index, all, onChange, onClear, onMove, onRemove, onHere }: Props) {
  return (
    <li className="card stack" data-testid="builder-step">
      <div className="row">
        <h2>{t.step(count(index + 1))}</h2>
        <span className="push row">
          <button
            type="button"
            className="button small"
            disabled={index === 0}
            aria-label={t.up(count(index + 1))}
            onClick={() => onMove(index - 1)}
          >
            <Icon name="up" size={14} />
          </button>
          <button
            type="button"
            className="button small"
            disabled={index === all - 1}
            aria-label={t.down(count(index + 1))}
            onClick={() => onMove(index + 1)}
          >
            <Icon name="down" size={14} />
          </button>
          <button
            type="button"
            className="button small"
            disabled={all === 1}
            aria-label={t.remove(count(index + 1))}
            onClick={onRemove}
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
          onChange={(event) => onChange({ title: event.target.value })}
        />
      </label>
      <label className="field">
        <span>{t.text}</span>
        <textarea
          className="input"
          rows={3}
          value={step.text}
          onChange={(event) => onChange({ text: event.target.value })}
        />
      </label>
      <label className="field">
        <span>{t.ask}</span>
        <textarea
          className="input"
          rows={2}
          value={step.ask ?? ''}
          onChange={({ target }) => (target.value === '' ? onClear('ask') : onChange({ ask: target.value }))}
        />
      </label>
      <div className="fields">
        <div className="field">
          <span>{t.place}</span>
          <span className="row">
            <button type="button" className="button small" onClick={onHere}>
              {t.here}
            </button>
            {step.at === undefined ? (
              <span className="small muted">{t.anywhere}</span>
            ) : (
              <>
                <span className="small num">
                  {t.placeIs(
                    words.shell.views[step.at.view],
                    step.at.round === undefined ? '' : roundNumber(step.at.round),
                    step.at.phase === undefined ? '' : words.episodes.phase[step.at.phase],
                  )}
                </span>
                <button type="button" className="link" onClick={() => onClear('at')}>
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
              if (look === undefined) onClear('look')
              else onChange({ look })
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
                if (wait === undefined) onClear('wait')
                else onChange({ wait })
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
              <WaitDetail wait={step.wait} name={t.detail} onChange={(wait) => onChange({ wait })} />
            )}
          </span>
        </div>
      </div>
      <details className="step-preview" open={step.title.trim() !== '' || step.text.trim() !== ''}>
        <summary className="small muted">{t.preview}</summary>
        <div className="card">
          <StepText step={step} done={step.wait === undefined} />
        </div>
      </details>
    </li>
  )
}
