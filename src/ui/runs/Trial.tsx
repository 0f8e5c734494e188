// Checkpoints put to the test: who plays, an arena between them, or a file of questions for the Reasoners.
import { useEffect, useMemo, useState } from 'react'
import type { Contender } from '../../protocol/door'
import type { RunRecord } from '../../protocol/records'
import { useApp, useSession, useView } from '../context'
import { count } from '../format'
import { Work } from '../parts/Progress'
import { Scroll } from '../parts/Scroll'
import { words } from '../strings'
import { Arena } from '../study/Arena'
import { BenchmarkTable } from './BenchmarkTable'
import { runName } from './name'

const t = words.trial
type Seat = 'challenger' | 'reasoner'
const pools = [16, 64, 256] as const
/** Answers a question of a file at temperature 1, beside the greedy one. */
const samples = 4
const scripted = 'scripted'

const keyOf = ({ run, checkpoint }: Contender): string => `${run} ${checkpoint}`

/** Every checkpoint that the browser keeps, newest run first; null until they are read. */
function useContenders(runs: readonly RunRecord[]): readonly Contender[] | null {
  const app = useApp()
  const [found, setFound] = useState<readonly Contender[] | null>(null)
  useEffect(() => {
    let gone = false
    const read = async (): Promise<void> => {
      const lists = await Promise.all(
        runs.map(async (run) => ({
          run,
          list: (await app.query({ kind: 'run.checkpoints', run: run.id })) ?? [],
        })),
      )
      const all = lists.flatMap(({ run, list }) =>
        list.map(({ name, rounds }) => ({
          run: run.id,
          checkpoint: name,
          name: `${runName(run)}, ${rounds === 0 ? words.ask.warm : words.ask.rounds(count(rounds))}`,
        })),
      )
      if (!gone) setFound(all)
    }
    void read()
    return () => void (gone = true)
  }, [app, runs])
  return found
}

export default function Trial({ runs }: { readonly runs: readonly RunRecord[] }) {
  const app = useApp()
  const contenders = useContenders(runs)
  const arena = useSession((state) => state.arena)
  const benchmarked = useSession((state) => state.benchmarked)
  const playing = useSession((state) => state.running)
  const answering = useSession((state) => state.source === 'live' && state.activity === 'answering')
  const reader = useView((state) => state.ownership === 'reader')
  const [picked, setPicked] = useState<Readonly<Record<Seat, readonly string[]>>>({
    challenger: [],
    reasoner: [],
  })
  const [passages, setPassages] = useState<number>(pools[0])
  const chosen = useMemo(() => {
    const of = (seat: Seat): Contender[] =>
      (contenders ?? []).filter((each) => picked[seat].includes(keyOf(each)))
    return {
      challenger: [
        ...of('challenger'),
        ...(picked.challenger.includes(scripted) ? ([scripted] as const) : []),
      ],
      reasoner: of('reasoner'),
    }
  }, [contenders, picked])
  const toggle = (seat: Seat, key: string): void =>
    setPicked((all) => ({
      ...all,
      [seat]: all[seat].includes(key) ? all[seat].filter((each) => each !== key) : [...all[seat], key],
    }))
  const play = async (): Promise<void> => {
    if (await app.goLive())
      await app.send({
        kind: 'arena',
        challengers: chosen.challenger,
        reasoners: chosen.reasoner,
        passages,
        seed: 1,
      })
  }
  const ask = async (file: File | undefined): Promise<void> => {
    if (file !== undefined && (await app.goLive()))
      await app.send({
        kind: 'benchmark',
        checkpoints: chosen.reasoner,
        name: file.name,
        data: file,
        samples,
      })
  }
  const saved = (name: string, report: unknown) => (
    <div className="row">
      <button
        type="button"
        className="button small"
        onClick={() =>
          app.env.save(name, new Blob([`${JSON.stringify(report, null, 2)}\n`], { type: 'application/json' }))
        }
      >
        {t.save}
      </button>
    </div>
  )
  const box = (seat: Seat, key: string, name: string) => (
    <td>
      <input
        type="checkbox"
        aria-label={t.as(t[seat], name)}
        checked={picked[seat].includes(key)}
        onChange={() => toggle(seat, key)}
      />
    </td>
  )
  const noReasoner = chosen.reasoner.length === 0
  const few = noReasoner || chosen.challenger.length === 0
  const busy = playing || answering || reader
  return (
    <section className="card stack" aria-label={t.title} data-testid="trial">
      <h2>{t.title}</h2>
      <p className="muted">{t.lead}</p>
      {contenders === null ? (
        <p role="status">{words.shell.loading}</p>
      ) : contenders.length === 0 ? (
        <p className="muted">{t.none}</p>
      ) : (
        <>
          <Scroll className="contenders" label={t.pick}>
            <table>
              <thead>
                <tr>
                  {[t.checkpoint, t.challenger, t.reasoner].map((name) => (
                    <th key={name} scope="col">
                      {name}
                    </th>
                  ))}
                </tr>
              </thead>
              <tbody>
                {contenders.map((each) => (
                  <tr key={keyOf(each)}>
                    <th scope="row">{each.name}</th>
                    {box('challenger', keyOf(each), each.name)}
                    {box('reasoner', keyOf(each), each.name)}
                  </tr>
                ))}
                <tr>
                  <th scope="row">{t.scripted}</th>
                  {box('challenger', scripted, t.scripted)}
                  <td>–</td>
                </tr>
              </tbody>
            </table>
          </Scroll>
          <div className="row">
            <label className="row small">
              {t.passages}
              <select
                className="input narrow"
                value={passages}
                onChange={(event) => setPassages(Number(event.target.value))}
              >
                {pools.map((each) => (
                  <option key={each}>{each}</option>
                ))}
              </select>
            </label>
            <button
              type="button"
              className="button primary"
              disabled={busy || few}
              title={playing ? t.busy : few ? t.few : undefined}
              onClick={() => void play()}
              data-testid="play-arena"
            >
              {t.play}
            </button>
            <label
              className="button"
              aria-disabled={busy || noReasoner}
              title={playing ? t.busy : noReasoner ? t.fewReasoners : t.fileWhy}
            >
              {t.file}
              <input
                className="hidden-text"
                type="file"
                accept=".jsonl,.json"
                disabled={busy || noReasoner}
                data-testid="benchmark-file"
                onChange={(event) => {
                  void ask(event.target.files?.[0])
                  event.target.value = ''
                }}
              />
            </label>
            {answering ? (
              <button type="button" className="button" onClick={() => void app.send({ kind: 'run.pause' })}>
                {t.stop}
              </button>
            ) : null}
          </div>
          <p className="small muted">{playing ? t.busy : few ? t.few : t.fileWhy}</p>
          {answering ? <Work /> : null}
        </>
      )}
      {arena === null ? null : (
        <>
          <Arena arena={arena} />
          {saved('arena.json', arena)}
        </>
      )}
      {benchmarked === null ? null : (
        <>
          <BenchmarkTable results={benchmarked} />
          {saved('benchmark.json', benchmarked)}
        </>
      )}
    </section>
  )
}
