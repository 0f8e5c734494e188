// Sequences laid end to end without padding into micro-batches of rows, with everything the GPU needs to know
// about each row. Pure: typed arrays in, typed arrays out.

/**
 * A sequence to learn from. tokens[from ..] are predicted with a loss (from >= 1, as the first token is never predicted);
 * loss of one token = weight * policy loss (or -weight * advantage * log p where there is no clipping).
 */
export interface TrainingSequence {
  readonly tokens: Uint32Array
  readonly from: number
  /** One number for all predicted tokens, or one each. */
  readonly weight: Float32Array | number
  readonly advantage: number
  /** Aligned with tokens[from ..]; needed where the loss is clipped. */
  readonly oldLogProbs?: Float32Array
}

export interface Capacity {
  /** Rows of a micro-batch. A sequence of T tokens takes T - 1: its last token is only ever predicted. */
  readonly rows: number
  /** Rows with a loss in a micro-batch. */
  readonly lossRows: number
}

export interface MicroBatch {
  readonly rows: number
  readonly lossRows: number
  /** By row: token, position in its sequence, first row of its sequence, one past the last row of its sequence. */
  readonly token: Uint32Array
  readonly position: Uint32Array
  readonly start: Uint32Array
  readonly end: Uint32Array
  /** By row with a loss: its row, the token that it predicts, and its share of the loss. */
  readonly lossRow: Uint32Array
  readonly target: Uint32Array
  readonly weight: Float32Array
  readonly advantage: Float32Array
  readonly oldLogProb: Float32Array
  /** Which sequence (index in the packed list) each run of loss rows belongs to, in order. */
  readonly parts: readonly { readonly sequence: number; readonly lossStart: number; readonly lossCount: number }[]
}

/** Throws one clear line for a sequence that cannot be learnt from. */
function check(sequence: TrainingSequence, index: number, vocabulary: number, capacity: Capacity): void {
  const { tokens, from, weight, oldLogProbs, advantage } = sequence
  const predicted = tokens.length - from
  const complain = (what: string): never => {
    throw new RangeError(`training sequence ${index}: ${what}`)
  }
  if (!Number.isInteger(from) || from < 1) complain(`loss starts at token ${from}, but the first token that can be predicted is 1`)
  if (predicted < 1) complain(`loss starts at token ${from} of ${tokens.length}: nothing is predicted`)
  if (tokens.length - 1 > capacity.rows) complain(`${tokens.length} tokens need ${tokens.length - 1} rows, a micro-batch has ${capacity.rows}`)
  if (predicted > capacity.lossRows) complain(`${predicted} predicted tokens, a micro-batch has room for ${capacity.lossRows}`)
  if (typeof weight !== 'number' && weight.length !== predicted) complain(`${weight.length} weights for ${predicted} predicted tokens`)
  if (oldLogProbs !== undefined && oldLogProbs.length !== predicted) complain(`${oldLogProbs.length} old log-probabilities for ${predicted} predicted tokens`)
  if (!Number.isFinite(advantage)) complain(`the advantage is ${advantage}`)
  for (const token of tokens) if (token >= vocabulary) complain(`token ${token} is outside the vocabulary of ${vocabulary}`)
}

/**
 * Cuts the list into runs that fit the capacity;
 * its order is kept, so that equal input gives equal micro-batches.
 */
function split(sequences: readonly TrainingSequence[], capacity: Capacity): number[][] {
  const batches: number[][] = []
  let current: number[] = []
  let rows = 0
  let lossRows = 0
  sequences.forEach((sequence, index) => {
    const needed = sequence.tokens.length - 1
    const predicted = sequence.tokens.length - sequence.from
    if (current.length > 0 && (rows + needed > capacity.rows || lossRows + predicted > capacity.lossRows)) {
      batches.push(current)
      current = []
      rows = 0
      lossRows = 0
    }
    current.push(index)
    rows += needed
    lossRows += predicted
  })
  if (current.length > 0) batches.push(current)
  return batches
}

function lay(sequences: readonly TrainingSequence[], chosen: readonly number[]): MicroBatch {
  const members = chosen.map((index) => ({ index, sequence: sequences[index] as TrainingSequence }))
  const rows = members.reduce((sum, { sequence }) => sum + sequence.tokens.length - 1, 0)
  const lossRows = members.reduce((sum, { sequence }) => sum + sequence.tokens.length - sequence.from, 0)
  const batch = {
    rows,
    lossRows,
    token: new Uint32Array(rows),
    position: new Uint32Array(rows),
    start: new Uint32Array(rows),
    end: new Uint32Array(rows),
    lossRow: new Uint32Array(lossRows),
    target: new Uint32Array(lossRows),
    weight: new Float32Array(lossRows),
    advantage: new Float32Array(lossRows),
    oldLogProb: new Float32Array(lossRows),
    parts: [] as { sequence: number; lossStart: number; lossCount: number }[],
  }
  let row = 0
  let lossRow = 0
  for (const { index, sequence } of members) {
    const { tokens, from, weight } = sequence
    const length = tokens.length - 1
    const predicted = tokens.length - from
    batch.token.set(tokens.subarray(0, length), row)
    for (let i = 0; i < length; i++) batch.position[row + i] = i
    batch.start.fill(row, row, row + length)
    batch.end.fill(row + length, row, row + length)
    for (let i = 0; i < predicted; i++) batch.lossRow[lossRow + i] = row + from - 1 + i
    batch.target.set(tokens.subarray(from), lossRow)
    if (typeof weight === 'number') batch.weight.fill(weight, lossRow, lossRow + predicted)
    else batch.weight.set(weight, lossRow)
    batch.advantage.fill(sequence.advantage, lossRow, lossRow + predicted)
    if (sequence.oldLogProbs !== undefined) batch.oldLogProb.set(sequence.oldLogProbs, lossRow)
    batch.parts.push({ sequence: index, lossStart: lossRow, lossCount: predicted })
    row += length
    lossRow += predicted
  }
  return batch
}

/** Every sequence in exactly one micro-batch, in the order given. Throws RangeError naming the sequence that is wrong. */
export function pack(sequences: readonly TrainingSequence[], vocabulary: number, capacity: Capacity): MicroBatch[] {
  sequences.forEach((sequence, index) => check(sequence, index, vocabulary, capacity))
  return split(sequences, capacity).map((chosen) => lay(sequences, chosen))
}

/**
 * Rows by token, so that the gradient of an embedding is a sum owned by one token (WGSL has no float atomics):
 * rows of token t are order[offsets[t] .. offsets[t + 1]), ascending.
 */
export function rowsByToken(token: Uint32Array, vocabulary: number): { order: Uint32Array<ArrayBuffer>; offsets: Uint32Array<ArrayBuffer> } {
  const offsets = new Uint32Array(vocabulary + 1)
  for (const t of token) offsets[t + 1] = (offsets[t + 1] ?? 0) + 1
  for (let t = 0; t < vocabulary; t++) offsets[t + 1] = (offsets[t + 1] ?? 0) + (offsets[t] ?? 0)
  const next = offsets.slice()
  const order = new Uint32Array(token.length)
  token.forEach((t, row) => {
    const at = next[t] ?? 0
    order[at] = row
    next[t] = at + 1
  })
  return { order, offsets }
}
