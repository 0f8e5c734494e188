// The plan of a run on documents against the buffers that it makes, on a device.
import { readFile } from 'node:fs/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { at } from '../../base/at'
import { oneOf } from '../../base/tokenAutomaton'
import { unwrap } from '../errors'
import { documentChoice } from '../../config/documentChoice'
import { withValue } from '../../config/config'
import { dawn } from '../../cli/dawn'
import type { Gpu } from '../../gpu'
import { readSnapshot } from '../checkpoints/snapshot'
import { openDevice } from './openDevice'
import { planOf } from './memoryPlan'
import { GpuModelRuntime } from './modelRuntime'

let gpu: Gpu
beforeAll(async () => {
  gpu = unwrap(await openDevice(dawn()))
})
afterAll(() => gpu.destroy())

describe('the plan of a run on documents', () => {
  for (const challenger of ['trained', 'frozen'] as const)
    it(`is within a tenth of the buffers that it makes, with a ${challenger} Challenger`, async () => {
      const { weights, linked } = documentChoice(1)
      const config = withValue(linked.config, 'game.challenger', challenger)
      const snapshot = unwrap(
        readSnapshot(new Uint8Array(await readFile(`public/weights/${weights}.safetensors`))),
      )
      const { architecture, tokenizer } = snapshot
      const before = gpu.counters.bytes
      const runtime = await GpuModelRuntime.open(gpu, architecture, tokenizer, config)
      await runtime.restore(snapshot, 1, null)
      const opponent = challenger === 'frozen' ? await runtime.freeze(snapshot, null) : runtime.player
      // Whatever a round does once: write, hold to options, score, learn.
      const { player } = runtime
      const tokens = player.encode([{ mark: 'begin' }, { mark: 'passage' }, { text: 'A bell rang in' }])
      const options = [' town', ' May'].map((text) => tokenizer.encode(text))
      const automaton = oneOf(options, at(tokenizer.ends, 0))
      const request = {
        ...{ parts: [], tokens, count: 2, stream: 0, maxNewTokens: 4, temperature: 1, automaton },
        seat: 'reasoner' as const,
      }
      for (const each of new Set([player, opponent])) await each.complete([request], { seed: 1 })
      await player.score?.([{ tokens: [...tokens, ...tokenizer.encode(' town')], from: tokens.length }])
      const sequence = { tokens: Uint32Array.from([...tokens, ...at(options, 0)]), from: tokens.length }
      await runtime.trainer.accumulate([{ ...sequence, weight: 1, advantage: 1 }], {
        ...{ set: 0, temperature: 1, clip: null },
      })
      await runtime.trainer.step({ ...config.update, learningRate: 1e-4 })
      const taken = gpu.counters.bytes - before
      const planned = planOf(architecture, config).total
      console.log(
        `${challenger}: planned ${(planned / 1e6).toFixed(1)} MB, made ${(taken / 1e6).toFixed(1)} MB`,
      )
      expect(Math.abs(planned / taken - 1)).toBeLessThan(0.1)
    })
})
