// A run that goes on from a checkpoint: what it comes from, the one setting that is to be changed, and what
// differs so far.
import { useState } from 'react'
import { useStore } from 'zustand'
import { differences, fieldList } from '../../config/config'
import { leaveBranch } from '../../state/commands'
import { useApp, useDraft } from '../context'
import { count } from '../format'
import { runName } from '../runs/name'
import { words } from '../strings'
import { FieldRow, fullLabelOf, valueText } from './FieldRow'

const t = words.train.branch

/** The settings that are fixed once there are weights. */
const fixed: ReadonlySet<string> = new Set(['model.size', 'model.vocabulary', 'model.context'])

export function Branch() {
  const app = useApp()
  const from = useDraft((state) => state.branch)
  const linked = useDraft((state) => state.linked)
  const parent = useStore(app.library, ({ runs }) => runs.find(({ id }) => id === from?.run))
  const [path, setPath] = useState('reward.challenger')
  if (from === null) return null
  const changed = differences(from.config, linked.config)
  return (
    <fieldset className="card stack branch" data-testid="branch-form">
      <legend className="hidden-text">{t.title}</legend>
      <h2>{t.title}</h2>
      <p>
        {t.from(
          parent === undefined ? from.name : runName(parent),
          from.rounds === 0 ? words.ask.warm : words.ask.rounds(count(from.rounds)),
        )}
      </p>
      <div className="fields">
        <label className="field">
          <span>{t.which}</span>
          <select
            className="input"
            value={path}
            onChange={(event) => setPath(event.target.value)}
            data-testid="branch-field"
          >
            {fieldList
              .filter(
                ([each]) =>
                  !fixed.has(each) && !each.startsWith('warmStart.') && !each.startsWith('weights.'),
              )
              .map(([each]) => (
                <option key={each} value={each}>
                  {fullLabelOf(each)}
                </option>
              ))}
          </select>
        </label>
        <FieldRow path={path} />
      </div>
      <p className="small" role="status" data-testid="branch-differences">
        {changed.length === 0
          ? t.same
          : t.differs(
              changed
                .map(
                  ({ path: each, from: was, to }) =>
                    `${fullLabelOf(each)}: ${valueText(each, was)} → ${valueText(each, to)}`,
                )
                .join('; '),
            )}
      </p>
      <div>
        <button type="button" className="link" onClick={() => void leaveBranch(app)}>
          {t.leave}
        </button>
      </div>
    </fieldset>
  )
}
