import { problem } from '../problems'
import { describe, expect, it } from 'vitest'
import type { Event } from '../protocol/door'
import { roundLine, TerminalProgress } from './terminalProgress'

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

  it('says how many gaps of each measure are right, and what guessing gives', () => {
    const answer = (measure: 'recall' | 'transfer', right: boolean) =>
      ({ question: '', gold: '', answer: null, right, measure }) as const
    const answers = [answer('recall', true), answer('recall', false), answer('transfer', false)]
    expect(shown({ kind: 'probe', run: 'r', probe: { round: 0, accuracy: 0, answers } })).toEqual([
      'probe before round 0: recall  50% of 2, transfer   0% of 1',
    ])
    const metrics = { round: 0, passRate: 0.43, challengerReward: null, validRate: 1, noSignalShare: 0.5 }
    const line = roundLine({ ...metrics, chance: 0.25, probeAccuracy: null, entropy: 1, seconds: 1 })
    expect(line).toContain('right  43% (guessing 25%)')
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
