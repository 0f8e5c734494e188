// Rung 2 of automata over tokens: masked logits and moved states against the reference. Runs in Node and in a
// page.
import { at } from '../../src/base/at'
import { Random } from '../../src/base/random'
import type { Gpu } from '../../src/gpu'
import { advanceStates, maskLogits } from '../../src/ops/constrain'
import { compareExactly, type Report } from '../testing/compareArrays'
import { download, fixedExtent, upload } from '../testing/testDevice'
import { normals, sizesAround } from '../testing/testShapes'
import { advanceReference, maskReference, type Automata } from './constrain.ref'

/** A free state, states of many sizes up to the vocabulary, and with its first, its last and both tokens. */
export function randomAutomata(random: Random, vocabulary: number): Automata & { readonly states: number } {
  const all = Array.from({ length: vocabulary }, (_, v) => v)
  const sizes = [0, 1, 2, 3, 7, vocabulary].filter((size) => size <= vocabulary)
  const sets = sizes.map((size) => random.sample(all, size).sort((a, b) => a - b))
  sets.push([...new Set([0, vocabulary - 1])], [0], [vocabulary - 1])
  const first = [0]
  for (const set of sets) first.push(at(first, first.length - 1) + set.length)
  const token = sets.flat()
  return { first, token, next: token.map(() => random.integer(0, sets.length - 1)), states: sets.length }
}

async function checkCase(gpu: Gpu, active: number, vocabulary: number): Promise<Report[]> {
  const random = Random.from(23, active, vocabulary)
  const automata = randomAutomata(random, vocabulary)
  const slots = active + 3
  const slot = random.sample([...Array(slots).keys()], active)
  const before = Array.from({ length: slots }, () => random.integer(0, automata.states - 1))
  const logits = normals(random, active * vocabulary, 5)
  // Half of the rows draw a token that their state has, where it has one.
  const drawn = slot.map((s, row) => {
    const [from, to] = [at(automata.first, at(before, s)), at(automata.first, at(before, s) + 1)]
    return row % 2 === 0 && to > from
      ? at(automata.token, random.integer(from, to - 1))
      : random.integer(0, vocabulary - 1)
  })
  const ids = (label: string, data: ArrayLike<number>, room = data.length) => {
    const padded = new Uint32Array(Math.max(1, room))
    padded.set(Uint32Array.from(data))
    return upload(gpu, label, [padded.length], padded)
  }
  const rows = fixedExtent(gpu, 'active', active + 2, active)
  const tensor = upload(
    gpu,
    'logits',
    [active + 2, vocabulary],
    Float32Array.of(...logits, ...new Float32Array(2 * vocabulary).fill(-7)),
  )
  const state = ids('state', before)
  const shared = {
    automata: {
      first: ids('first', automata.first),
      token: ids('token', automata.token),
      next: ids('next', automata.next),
    },
    slot: ids('slot', slot, active + 2),
    state,
    rows,
  }
  gpu.run([
    ...(await maskLogits(gpu, { ...shared, logits: tensor })),
    ...(await advanceStates(gpu, { ...shared, drawn: ids('drawn', drawn, active + 2) })),
  ])
  const expected = slot.flatMap((s, row) => [
    ...maskReference(logits.subarray(row * vocabulary, (row + 1) * vocabulary), at(before, s), automata),
  ])
  const after = [...before]
  slot.forEach((s, row) => (after[s] = advanceReference(at(before, s), at(drawn, row), automata)))
  const [bytes] = await gpu.read([state])
  const name = `${active}x${vocabulary}`
  return [
    compareExactly(
      `constrain mask ${name}`,
      await download(gpu, tensor),
      Float32Array.of(...expected, ...new Float32Array(2 * vocabulary).fill(-7)),
    ),
    compareExactly(`constrain advance ${name}`, new Uint32Array(bytes ?? new ArrayBuffer(0)), after),
  ]
}

/** Vocabularies and rows of 1, a prime, and around a workgroup of 64; a large vocabulary. */
export async function checkConstrain(gpu: Gpu, quick = false): Promise<Report[]> {
  const shapes: (readonly [number, number])[] = quick
    ? [[70, 67]]
    : [
        ...sizesAround(64).map((vocabulary) => [9, vocabulary] as const),
        ...sizesAround(64).map((active) => [active, 37] as const),
        [3, 20_011],
      ]
  const reports: Report[] = []
  for (const shape of shapes) reports.push(...(await checkCase(gpu, ...shape)))
  return reports
}
