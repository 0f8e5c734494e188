// Sequences laid end to end without padding into micro-batches of rows, with everything the GPU needs to know
// about each row. Sequences that go on from the same prompt share its rows. Pure: typed arrays in, typed
// arrays out.
import { at } from '../base/at'
import {
  joinAutomata,
  startOf,
  statesAlong,
  type JoinedAutomata,
  type TokenAutomaton,
} from '../base/tokenAutomaton'
import { alone, setSpan, type Span } from '../ops'

/**
 * A sequence to learn from. tokens[from ..] are predicted with a loss (from >= 1, as the first token is never
 * predicted); loss of one token = weight * policy loss (or -weight * advantage * log p where there is no
 * clipping).
 */
export interface TrainingSequence {
  readonly tokens: Uint32Array
  readonly from: number
  /** One number for all predicted tokens, or one each. */
  readonly weight: Float32Array | number
  readonly advantage: number
  /** Aligned with tokens[from ..]; needed where the loss is clipped. */
  readonly oldLogProbs?: Float32Array
  /** What tokens[from ..] were held to when they were sampled: the loss is over the tokens that it allows. */
  readonly automaton?: TokenAutomaton
}

export interface Capacity {
  /**
   * Rows of a micro-batch. A sequence of T tokens takes T - 1 at most: its last token is only ever predicted.
   */
  readonly rows: number
  /** Rows with a loss in a micro-batch. */
  readonly lossRows: number
}

export interface MicroBatch {
  readonly rows: number
  readonly lossRows: number
  /** By row: token, position in its sequence, and four numbers that say which rows it sees (span.ts). */
  readonly token: Uint32Array
  readonly position: Uint32Array
  readonly span: Uint32Array
  /**
   * By row with a loss (no row comes twice): its row, the token that it predicts, and its share of the loss.
   */
  readonly lossRow: Uint32Array
  readonly target: Uint32Array
  readonly weight: Float32Array
  readonly advantage: Float32Array
  readonly oldLogProb: Float32Array
  /** By row with a loss: its state as `automataOf` counts; null where no sequence has an automaton. */
  readonly state: Uint32Array | null
  /** Which sequence (index in the packed list) each run of loss rows belongs to, in order of rows. */
  readonly parts: readonly {
    readonly sequence: number
    readonly lossStart: number
    readonly lossCount: number
  }[]
}

/** Throws one clear line for a sequence that cannot be learnt from. */
function check(sequence: TrainingSequence, index: number, vocabulary: number, capacity: Capacity): void {
  const { tokens, from, weight, oldLogProbs, advantage } = sequence
  const predicted = tokens.length - from
  const complain = (what: string): never => {
    throw new RangeError(`training sequence ${index}: ${what}`)
  }
  if (!Number.isInteger(from) || from < 1)
    complain(`loss starts at token ${from}, but the first token that can be predicted is 1`)
  if (predicted < 1) complain(`loss starts at token ${from} of ${tokens.length}: nothing is predicted`)
  if (tokens.length - 1 > capacity.rows)
    complain(`${tokens.length} tokens need ${tokens.length - 1} rows, a micro-batch has ${capacity.rows}`)
  if (predicted > capacity.lossRows)
    complain(`${predicted} predicted tokens, a micro-batch has room for ${capacity.lossRows}`)
  if (typeof weight !== 'number' && weight.length !== predicted)
    complain(`${weight.length} weights for ${predicted} predicted tokens`)
  if (oldLogProbs !== undefined && oldLogProbs.length !== predicted)
    complain(`${oldLogProbs.length} old log-probabilities for ${predicted} predicted tokens`)
  if (!Number.isFinite(advantage)) complain(`the advantage is ${advantage}`)
  for (const token of tokens)
    if (token >= vocabulary) complain(`token ${token} is outside the vocabulary of ${vocabulary}`)
}

interface Member {
  /** Place in the list to be packed. */
  readonly index: number
  readonly sequence: TrainingSequence
}

/** Sequences that share their prefix in one micro-batch. */
interface Group {
  /** The prompt without its last token. */
  readonly prefix: Uint32Array
  readonly members: Member[]
}

/**
 * Rows of the sequence alone: the prompt's last token, which predicts the first of what follows, and all but
 * the last of that.
 */
const ownRows = ({ sequence: { tokens, from } }: Member): number => tokens.length - from

/** Sequences by prefix, in order of first appearance; without a prefix there is nothing to share. */
function groupsOf(sequences: readonly TrainingSequence[]): Group[] {
  const groups: Group[] = []
  const byPrefix = new Map<string, Group>()
  sequences.forEach((sequence, index) => {
    const prefix = sequence.tokens.subarray(0, sequence.from - 1)
    const key = prefix.join()
    const known = prefix.length === 0 ? undefined : byPrefix.get(key)
    const group = known ?? { prefix, members: [] }
    group.members.push({ index, sequence })
    if (known !== undefined) return
    byPrefix.set(key, group)
    groups.push(group)
  })
  return groups
}

