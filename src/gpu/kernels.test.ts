import { expect, it } from 'vitest'
import { Kernels, type CompileProgress } from './kernels'

/** A device that compiles what it is told to, when it is told to. */
class FakeDevice {
  private readonly waiting: (() => void)[] = []
  pushErrorScope = (): void => undefined
  popErrorScope = (): Promise<null> => Promise.resolve(null)
  createShaderModule = (): object => ({ getCompilationInfo: () => Promise.resolve({ messages: [] }) })
  createComputePipelineAsync = (): Promise<object> =>
    new Promise((resolve) => this.waiting.push(() => resolve({})))

  async finish(): Promise<void> {
    await new Promise((resolve) => setTimeout(resolve))
    for (const done of this.waiting.splice(0)) done()
  }
}

it('says of each pipeline that is compiled which it was, and of how many', async () => {
  const device = new FakeDevice()
  const heard: CompileProgress[] = []
  const kernels = new Kernels(device as unknown as GPUDevice, (progress) => void heard.push(progress))
  const spec = (label: string) => ({ label, source: 'fn main() {}', constants: { N: label.length } })
  const all = [kernels.pipeline(spec('add')), kernels.pipeline(spec('rope')), kernels.pipeline(spec('add'))]
  await device.finish()
  await Promise.all(all)
  const later = kernels.pipeline(spec('attention'))
  await device.finish()
  await later
  expect(heard).toEqual([
    { label: 'add', done: 1, asked: 2 },
    { label: 'rope', done: 2, asked: 2 },
    { label: 'attention', done: 3, asked: 3 },
  ])
})
