import { describe, expect, it } from 'vitest'
import { at } from '../../src/base/at'
import { Random } from '../../src/base/random'
import type { Gpu } from '../../src/gpu'
import { advanceStates, maskLogits } from '../../src/ops/constrain'
import { policyLoss, policySettings } from '../../src/ops/policyLoss'
import { readSampleRecord, sample, SAMPLE_SETTINGS, SAMPLE_WORDS, sampleSettings } from '../../src/ops/sample'
import { policyLossReference } from '../policyLoss/policyLoss.ref'
import { distributionReference } from '../sample/sample.ref'
import { compare, failures } from '../testing/compareArrays'
import { checkGradient } from '../testing/gradient'
import { mutated } from '../testing/mutate'
import { download, fixedExtent, testGpu, upload } from '../testing/testDevice'
import { normals } from '../testing/testShapes'
import { checkConstrain, randomAutomata } from './constrain.check'
import { maskReference } from './constrain.ref'

const VOCABULARY = 600
const clip = { low: 0.2, high: 0.28 }

/** Rows of logits whose states take turns, on the device with their automata. */
function constrainedRows(gpu: Gpu, count: number) {
  const random = Random.from(31)
  const automata = randomAutomata(random, VOCABULARY)
  const logits = normals(random, count * VOCABULARY, 3)
  const states = Array.from({ length: count }, (_, r) => r % automata.states)
  const counting = Uint32Array.from(states, (_, r) => r)
  const ids = (label: string, data: ArrayLike<number>) =>
    upload(gpu, label, [data.length], Uint32Array.from(data))
  const allowed = states.map((state) => {
    const [from, to] = [at(automata.first, state), at(automata.first, state + 1)]
    return from === to ? [...Array(VOCABULARY).keys()] : Array.from(automata.token).slice(from, to)
  })
  const tensors = {
    automata: {
      first: ids('first', automata.first),
      token: ids('token', automata.token),
      next: ids('next', automata.next),
    },
    slot: ids('slot', counting),
    state: ids('state', states),
    rows: fixedExtent(gpu, 'rows', count),
    logits: upload(gpu, 'logits', [count, VOCABULARY], logits),
  }
  const rowOf = (r: number): Float32Array => logits.subarray(r * VOCABULARY, (r + 1) * VOCABULARY)
  return { random, automata, logits, states, allowed, tensors, rowOf }
}

