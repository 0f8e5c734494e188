// How a run goes on with other machines: its folder as one file, and what is typed there.
import type { RunRecord } from '../../protocol/records'
import { bundleNameOf, fileNameOf } from '../../protocol/runFileName'
import { progressOf } from '../../state/runProgress'
import { useApp } from '../context'
import { Modal } from '../parts/Confirm'
import { words } from '../strings'

const t = words.runs

export function ContinueElsewhere({
  run,
  onClose,
}: {
  readonly run: RunRecord
  readonly onClose: () => void
}) {
  const app = useApp()
  const { done, total } = progressOf(run)
  const folder = `runs/${fileNameOf(run)}`
  const rounds = total > done ? total : done + total
  const spice = 'npm run spice --'
  const machine = '--machine "torchrun --nproc_per_node 2 machine.py"'
  const download = async (): Promise<void> => {
    onClose()
    if (await app.goLive())
      await app.send({ kind: 'run.export', run: run.id, passages: true, documents: true })
  }
  return (
    <Modal title={t.continueTitle} onClose={onClose} testId="continue-elsewhere">
      <p>{t.continueLead}</p>
      <pre className="commands small">
        {[
          `unzip ${bundleNameOf(run)} -d ${folder}`,
          'python3 -m pip install torch numpy',
          `${spice} run --resume --out ${folder} --rounds ${rounds} ${machine}`,
        ].join('\n')}
      </pre>
      <p>{t.continueBack}</p>
      <pre className="commands small">{`${spice} share ${folder} --passages --zip back.zip`}</pre>
      <div className="row">
        <button type="button" className="button push" onClick={onClose}>
          {t.cancel}
        </button>
        <button type="button" className="button primary" onClick={() => void download()}>
          {t.continueDownload}
        </button>
      </div>
    </Modal>
  )
}
