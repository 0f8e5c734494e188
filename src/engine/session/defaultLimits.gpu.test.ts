// The whole engine on the weakest device that the specification allows, with the kernels of a GPU: what asks
// for more than 8 storage buffers, 16 KiB of workgroup memory, 256 lanes or a feature fails here.
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { CorpusFolders } from '../../cli/corpusFolders'
import { dawn } from '../../cli/dawn'
import { RunFolders } from '../../cli/runFolders'
import type { Gpu } from '../../gpu'
import { fixedChoice, kernelsOf, useKernels } from '../../ops'
import { openDevice } from '../runtime/openDevice'
import { withDefaultLimits } from '../testing/defaultLimits'
import { EngineHarness, smallConfig, temporary } from '../testing/engineHarness'

it('trains, samples and plays a round on a device of default limits, with the kernels of a GPU', async () => {
  const root = await temporary()
  const devices: Gpu[] = []
  const harness = new EngineHarness(
    { runs: new RunFolders(join(root, 'runs')), corpora: new CorpusFolders(join(root, 'corpora')) },
    {
      openDevice: async () => {
        const device = await openDevice(withDefaultLimits(dawn()))
        if (!device.ok) throw new Error(device.error.message)
        // Tiles of attention stay out: a software adapter takes a minute to go through their barriers.
        const gpus = fixedChoice({ info: { ...device.value.info, software: false } })
        useKernels(device.value, { ...gpus, attention: 'whole' })
        devices.push(device.value)
        return device
      },
    },
    'real',
  )
  await harness.create(
    smallConfig(
      ['warmStart.steps', 2],
      ['warmStart.batchTokens', 256],
      ['game.rounds', 1],
      ['game.passages', 1],
      ['game.maxCandidates', 2],
      ['probe.questions', 2],
      ['game.challengerTokens', 16],
      ['game.reasonerTokens', 8],
    ),
  )
  await harness.play()
  expect(harness.failures).toEqual([])
  expect(await harness.lines()).toHaveLength(1)
  const [device] = devices
  expect(device?.limits).toMatchObject({
    maxStorageBuffersPerShaderStage: 8,
    maxComputeWorkgroupStorageSize: 16384,
    maxComputeInvocationsPerWorkgroup: 256,
    maxStorageBufferBindingSize: 128 * 2 ** 20,
  })
  expect(device === undefined ? '' : kernelsOf(device).rows).toBe('workgroup')
  for (const each of devices) each.destroy()
  await rm(root, { recursive: true, force: true })
})
