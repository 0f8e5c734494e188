import { problem } from '../problems'
import { describe, expect, it } from 'vitest'
import type { Event } from '../protocol/door'
import { TerminalProgress } from './terminalProgress'

function shown(...events: readonly Event[]): string[] {
  const written: string[] = []
  const out = { write: (text: string) => written.push(text) } as unknown as NodeJS.WriteStream
  const show = new TerminalProgress(out, false)
  for (const event of events) show.event(event)
  show.end()
  return written
    .join('')
    .split('\n')
    .filter((line) => line !== '')
}

const warming = (done: number): Event => ({
  kind: 'progress',
  progress: { activity: 'warming', detail: { kind: 'loss', loss: 2 }, done, total: 100, unit: 'steps' },
})

describe('Show without a terminal', () => {
  it('says each tenth of the warm start once', () => {
    expect(shown(...Array.from({ length: 100 }, (_, i) => warming(i + 1)))).toHaveLength(11)
  })

  it('counts in whole numbers', () => {
    const lines = shown({
      kind: 'progress',
      progress: {
        activity: 'importing',
        detail: { kind: 'loss', loss: 2 },
        done: 734527.9999999999,
        total: 1272956,
        unit: 'bytes',
      },
    })
    expect(lines).toEqual([expect.stringMatching(/^importing 734528\/1272956 bytes/)])
  })

  it('says failures, files that did not come in, lost devices and probes in a line each', () => {
    const failure = { code: 'x', message: 'It broke. Mend it.' }
    expect(
      shown(
        { kind: 'failure', failure, fix: null },
        {
          kind: 'file',
          corpus: 'c',
          outcome: {
            path: 'a',
            documents: 0,
            duplicates: 0,
            failure: { code: 'file.empty', message: 'a: is empty.' },
          },
        },
        { kind: 'file', corpus: 'c', outcome: { path: 'b', documents: 1, duplicates: 0, failure: null } },
        {
          kind: 'deviceLost',
          failure: problem('device-lost', { reason: '', message: 'It crashed.' }),
          recovering: true,
        },
        { kind: 'probe', run: 'r', probe: { round: 5, accuracy: 0.25, answers: [] } },
        { kind: 'corpora', corpora: [] },
      ),
    ).toEqual([
      'It broke. Mend it.',
      'a: is empty.',
      'The GPU device was lost: It crashed. Going on from the last checkpoint.',
      'probe before round 5:  25% of 0',
    ])
  })
})