/** Groups by micro-batch. One that is too long goes on in the next, with its prefix once more. */
function split(groups: readonly Group[], capacity: Capacity): Group[][] {
  const batches: Group[][] = []
  let room: Capacity = { rows: 0, lossRows: 0 }
  const fits = (within: Capacity, prefix: number, own: number): boolean =>
    prefix + own <= within.rows && own <= within.lossRows
  const begin = (): void => {
    batches.push([])
    room = capacity
  }
  for (const { prefix, members } of groups) {
    const total = members.reduce((sum, member) => sum + ownRows(member), 0)
    if (!fits(room, prefix.length, total) && fits(capacity, prefix.length, total)) begin()
    let open: Group | undefined
    for (const member of members) {
      const own = ownRows(member)
      if (open === undefined || !fits(room, 0, own)) {
        if (!fits(room, prefix.length, own)) begin()
        open = { prefix, members: [] }
        batches.at(-1)?.push(open)
        room = { ...room, rows: room.rows - prefix.length }
      }
      open.members.push(member)
      room = { rows: room.rows - own, lossRows: room.lossRows - own }
    }
  }
  return batches
}

/** The automata of these sequences side by side. */
export const automataOf = (sequences: readonly TrainingSequence[], vocabulary: number): JoinedAutomata =>
  joinAutomata(
    sequences.flatMap(({ automaton }) => automaton ?? []),
    vocabulary,
  )

function lay(groups: readonly Group[], automata: JoinedAutomata): MicroBatch {
  const lossRows = groups.reduce(
    (sum, { members }) => sum + members.reduce((all, member) => all + ownRows(member), 0),
    0,
  )
  const rows = lossRows + groups.reduce((sum, { prefix }) => sum + prefix.length, 0)
  const batch = {
    rows,
    lossRows,
    token: new Uint32Array(rows),
    position: new Uint32Array(rows),
    span: new Uint32Array(4 * rows),
    lossRow: new Uint32Array(lossRows),
    target: new Uint32Array(lossRows),
    weight: new Float32Array(lossRows),
    advantage: new Float32Array(lossRows),
    oldLogProb: new Float32Array(lossRows),
    state: automata.start.size > 0 ? new Uint32Array(lossRows) : null,
    parts: [] as { sequence: number; lossStart: number; lossCount: number }[],
  }
  let row = 0
  let lossRow = 0
  const layRows = (tokens: Uint32Array, position: number, span: Span): void => {
    batch.token.set(tokens, row)
    for (let i = 0; i < tokens.length; i++) batch.position[row + i] = position + i
    setSpan(batch.span, row, tokens.length, span)
    row += tokens.length
  }
  for (const { prefix, members } of groups) {
    const first = row
    const end = first + members.reduce((sum, member) => sum + ownRows(member), prefix.length)
    layRows(prefix, 0, alone(first, end - first))
    for (const member of members) {
      const { tokens, from, weight, advantage, oldLogProbs, automaton } = member.sequence
      const own = ownRows(member)
      for (let i = 0; i < own; i++) batch.lossRow[lossRow + i] = row + i
      layRows(
        tokens.subarray(from - 1, -1),
        from - 1,
        prefix.length === 0 ? alone(row, own) : [first, first + prefix.length, row, row + own],
      )
      batch.target.set(tokens.subarray(from), lossRow)
      if (typeof weight === 'number') batch.weight.fill(weight, lossRow, lossRow + own)
      else batch.weight.set(weight, lossRow)
      batch.advantage.fill(advantage, lossRow, lossRow + own)
      if (oldLogProbs !== undefined) batch.oldLogProb.set(oldLogProbs, lossRow)
      if (automaton !== undefined) {
        const start = startOf(automata, automaton)
        const states = statesAlong(automaton, tokens.subarray(from))
        batch.state?.set(
          states.map((state) => start + state),
          lossRow,
        )
      }
      batch.parts.push({ sequence: member.index, lossStart: lossRow, lossCount: own })
      lossRow += own
    }
  }
  return batch
}

/**
 * Every sequence in exactly one micro-batch. Sequences with the same prompt share its rows, so a micro-batch
 * holds them one after the other: prompts are in the order given, and what goes on from each too. Equal input
 * gives equal micro-batches. Throws RangeError naming the sequence that is wrong.
 */
export function pack(
  sequences: readonly TrainingSequence[],
  vocabulary: number,
  capacity: Capacity,
): MicroBatch[] {
  sequences.forEach((sequence, index) => check(sequence, index, vocabulary, capacity))
  const automata = automataOf(sequences, vocabulary)
  return split(groupsOf(sequences), capacity).map((groups) => lay(groups, automata))
}

/**
 * Rows by token, so that the gradient of an embedding is a sum owned by one token (WGSL has no float
 * atomics): rows of token t are order[offsets[t] .. offsets[t + 1]), ascending.
 */
export function rowsByToken(
  token: Uint32Array,
  vocabulary: number,
): { order: Uint32Array<ArrayBuffer>; offsets: Uint32Array<ArrayBuffer> } {
  const offsets = new Uint32Array(vocabulary + 1)
  for (const t of token) offsets[t + 1] = at(offsets, t + 1) + 1
  let before = 0
  offsets.forEach((count, t) => (offsets[t] = before += count))
  const next = offsets.slice()
  const order = new Uint32Array(token.length)
  token.forEach((t, row) => {
    const place = at(next, t)
    order[place] = row
    next[t] = place + 1
  })
  return { order, offsets }
}
