// One of the kept runs, and what can be done with it.
import { useState } from 'react'
import { differences, preset } from '../../config/config'
import type { RunRecord } from '../../protocol/records'
import { openRun, removeRun, renameRun } from '../../state/commands'
import { progressOf } from '../../state/runProgress'
import { useApp, useView } from '../context'
import { count, date } from '../format'
import { Modal } from '../parts/Confirm'
import { RenameForm } from '../parts/RenameForm'
import { words } from '../strings'
import { fullLabelOf, valueText } from '../train/FieldRow'
import { BestQuestion } from './BestQuestion'
import { Checkpoints } from './Checkpoints'
import { ContinueElsewhere } from './ContinueElsewhere'
import { runName } from './name'
import { Notes, NotesForm } from './Notes'
import { Sparkline } from './Sparkline'

const t = words.runs
type OpenDialog = 'nothing' | 'remove' | 'export' | 'continue' | 'rename' | 'notes'

interface Props {
  readonly run: RunRecord
  readonly open: boolean
  /** Shows the runs that have a tag. */
  readonly onTag?: (tag: string) => void
}

export function RunCard({ run, open, onTag = () => undefined }: Props) {
  const app = useApp()
  const reader = useView((state) => state.ownership === 'reader')
  const [asking, setAsking] = useState<OpenDialog>('nothing')
  const progress = progressOf(run)
  const close = (): void => setAsking('nothing')
  const exported = async (passages: boolean): Promise<void> => {
    close()
    if (await app.goLive()) await app.send({ kind: 'run.export', run: run.id, passages })
  }
  return (
    <li className="card run-card" data-testid="run" data-run={run.id}>
      <div className="row">
        {asking === 'rename' ? (
          <RenameForm
            name={runName(run)}
            label={t.rename}
            save={t.save}
            onSave={(name) => {
              close()
              void renameRun(app, run.id, name)
            }}
          />
        ) : (
          <h2>{runName(run)}</h2>
        )}
        <span className="push row">
          <button
            type="button"
            className="button small primary"
            disabled={open}
            onClick={() => void openRun(app, run.id)}
          >
            {open ? t.opened : t.open}
          </button>
          <button
            type="button"
            className="button small"
            disabled={reader}
            onClick={() => setAsking(asking === 'rename' ? 'nothing' : 'rename')}
          >
            {t.rename}
          </button>
          <button
            type="button"
            className="button small"
            disabled={reader}
            onClick={() => setAsking(asking === 'notes' ? 'nothing' : 'notes')}
          >
            {t.notes.edit}
          </button>
          <button
            type="button"
            className="button small"
            disabled={reader}
            onClick={() => setAsking('export')}
          >
            {t.exportRun}
          </button>
          <button
            type="button"
            className="button small"
            disabled={reader || progress.done === 0}
            onClick={() => setAsking('continue')}
          >
            {t.continueRun}
          </button>
          <button
            type="button"
            className="button small"
            disabled={reader}
            onClick={() => setAsking('remove')}
          >
            {t.remove}
          </button>
        </span>
      </div>
      <Sparkline run={run} />
      <BestQuestion run={run} />
      <dl className="facts small">
        <div>
          <dt>{t.state}</dt>
          <dd>
            {words.train.state[progress.state]},{' '}
            <span className="num">{t.rounds(count(progress.done), count(progress.total))}</span>
          </dd>
        </div>
        <div>
          <dt>{t.changed}</dt>
          <dd>
            {[
              words.train.presets[run.linked.preset].name,
              ...differences(preset(run.linked.preset), run.linked.config).map(
                ({ path, to }) => `${fullLabelOf(path)} ${valueText(path, to)}`,
              ),
            ].join(', ')}
          </dd>
        </div>
        <div>
          <dt>{t.made}</dt>
          <dd>{date(run.created)}</dd>
        </div>
        {run.device === '' ? null : (
          <div>
            <dt>{t.computedOn}</dt>
            <dd>{run.device}</dd>
          </div>
        )}
      </dl>
      {asking === 'notes' ? <NotesForm run={run} onDone={close} /> : <Notes run={run} onTag={onTag} />}
      <Checkpoints record={run} reader={reader} />
      {asking === 'remove' ? (
        <Modal title={t.removeSure(runName(run))} onClose={close}>
          <div className="row">
            <button type="button" className="button push" onClick={close}>
              {t.cancel}
            </button>
            <button
              type="button"
              className="button primary"
              onClick={() => {
                close()
                void removeRun(app, run.id)
              }}
            >
              {t.remove}
            </button>
          </div>
        </Modal>
      ) : null}
      {asking === 'continue' ? <ContinueElsewhere run={run} onClose={close} /> : null}
      {asking === 'export' ? (
        <Modal title={t.exportTitle} onClose={close}>
          <p>{t.exportPassages}</p>
          <div className="row">
            <button type="button" className="button" onClick={close}>
              {t.cancel}
            </button>
            <button type="button" className="button push" onClick={() => void exported(false)}>
              {t.withoutPassages}
            </button>
            <button type="button" className="button primary" onClick={() => void exported(true)}>
              {t.withPassages}
            </button>
          </div>
        </Modal>
      ) : null}
    </li>
  )
}
