import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { at } from '../base/at'
import { download, fixedExtent, testGpu, upload } from '../../shaders/testing/testDevice'
import { dawn } from '../cli/dawn'
import { openDevice } from './gpuAdapter'
import {
  Gpu,
  GpuFailure,
  GpuMemoryError,
  ShaderError,
  type Dispatch,
  type SubmitTime,
  type Tensor,
} from './index'

const ADD_ONE = `
override step: f32 = 1.0;
@group(0) @binding(0) var<storage, read_write> x: array<f32>;
@group(0) @binding(1) var<uniform> rows: vec4u;
@compute @workgroup_size(64) fn main(@builtin(global_invocation_id) id: vec3u) {
  if (id.x < rows.x) { x[id.x] = x[id.x] * 2.0 + step; }
}`

async function openFresh(): Promise<Gpu> {
  const opened = await Gpu.open(dawn())
  if (!opened.ok) throw new Error(opened.error.message)
  return opened.value
}

let gpu: Gpu
beforeAll(async () => {
  gpu = await testGpu()
})
afterAll(() => gpu.destroy())

async function addOne(
  x: Tensor,
  rows = fixedExtent(gpu, 'rows', at(x.shape, 0)),
  work = 1,
): Promise<Dispatch> {
  const pipeline = await gpu.kernel({ label: 'add one', source: ADD_ONE })
  const bindGroup = gpu.bind(pipeline, [x, rows.tensor], 'add one')
  return {
    kind: 'dispatch',
    label: 'add one',
    pipeline,
    bindGroup,
    groups: () => [Math.ceil(rows.value / 64), 1, 1],
    work: () => work,
  }
}

describe('tensors', () => {
  it('begin as zeros and give back what was written', async () => {
    const x = gpu.tensor('x', [3, 5])
    expect([...(await download(gpu, x))]).toEqual(new Array(15).fill(0))
    gpu.write(x, Float32Array.of(1, 2, 3), 6)
    expect([...(await download(gpu, x))].slice(5, 10)).toEqual([0, 1, 2, 3, 0])
  })

  it('share an arena through views that must be aligned and inside', async () => {
    const arena = gpu.tensor('arena', [200])
    gpu.write(gpu.view(arena, 'part', 128, [2, 3]), Float32Array.of(1, 2, 3, 4, 5, 6))
    const all = await download(gpu, arena)
    expect([...all.slice(126, 136)]).toEqual([0, 0, 1, 2, 3, 4, 5, 6, 0, 0])
    expect(() => gpu.view(arena, 'odd', 3, [1])).toThrow(/"odd".*multiple of 64/)
    expect(() => gpu.view(arena, 'long', 128, [73])).toThrow(
      /"long" \[73\] at 128 does not fit in "arena" \[200\]/,
    )
  })

  it('refuse the wrong type, too much data, and bad extents', () => {
    const x = gpu.tensor('x', [4])
    expect(() => gpu.write(x, new Uint32Array(1))).toThrow('"x": it holds f32')
    expect(() => gpu.write(x, new Float32Array(2), 3)).toThrow('do not fit')
    const rows = gpu.extent('rows', 8)
    for (const bad of [-1, 1.5, 9, NaN]) expect(() => gpu.setExtent(rows, bad)).toThrow(/"rows".*0 \.\. 8/)
  })

  it('over the limit throw an error that names the label and the bytes', () => {
    const count = gpu.limits.maxStorageBufferBindingSize / 4 + 1
    expect(() => gpu.tensor('logits', [count])).toThrow(GpuMemoryError)
    expect(() => gpu.tensor('logits', [count])).toThrow(new RegExp(`"logits" needs ${4 * count} bytes`))
  })

  it('that the device has no room for are named by the next awaited call', async () => {
    const fresh = await openFresh()
    const pop = fresh.device.popErrorScope.bind(fresh.device)
    const refuse = async (): Promise<GPUError> => {
      await pop()
      return new GPUOutOfMemoryError('no room')
    }
    fresh.device.popErrorScope = refuse
    fresh.tensor('activations', [100])
    fresh.device.popErrorScope = pop
    await expect(fresh.allocated()).rejects.toThrow(/"activations" needs 400 bytes.*no memory left/)
    await expect(fresh.allocated()).resolves.toBeUndefined()
    fresh.destroy()
  })

  it('are counted in bytes until destroyed', () => {
    const before = gpu.counters.bytes
    const x = gpu.tensor('x', [1000])
    expect(gpu.counters.bytes - before).toBe(4096)
    gpu.destroyTensor(x)
    gpu.destroyTensor(x)
    expect(gpu.counters.bytes).toBe(before)
  })
})

