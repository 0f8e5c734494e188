// The checkpoints of a run: weights as safetensors, a new run from one, or room made.
import { useState } from 'react'
import type { CheckpointRecord, RunRecord } from '../../protocol/records'
import { branchFrom } from '../../state/commands'
import { useApp } from '../context'
import { bytes, count } from '../format'
import { words } from '../strings'

const t = words.runs

export function Checkpoints({ record, reader }: { readonly record: RunRecord; readonly reader: boolean }) {
  const run = record.id
  const app = useApp()
  const [list, setList] = useState<readonly CheckpointRecord[] | null>(null)
  const load = async (): Promise<void> => setList((await app.query({ kind: 'run.checkpoints', run })) ?? [])
  const weights = async (checkpoint: string, half: boolean): Promise<void> => {
    if (await app.goLive()) await app.send({ kind: 'weights.export', run, checkpoint, half })
  }
  const remove = async (checkpoint: string): Promise<void> => {
    if (!(await app.goLive())) return
    await app.send({ kind: 'checkpoint.remove', run, checkpoint })
    await load()
    await app.refreshLibrary()
  }
  return (
    <details
      onToggle={(event) => {
        if (event.currentTarget.open) void load()
      }}
    >
      <summary className="small">{t.checkpoints}</summary>
      {list === null || list.length === 0 ? (
        <p className="small muted">{list === null ? words.shell.loading : words.ask.noCheckpoints}</p>
      ) : (
        <ul className="checkpoints small">
          {list.map(({ name, rounds, bytes: size }) => (
            <li key={name}>
              <strong>{rounds === 0 ? words.ask.warm : words.ask.rounds(count(rounds))}</strong>
              <span className="muted num">{bytes(size)}</span>
              <span className="row push">
                <button
                  type="button"
                  className="button small"
                  title={t.weightsTitle}
                  disabled={reader}
                  onClick={() => void weights(name, false)}
                >
                  {t.weights}, f32
                </button>
                <button
                  type="button"
                  className="button small"
                  title={t.weightsHalf}
                  disabled={reader}
                  onClick={() => void weights(name, true)}
                >
                  {t.weights}, f16
                </button>
                <button
                  type="button"
                  className="button small"
                  disabled={reader}
                  onClick={() => void branchFrom(app, record, name)}
                >
                  {t.branch}
                </button>
                <button
                  type="button"
                  className="button small"
                  disabled={reader}
                  onClick={() => void remove(name)}
                >
                  {t.removeCheckpoint}
                </button>
              </span>
            </li>
          ))}
        </ul>
      )}
    </details>
  )
}
