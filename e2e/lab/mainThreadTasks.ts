// What the page's main thread did, task by task, in processor time: from Chromium's own trace, since on a
// software adapter the cores belong to the kernels and a clock on the wall would measure them.
import type { Page } from '@playwright/test'

export interface Task {
  /** Milliseconds of the processor, and on the wall. */
  readonly cpu: number
  readonly wall: number
  /** What ran longest within it, and the last mark that the page had set before it. */
  readonly what: string
}

interface TraceEvent {
  readonly name: string
  readonly ph: string
  readonly pid: number
  readonly tid: number
  readonly ts: number
  readonly dur?: number
  readonly tdur?: number
  readonly args?: {
    readonly name?: string
    readonly data?: { readonly functionName?: string; readonly url?: string; readonly type?: string }
  }
}

/** All tasks of the page's main thread while `during` goes on. */
export async function mainThreadTasks(page: Page, during: () => Promise<void>): Promise<readonly Task[]> {
  const browser = page.context().browser()
  if (browser === null) throw new Error('the page has no browser of its own')
  await browser.startTracing(page, {
    categories: [
      '-*',
      'devtools.timeline',
      'disabled-by-default-devtools.timeline',
      'blink.user_timing',
      '__metadata',
    ],
  })
  await during()
  const { traceEvents } = JSON.parse((await browser.stopTracing()).toString('utf8')) as {
    readonly traceEvents: readonly TraceEvent[]
  }
  const threads = traceEvents.filter(
    ({ name, args }) => name === 'thread_name' && args?.name === 'CrRendererMain',
  )
  const on = ({ pid, tid }: TraceEvent): boolean =>
    threads.some((thread) => thread.pid === pid && thread.tid === tid)
  const marks = traceEvents.filter(({ name }) => name.startsWith('key ')).sort((a, b) => a.ts - b.ts)
  const events = traceEvents.filter((event) => event.ph === 'X' && on(event))
  const tasks = events.filter(({ name }) => name === 'RunTask')
  if (tasks.length === 0 || tasks.some(({ tdur }) => tdur === undefined))
    throw new Error(
      `the trace tells no processor time: ${tasks.length} tasks on ${threads.length} main threads`,
    )
  const inner = events.filter(({ name }) => name !== 'RunTask')
  return tasks.map(({ pid, tid, ts, dur = 0, tdur = 0 }) => {
    const own =
      tdur < 20_000
        ? []
        : inner.filter(
            (event) => event.pid === pid && event.tid === tid && event.ts >= ts && event.ts <= ts + dur,
          )
    const [longest] = own.sort((a, b) => (b.tdur ?? 0) - (a.tdur ?? 0))
    const data = longest?.args?.data
    return {
      cpu: tdur / 1000,
      wall: dur / 1000,
      what:
        longest === undefined
          ? ''
          : [
              longest.name,
              data?.type,
              data?.functionName,
              data?.url?.split('/').at(-1),
              marks.findLast((mark) => mark.ts <= ts)?.name,
            ]
              .filter(Boolean)
              .join(' '),
    }
  })
}