describe('programs', () => {
  it('run as one submit, whatever their length, and follow their extent', async () => {
    const x = gpu.tensor('x', [100])
    const rows = fixedExtent(gpu, 'rows', 100, 2)
    const step = await addOne(x, rows)
    const before = { ...gpu.counters }
    gpu.run([step, step, step])
    expect(gpu.counters.submits - before.submits).toBe(1)
    expect(gpu.counters.dispatches - before.dispatches).toBe(3)
    expect([...(await download(gpu, x))].slice(0, 4)).toEqual([7, 7, 0, 0])
    gpu.setExtent(rows, 3)
    gpu.run([step])
    expect([...(await download(gpu, x))].slice(0, 4)).toEqual([15, 15, 1, 0])
    gpu.setExtent(rows, 0)
    gpu.run([step])
    expect([...(await download(gpu, x))].slice(0, 4)).toEqual([15, 15, 1, 0])
  })

  it('keep the order of clears, copies and dispatches', async () => {
    const x = gpu.tensor('x', [70])
    const y = gpu.tensor('y', [70])
    const step = await addOne(x)
    gpu.run([step, { kind: 'copy', from: x, to: y }, { kind: 'clear', tensor: x }, step, step])
    expect((await download(gpu, y))[69]).toBe(1)
    expect((await download(gpu, x))[69]).toBe(3)
  })

  it('give the same result when they are cut into many submits', async () => {
    const whole = gpu.tensor('whole', [64])
    const cut = gpu.tensor('cut', [64])
    const light = await addOne(whole)
    const heavy = await addOne(cut, undefined, 1e13)
    const before = gpu.counters.submits
    gpu.run(Array.from({ length: 9 }, () => light))
    expect(gpu.counters.submits - before).toBe(1)
    gpu.run(Array.from({ length: 9 }, () => heavy))
    expect(gpu.counters.submits - before).toBe(10)
    expect(await download(gpu, cut)).toEqual(await download(gpu, whole))
  })

  it('are cut by the clock of a device that draws a desktop too', async () => {
    const opened = await openDevice(dawn())
    if (!opened.ok) throw new Error(opened.error.message)
    const budget = 100
    const own = new Gpu({ ...opened.value, info: { ...opened.value.info, software: false } }, budget)
    const times: SubmitTime[] = []
    own.onSubmitTime = (time) => void times.push(time)
    const x = own.tensor('x', [8192])
    const rows = fixedExtent(own, 'rows', 8192)
    const pipeline = await own.kernel({ label: 'add one', source: ADD_ONE })
    const step: Dispatch = {
      kind: 'dispatch',
      label: 'add one',
      pipeline,
      bindGroup: own.bind(pipeline, [x, rows.tensor], 'add one'),
      groups: () => [Math.ceil(rows.value / 64), 1, 1],
      // Far from the truth, as the work of what only moves memory is.
      work: () => 1000,
    }
    for (let i = 0; i < 4; i++) {
      own.run(Array.from({ length: 80 }, () => step))
      await own.settled()
    }
    const first = at(times, 0)
    const learned = times.slice(-8).map(({ ms }) => ms)
    console.log(
      `submits of ${times.length}: first ${first.ms.toFixed(0)} ms, last ${learned.map((ms) => ms.toFixed(1)).join(', ')} ms`,
    )
    // Nothing is known of the kernel at first: the whole program is one submit.
    expect(first.dispatches).toBe(80)
    expect(times.length).toBeGreaterThan(first.ms > budget ? 4 : 3)
    // Other work on this processor may lengthen them all: those that are cut are short beside a whole.
    const middle = at(
      learned.toSorted((a, b) => a - b),
      learned.length >> 1,
    )
    expect(middle).toBeLessThan(Math.max(budget, first.ms / 2))
    own.destroy()
  })

  it('read several tensors with one map and one submit', async () => {
    const tensors = [1, 2, 3].map((value) =>
      upload(gpu, `t${value}`, [value], new Float32Array(value).fill(value)),
    )
    const before = { ...gpu.counters }
    const parts = await gpu.read(tensors)
    expect(parts.map((part) => [...new Float32Array(part)])).toEqual([[1], [2, 2], [3, 3, 3]])
    expect(gpu.counters.maps - before.maps).toBe(1)
    expect(gpu.counters.submits - before.submits).toBe(1)
  })

  it('can be timed by label where the device has timestamp queries', async () => {
    // Devices round timestamps to tenths of a millisecond: small dispatches alone would read as nothing.
    const step = await addOne(gpu.tensor('x', [1_000_000]))
    expect(gpu.device.features.has('timestamp-query')).toBe(true)
    gpu.beginProfile()
    gpu.run(Array.from({ length: 20 }, () => step))
    const entries = await gpu.endProfile()
    expect(entries).toHaveLength(1)
    expect(entries[0]).toMatchObject({ label: 'add one', count: 20, work: 20 })
    expect(entries[0]?.ms).toBeGreaterThan(0)
    expect(await gpu.endProfile()).toEqual([])
  })
})