describe('constrain', () => {
  it('kernels equal the reference', async () => {
    expect(failures(await checkConstrain(await testGpu()))).toEqual([])
  })

  it.each([
    ['constrain mask', 'low == end', 'low > end'],
    ['constrain mask', 'low = middle + 1u', 'low = middle + 2u'],
    ['constrain mask', 'token[middle] < id.x', 'token[middle] <= id.x'],
    ['constrain mask', 'low < end && token', 'token'],
    ['constrain advance', '= next[edge]', '= next[first[s]]'],
    ['constrain advance', 'edge < first[s + 1u]', 'edge + 1u < first[s + 1u]'],
  ])('the check notices a wrong kernel: %s, %s -> %s', async (label, from, to) => {
    const reports = await checkConstrain(mutated(await testGpu(), label, from, to), true)
    expect(reports.filter((report) => !report.passed)).not.toEqual([])
  })

  it.each([0, 0.05, 0.7, 2])(
    'what is sampled at temperature %d is allowed, and recorded as the distribution over what is allowed',
    async (temperature) => {
      const gpu = await testGpu()
      const count = 40
      const { tensors, allowed, rowOf } = constrainedRows(gpu, count)
      const ids = (label: string) => gpu.tensor(label, [count], 'u32')
      const record = gpu.tensor('record', [count, 1, SAMPLE_WORDS], 'u32')
      gpu.run([
        ...(await maskLogits(gpu, tensors)),
        ...(await sample(gpu, {
          ...tensors,
          length: ids('length'),
          done: ids('done'),
          stream: tensors.slot,
          settings: upload(
            gpu,
            'settings',
            [SAMPLE_SETTINGS],
            sampleSettings({ seed: 4, temperature, stop: [] }),
          ),
          record,
          nextToken: ids('nextToken'),
          position: ids('position'),
        })),
      ])
      const [bytes] = await gpu.read([record])
      const words = new Uint32Array(bytes ?? new ArrayBuffer(0))
      for (let r = 0; r < count; r++) {
        const own = at(allowed, r)
        const drawn = readSampleRecord(words, r)
        const { logProbs, entropy, top } = distributionReference(
          own.map((v) => at(rowOf(r), v)),
          temperature,
        )
        expect(own).toContain(drawn.token)
        const size = 1 + 30 / (temperature || 1)
        const scaled = (error: number): number => Math.abs(error) / size
        expect(scaled(drawn.logProb - at(logProbs, own.indexOf(drawn.token)))).toBeLessThan(1e-5)
        expect(scaled(drawn.entropy - entropy)).toBeLessThan(1e-5)
        expect([...drawn.topIds].slice(0, top.length)).toEqual(top.map((i) => at(own, i)))
        top.forEach((i, rank) =>
          expect(scaled(at(drawn.topProbabilities, rank) - Math.exp(at(logProbs, i)))).toBeLessThan(1e-5),
        )
        expect([...drawn.topProbabilities].slice(top.length).every((p) => p === 0)).toBe(true)
      }
    },
  )

  it('reference: the loss over allowed tokens has the gradient of central differences, zero at the others', () => {
    const random = Random.from(32)
    const automata = randomAutomata(random, 11)
    const states = [1, 2, 3, 4, 5, 0]
    const logits = Float64Array.from(normals(random, states.length * 11))
    const target = states.map((state) => {
      const [from, to] = [at(automata.first, state), at(automata.first, state + 1)]
      return from === to ? 4 : at(automata.token, random.integer(from, to - 1))
    })
    const shared = { target, weight: normals(random, 6), advantage: normals(random, 6), temperature: 0.7 }
    const masked = () =>
      states.flatMap((state, r) => [...maskReference(logits.subarray(r * 11, (r + 1) * 11), state, automata)])
    const { logProb } = policyLossReference({
      ...shared,
      logits: masked(),
      oldLogProb: shared.weight,
      clip: null,
    })
    const oldLogProb = logProb.map((logp, r) => logp + at([-0.7, 0.05, 0.1], r % 3))
    for (const held of [null, clip]) {
      const loss = () =>
        policyLossReference({ ...shared, logits: masked(), oldLogProb, clip: held }).loss.reduce(
          (a, b) => a + b,
        )
      const { dlogits } = policyLossReference({ ...shared, logits: masked(), oldLogProb, clip: held })
      expect(failures([checkGradient('dlogits', loss, logits, dlogits)])).toEqual([])
      dlogits.forEach((d, i) => {
        if (at(masked(), i) === -1e30) expect(Math.abs(d)).toBe(0)
      })
    }
  })

  it('the loss of masked rows is that of the allowed tokens alone, and so is its gradient', async () => {
    const gpu = await testGpu()
    const count = 24
    for (const held of [null, clip]) {
      const { random, tensors, allowed, rowOf } = constrainedRows(gpu, count)
      const target = allowed.map((own) => random.pick(own))
      const [weight, advantage] = [normals(random, count), normals(random, count)]
      const temperature = 0.7
      // Row by row, over a vocabulary of the allowed tokens alone.
      const rows = allowed.map((own, r) => ({
        logits: own.map((v) => at(rowOf(r), v)),
        target: [own.indexOf(at(target, r))],
        weight: [at(weight, r)],
        advantage: [at(advantage, r)],
        temperature,
      }))
      const old = rows.map((row, r) => {
        const { logProb } = policyLossReference({ ...row, oldLogProb: [0], clip: null })
        return at(logProb, 0) + at([-0.7, 0.03, 0.6, -0.02], r % 4)
      })
      const expected = rows.map((row, r) =>
        policyLossReference({ ...row, oldLogProb: [at(old, r)], clip: held }),
      )
      const stats = gpu.tensor('stats', [count, 4])
      const floats = (label: string, data: ArrayLike<number>) =>
        upload(gpu, label, [count], Float32Array.from(data))
      gpu.run([
        ...(await maskLogits(gpu, tensors)),
        ...(await policyLoss(gpu, {
          logits: tensors.logits,
          target: upload(gpu, 'target', [count], Uint32Array.from(target)),
          weight: floats('weight', weight),
          advantage: floats('advantage', advantage),
          oldLogProb: floats('old', old),
          settings: upload(gpu, 'settings', [4], policySettings({ temperature, clip: held })),
          stats,
          rows: tensors.rows,
          backward: true,
        })),
      ])
      const measured = await download(gpu, stats)
      const column = (c: number) => Float32Array.from({ length: count }, (_, r) => at(measured, 4 * r + c))
      const size = new Float64Array(count).fill(30)
      const dlogits = await download(gpu, tensors.logits)
      const wanted = new Float64Array(count * VOCABULARY)
      allowed.forEach((own, r) =>
        own.forEach((v, i) => (wanted[r * VOCABULARY + v] = at(at(expected, r).dlogits, i))),
      )
      const scale = wanted.map((_, i) => 30 * Math.abs(at(weight, Math.floor(i / VOCABULARY))) * 5 + 1e-20)
      expect(
        failures([
          compare(
            'logp',
            column(0),
            expected.map((row) => at(row.logProb, 0)),
            size,
          ),
          compare(
            'entropy',
            column(1),
            expected.map((row) => at(row.entropy, 0)),
            size,
          ),
          compare('dlogits', dlogits, wanted, scale),
        ]),
      ).toEqual([])
      const forbidden = [...dlogits].filter(
        (_, i) => !at(allowed, Math.floor(i / VOCABULARY)).includes(i % VOCABULARY),
      )
      expect(forbidden.every((d) => Math.abs(d) === 0)).toBe(true)
    }
  })

  it('refuses automata whose edges do not match', async () => {
    const gpu = await testGpu()
    const { tensors } = constrainedRows(gpu, 2)
    const automata = { ...tensors.automata, next: gpu.tensor('next', [3], 'u32') }
    await expect(advanceStates(gpu, { ...tensors, automata, drawn: tensors.slot })).rejects.toThrow(
      'next "next" is [3]',
    )
  })
})
