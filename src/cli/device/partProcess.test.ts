import { expect, it } from 'vitest'
import type { Finding } from '../../protocol/deviceReport'
import { runPart } from './partProcess'

const note = (text: string): string => JSON.stringify({ finding: { kind: 'note', note: text } })
async function ran(script: string) {
  const heard: Finding[] = []
  const outcome = await runPart({
    ...{ part: 'peaks', seconds: 20, silent: true, command: [process.execPath, '-e', script] },
    onFinding: (finding) => void heard.push(finding),
  })
  return { outcome, heard }
}

it('keeps what a part said before it crashed, and its last words', async () => {
  const { outcome, heard } = await ran(
    `console.log('${note('one')}'); console.log('not of ours'); console.error('the device is gone'); process.exit(3)`,
  )
  expect(heard).toEqual([{ kind: 'note', note: 'one' }])
  expect(outcome).toMatchObject({
    state: 'failed',
    notes: ['one', 'ended with code 3: the device is gone'],
  })
})

it('ends a part that hangs, with all that it started, and keeps what it said', async () => {
  const heard: Finding[] = []
  const outcome = await runPart({
    ...{ part: 'peaks', seconds: 2, silent: true },
    command: ['sh', '-c', `echo '${note('one')}'; sleep 60 & sleep 60`],
    onFinding: (finding) => void heard.push(finding),
  })
  expect(heard).toHaveLength(1)
  expect(outcome).toMatchObject({ state: 'cut', notes: ['one', 'ended after 2 seconds'] })
})

it("takes a part's own word for its outcome", async () => {
  const told = { part: 'peaks', state: 'done', seconds: 1, notes: [] }
  const { outcome } = await ran(`console.log(JSON.stringify({ outcome: ${JSON.stringify(told)} }))`)
  expect(outcome).toEqual(told)
})

it('says of a command that is not there that it failed', async () => {
  const outcome = await runPart({
    ...{ part: 'torch', seconds: 5, command: ['no-such-python'] },
    onFinding: () => undefined,
  })
  expect(outcome.state).toBe('failed')
  expect(outcome.notes[0]).toContain('no-such-python')
})
