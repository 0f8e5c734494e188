// @vitest-environment happy-dom
import { expect, it } from 'vitest'
import { problem } from '../../problems'
import type { DeviceReport, DeviceTestAnswer, DeviceTestRequest } from '../../protocol/deviceReport'
import { fakeApp } from '../../state/fakeApp'
import { renderView } from '../renderView'
import { words } from '../strings'
import { DeviceTest } from './DeviceTest'

const findings: readonly DeviceTestAnswer[] = [
  { kind: 'part', part: 'checks', done: 2, of: 3 },
  {
    kind: 'finding',
    finding: { kind: 'check', check: { operation: 'rope', checks: 5, failed: ['odd: ratio 2'], worst: 2 } },
  },
  { kind: 'outcome', outcome: { part: 'checks', state: 'done', seconds: 1, notes: [] } },
  {
    kind: 'finding',
    finding: {
      kind: 'training',
      training: {
        ...{ by: 'WebGPU', model: '5M', parameters: 5e6, weights: 'all', sequences: 4, length: 64 },
        ...{ tokensPerSecond: 12_300, ms: 20 },
      },
    },
  },
]

async function opened() {
  const { app } = fakeApp()
  const saved: { name: string; data: Blob }[] = []
  const asked: DeviceTestRequest[] = []
  let hear: (answer: DeviceTestAnswer) => void = () => undefined
  let ended = 0
  Object.assign(app.env, {
    save: (name: string, data: Blob) => void saved.push({ name, data }),
    testDevice: (request: DeviceTestRequest, listener: typeof hear) => {
      asked.push(request)
      hear = listener
      return () => void (ended += 1)
    },
  })
  app.view.setState({ gpu: { kind: 'present', software: false } })
  const page = await renderView(app, <DeviceTest />)
  const button = (id: string) => page.root.querySelector<HTMLButtonElement>(`[data-testid=${id}]`)
  const press = (id: string) => page.settle(() => Promise.resolve(button(id)?.click()))
  const say = (answers: readonly DeviceTestAnswer[]) =>
    page.settle(() => Promise.resolve(answers.forEach((one) => hear(one))))
  return { page, saved, asked, button, press, say, ended: () => ended }
}

it('tells the part that it is at, shows what was found and saves it as the shared file', async () => {
  const { page, saved, asked, button, press, say } = await opened()
  await press('test-device')
  expect(asked).toEqual([{ deviceTest: 'page' }])
  await say(findings)
  expect(page.root.textContent).toContain(words.xray.deviceTest.parts['checks'])
  expect(page.root.querySelector('[data-testid=device-checks]')?.getAttribute('data-failed')).toBe('1')
  expect(page.root.textContent).toContain('rope: odd: ratio 2')
  expect(page.root.querySelector('[data-testid=device-table]')?.textContent).toContain('5M')
  expect(button('save-device')).toBeNull()
  await say([{ kind: 'end' }])
  await press('save-device')
  const report = JSON.parse((await saved[0]?.data.text()) ?? '') as DeviceReport
  expect(saved[0]?.name).toBe('device.json')
  expect(report).toMatchObject({
    format: 'spice-device',
    version: 1,
    by: 'page',
    training: [{ model: '5M' }],
  })
})

it('ends the measuring at Cancel and keeps what was found', async () => {
  const { page, press, say, ended } = await opened()
  await press('test-device')
  await say(findings)
  await press('test-device')
  expect(ended()).toBe(1)
  expect(page.root.textContent).toContain(words.xray.deviceTest.cancelled)
  expect(page.root.querySelector('[data-testid=device-table]')?.textContent).toContain('5M')
})

it('says why there is nothing to show', async () => {
  const { page, press, say } = await opened()
  await press('test-device')
  await say([{ kind: 'failed', failure: problem('no-adapter') }])
  expect(page.root.querySelector('.notice')?.textContent.length).toBeGreaterThan(10)
  expect(page.root.querySelector('[data-testid=device-table]')).toBeNull()
})
