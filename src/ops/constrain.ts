// Launchers that hold rows of logits to automata over tokens. Equations and proof: shaders/constrain.
import maskSource from '../../shaders/constrain/constrain.mask.wgsl?static'
import advanceSource from '../../shaders/constrain/constrain.advance.wgsl?static'
import { at } from '../base/at'
import type { Extent, Gpu, Program, Tensor } from '../gpu'
import { expectShape, launch, matrixShape } from './launch'
import { ELEMENT_WORK, expectMatrix, expectRowGroups, expectVector, rowGroups, threadGroups } from './threads'

/** Automata in compressed rows; a state without edges allows every token. */
export interface AutomataTensors {
  /** u32 (S+1): the edges of state s are first[s] .. first[s+1] */
  readonly first: Tensor
  /** u32 (E): tokens of the edges, ascending within a state */
  readonly token: Tensor
  /** u32 (E): the state that an edge leads to */
  readonly next: Tensor
}

export interface ConstrainedRows {
  readonly automata: AutomataTensors
  /** u32 (A): the slot of each row; no slot twice */
  readonly slot: Tensor
  /** u32 (slots) */
  readonly state: Tensor
  readonly rows: Extent
}

function expectAutomata(op: string, { automata, slot, state, rows }: ConstrainedRows): void {
  const { first, token, next } = automata
  expectVector(op, 'slot', slot, rows, 'u32')
  for (const [name, tensor] of Object.entries({ state, first, token }))
    expectShape(op, name, tensor, [at(tensor.shape, 0)], 'u32')
  expectShape(op, 'next', next, token.shape, 'u32')
}

/** In place: logits (A,V) of tokens that the row's state forbids become -1e30. */
export async function maskLogits(
  gpu: Gpu,
  args: ConstrainedRows & { readonly logits: Tensor },
): Promise<Program> {
  const { automata, slot, state, rows, logits } = args
  const op = 'constrain mask'
  const [, vocabulary] = matrixShape(op, 'logits', logits)
  expectRowGroups(op, rows)
  expectMatrix(op, 'logits', logits, rows, vocabulary)
  expectAutomata(op, args)
  return [
    await launch(gpu, {
      label: op,
      source: maskSource,
      constants: { VOCABULARY: vocabulary },
      tensors: [logits, slot, state, automata.first, automata.token, rows.tensor],
      groups: () => rowGroups(rows, vocabulary),
      work: () => ELEMENT_WORK * rows.value * vocabulary,
    }),
  ]
}

/** Each row's state moves on by the token that was drawn, u32 (A). */
export async function advanceStates(
  gpu: Gpu,
  args: ConstrainedRows & { readonly drawn: Tensor },
): Promise<Program> {
  const { automata, slot, state, rows, drawn } = args
  const op = 'constrain advance'
  expectVector(op, 'drawn', drawn, rows, 'u32')
  expectAutomata(op, args)
  return [
    await launch(gpu, {
      label: op,
      source: advanceSource,
      tensors: [slot, drawn, state, automata.first, automata.token, automata.next, rows.tensor],
      groups: () => threadGroups(rows.value),
      work: () => ELEMENT_WORK * rows.value,
    }),
  ]
}
