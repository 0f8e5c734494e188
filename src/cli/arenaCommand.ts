// `spice arena`: any checkpoints as Challengers against any as Reasoners on one pool of passages, nothing
// trained.

import { arena as playArena } from '../engine/inspect/evaluateCheckpoints'
import { printArena } from '../study/printArena'
import { checkpointsAt, configurationLike, listed, type ConfigurationSource } from './checkpoints'
import { writeJson } from './files'
import { forbidden } from './forbidFirst'
import { onGround } from './machine/ground'
import { withDocuments } from './temporaryCorpus'
import { TerminalProgress } from './terminalProgress'
import { DONE } from './usage'

export interface ArenaOptions extends ConfigurationSource {
  readonly challengers: string
  readonly reasoners: string
  readonly passages: string
  readonly count: number
  /** The model beside which checkpoints of an adapter run stand. */
  readonly base?: string | undefined
  readonly candidates: number
  readonly attempts: number
  /** Texts that a forced attempt may not begin with. */
  readonly forbidFirst?: readonly string[] | undefined
  readonly machine?: string | undefined
  readonly json?: string | undefined
}

const SCRIPTED = 'scripted'

export async function arena(options: ArenaOptions, show = new TerminalProgress()): Promise<number> {
  const config = await configurationLike(options)
  const names = listed(options.challengers, '--challengers')
  const written = names.filter((name) => name !== SCRIPTED)
  const challengers =
    written.length === 0 ? [] : await checkpointsAt(written.join(','), '--challengers', options.base)
  const reasoners = await checkpointsAt(options.reasoners, '--reasoners', options.base)
  const report = await withDocuments(
    options.passages,
    '--passages',
    (event) => show.event(event),
    async (store, ids) => {
      const seats = {
        challengers: [...challengers, ...(written.length < names.length ? ([SCRIPTED] as const) : [])],
        reasoners,
      }
      const settings = {
        config,
        seed: options.seed,
        passages: options.count,
        candidates: options.candidates,
        attempts: options.attempts,
        notFirst: forbidden(options.forbidFirst, config),
      }
      return onGround(options.machine, (ground) =>
        playArena(ground, { store, ids }, seats, settings, {
          onProgress: (done, total, what) => show.line(`${done}/${total} ${what}`),
        }),
      )
    },
  )
  if (options.json !== undefined) await writeJson(options.json, report)
  console.log(printArena(report))
  return DONE
}
