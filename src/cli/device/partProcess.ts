// One part of measuring a device as a process: its lines of JSON are findings, and it is ended when it takes
// longer than it may. It must not know what is measured.

import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { at, last } from '../../base/at'
import { messageOf } from '../../base/result'
import type { DevicePart, Finding, PartOutcome, PartState } from '../../protocol/deviceReport'
import { launchedFromHere } from '../launcher.mjs'

export interface PartProcess {
  readonly part: DevicePart
  /** It is asked to end after so many seconds, and is ended a little later. */
  readonly seconds: number
  /** Arguments of this very command line, */
  readonly own?: readonly string[]
  /** or another command with what it reads. */
  readonly command?: readonly [string, ...string[]]
  readonly input?: string
  readonly onFinding: (finding: Finding) => void
  /** Asked every second, and at its end, for what is seen of it from outside. */
  readonly watch?: (over: boolean) => Finding | null
  /** Its outcome where it was ended or ends without saying one. */
  readonly silent?: boolean
}

/** A part ends by itself when its time is over; one that hangs is ended so much later. */
const GRACE_SECONDS = 8
const MOST_NOTE = 300

interface Said {
  readonly finding?: Finding
  readonly outcome?: PartOutcome
}

/** How this program was started: on some drivers through the loader of another C library. */
function ownCommand(args: readonly string[]): readonly [string, ...string[]] {
  const given: unknown = JSON.parse(process.env['SPICE_NODE'] ?? '[]')
  const start = Array.isArray(given) && given.length > 0 ? given.map(String) : [process.execPath]
  return [at(start, 0), ...start.slice(1), ...process.execArgv, at(process.argv, 1), ...args]
}

export function runPart(options: PartProcess): Promise<PartOutcome> {
  const { part, seconds, own, onFinding, watch, input, silent = false } = options
  const [command, ...args] = options.command ?? ownCommand(own ?? [])
  const began = performance.now()
  const notes: string[] = []
  let told: PartOutcome | undefined
  let lastWords = ''
  let ended = false
  const outcome = (state: PartState): PartOutcome => ({
    ...{ part, state, notes },
    seconds: (performance.now() - began) / 1000,
  })
  return new Promise((resolve) => {
    // A group of its own: what it starts ends with it, and holds no end of its pipes.
    const child = spawn(command, args, {
      stdio: ['pipe', 'pipe', 'pipe'],
      detached: true,
      env: launchedFromHere(process.env),
    })
    const look = (over: boolean): void => {
      const seen = watch?.(over) ?? null
      if (seen !== null) onFinding(seen)
    }
    const looks = setInterval(() => look(false), 1000)
    const end = setTimeout(
      () => {
        ended = true
        if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL')
      },
      1000 * (seconds + (silent ? 0 : GRACE_SECONDS)),
    )
    child.stdin.on('error', () => undefined)
    child.stdin.end(input ?? '')
    child.stderr.on('data', (data: Buffer) => {
      lastWords = `${lastWords}${data.toString()}`.slice(-2000)
    })
    createInterface({ input: child.stdout }).on('line', (line) => {
      if (!line.startsWith('{')) return
      try {
        const said = JSON.parse(line) as Said
        if (said.finding?.kind === 'note') notes.push(said.finding.note)
        if (said.finding !== undefined) onFinding(said.finding)
        if (said.outcome !== undefined) told = said.outcome
      } catch (error) {
        notes.push(`a line that cannot be read: ${messageOf(error)}`)
      }
    })
    const finish = (state: PartState): void => {
      clearTimeout(end)
      clearInterval(looks)
      look(true)
      resolve(told ?? outcome(state))
    }
    child.on('error', (error) => {
      notes.push(error.message)
      finish('failed')
    })
    child.on('close', (code, signal) => {
      if (ended) notes.push(`ended after ${seconds.toFixed(0)} seconds`)
      else if (code !== 0 && told === undefined)
        notes.push(
          `ended with ${signal ?? `code ${code}`}: ${last(lastWords.trim().split('\n')).slice(0, MOST_NOTE)}`,
        )
      finish(ended ? 'cut' : code === 0 && notes.length === 0 ? 'done' : code === 0 ? 'cut' : 'failed')
    })
  })
}