describe('kernels', () => {
  it('are compiled once for equal source and constants', async () => {
    const before = gpu.counters.pipelines
    const spec = { label: 'k', source: `${ADD_ONE}\n// a source of its own` }
    const [a, b, c] = await Promise.all([
      gpu.kernel(spec),
      gpu.kernel({ ...spec, label: 'again' }),
      gpu.kernel({ ...spec, constants: { step: 2 } }),
    ])
    expect(a).toBe(b)
    expect(a).not.toBe(c)
    expect(gpu.counters.pipelines - before).toBe(2)
  })

  it('that do not compile are named with line, message and text', async () => {
    const source = '@compute @workgroup_size(1) fn main() {\n  let x: f32 = 1u;\n}'
    await expect(gpu.kernel({ label: 'broken', source })).rejects.toThrow(ShaderError)
    await expect(gpu.kernel({ label: 'broken', source })).rejects.toThrow(
      /"broken".*line 2: .*\[let x: f32 = 1u;\]/,
    )
    await expect(gpu.kernel({ label: 'lost', source: ADD_ONE, entry: 'nowhere' })).rejects.toThrow(
      /"lost".*nowhere/,
    )
  })
})

describe('failures', () => {
  it('of a command make every later call say so', async () => {
    const fresh = await openFresh()
    const encoder = fresh.device.createCommandEncoder()
    const buffer = fresh.device.createBuffer({ size: 16, usage: GPUBufferUsage.COPY_DST })
    encoder.copyBufferToBuffer(buffer, 0, buffer, 0, 16)
    fresh.device.queue.submit([encoder.finish()])
    await expect(fresh.settled()).rejects.toThrow(/refused a command/)
    expect(() => fresh.run([])).toThrow(GpuFailure)
    expect(() => fresh.tensor('x', [1])).toThrow(/refused a command/)
    fresh.destroy()
  })

  it('of the device resolve `lost` and reach later calls', async () => {
    const fresh = await openFresh()
    const x = fresh.tensor('x', [4])
    fresh.destroy()
    expect(await fresh.lost).toMatchObject({ reason: 'destroyed' })
    expect(fresh.counters.bytes).toBe(0)
    await expect(fresh.read([x])).rejects.toThrow(/lost \(destroyed\)/)
  })

  it('to find an adapter are results that say what to do', async () => {
    const none = { requestAdapter: async () => null } as unknown as GPU
    expect(await Gpu.open(none)).toMatchObject({ ok: false, error: { code: 'no-adapter' } })
  })
})
