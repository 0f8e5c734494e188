// How requests for samples become waves: as many sequences as there are slots, over prompts that fit the
// prompt rows, each prompt laid down once however many samples share it, in segments that are computed one
// after the other. Pure.
import { hash32 } from '../base/random'
import type { TokenAutomaton } from '../base/tokenAutomaton'
import { alone, setSpan } from '../ops'

export interface SampleRequest {
  readonly prompt: Uint32Array
  /** Samples wanted. */
  readonly count: number
  /**
   * u32 key: sample i of this request draws from the stream hash32(stream, i), whatever else is in the batch.
   */
  readonly stream: number
  /** What a completion is held to; any token where it is left out. */
  readonly automaton?: TokenAutomaton
}

export interface SamplerCapacity {
  /** Sequences that are decoded side by side. */
  readonly slots: number
  /** Tokens of all prompts of a wave together, equal prompts counted once. */
  readonly promptRows: number
  /** Most new tokens of a sequence. */
  readonly maxNew: number
}

/**
 * The prompt rows fall into `count` segments of `rows`: prompts are computed a segment at a time, and none
 * straddles two.
 */
export interface Segments {
  readonly rows: number
  readonly count: number
}

/**
 * Rows of a segment: enough to keep a device busy, few enough for its memory and for the time that one
 * dispatch may take.
 */
const SEGMENT_ROWS = 1024

/**
 * A segment holds any prompt that the context allows; segments start at multiples of 64 rows, so that caches
 * can be bound there.
 */
export function segmentsOf({ promptRows }: SamplerCapacity, context: number): Segments {
  const rows = Math.min(promptRows, 64 * Math.ceil(Math.max(SEGMENT_ROWS, context) / 64))
  return { rows, count: Math.max(1, Math.floor(promptRows / rows)) }
}

/** One sequence of a wave; its slot is its place in the wave. */
export interface Sequence {
  readonly request: number
  /** Which of the request's samples. */
  readonly sample: number
  readonly stream: number
  /** First prompt row, counted over all segments. */
  readonly promptStart: number
  readonly promptLength: number
}

export interface Segment {
  /** By row of the segment. */
  readonly token: Uint32Array
  readonly position: Uint32Array
  readonly span: Uint32Array
  /** Slots whose prompts it holds, and the last row of each one's prompt. */
  readonly slots: Uint32Array
  readonly lastRows: Uint32Array
}

export interface Wave {
  readonly sequences: readonly Sequence[]
  readonly segments: readonly Segment[]
}

function check({ prompt, count }: SampleRequest, index: number, vocabulary: number, room: number): void {
  if (prompt.length === 0) throw new RangeError(`sample request ${index}: the prompt is empty`)
  if (prompt.length > room)
    throw new RangeError(
      `sample request ${index}: a prompt of ${prompt.length} tokens, the sampler has room for ${room}`,
    )
  if (!Number.isInteger(count) || count < 0) throw new RangeError(`sample request ${index}: ${count} samples`)
  for (const token of prompt)
    if (token >= vocabulary)
      throw new RangeError(
        `sample request ${index}: token ${token} is outside the vocabulary of ${vocabulary}`,
      )
}

/**
 * Every sample of every request in exactly one wave, in order. Throws RangeError naming the request that is
 * wrong.
 */
export function planWaves(
  requests: readonly SampleRequest[],
  vocabulary: number,
  slots: number,
  segments: Segments,
): Wave[] {
  requests.forEach((request, index) => check(request, index, vocabulary, segments.rows))
  const waves: Wave[] = []
  let open = new OpenWave(slots, segments)
  requests.forEach(({ prompt, count, stream }, request) => {
    for (let sample = 0; sample < count; sample++) {
      const member = { request, sample, stream: hash32(stream, sample) }
      if (open.add(prompt, member)) continue
      waves.push(open.close())
      open = new OpenWave(slots, segments)
      open.add(prompt, member)
    }
  })
  if (!open.empty) waves.push(open.close())
  return waves
}

interface Place {
  readonly segment: number
  readonly start: number
}

class OpenWave {
  private readonly sequences: (Sequence & { readonly place: Place })[] = []
  private readonly prompts: Uint32Array[][] = [[]]
  private readonly places = new Map<string, Place>()
  /** Rows used of the newest segment. */
  private rows = 0

  constructor(
    private readonly slots: number,
    private readonly segments: Segments,
  ) {}

  get empty(): boolean {
    return this.sequences.length === 0
  }

  /** False where there is no room left for it. */
  add(prompt: Uint32Array, member: Pick<Sequence, 'request' | 'sample' | 'stream'>): boolean {
    if (this.sequences.length === this.slots) return false
    const place = this.placeOf(prompt)
    if (place === null) return false
    this.sequences.push({
      ...member,
      place,
      promptStart: place.segment * this.segments.rows + place.start,
      promptLength: prompt.length,
    })
    return true
  }

  close(): Wave {
    const segments = this.prompts.map((prompts, segment): Segment => {
      const rows = prompts.reduce((sum, prompt) => sum + prompt.length, 0)
      const members = this.sequences.flatMap((sequence, slot) =>
        sequence.place.segment === segment ? [{ ...sequence, slot }] : [],
      )
      const laid = {
        token: new Uint32Array(rows),
        position: new Uint32Array(rows),
        span: new Uint32Array(4 * rows),
        slots: Uint32Array.from(members, ({ slot }) => slot),
        lastRows: Uint32Array.from(members, ({ place, promptLength }) => place.start + promptLength - 1),
      }
      let start = 0
      for (const prompt of prompts) {
        laid.token.set(prompt, start)
        for (let i = 0; i < prompt.length; i++) laid.position[start + i] = i
        setSpan(laid.span, start, prompt.length, alone(start, prompt.length))
        start += prompt.length
      }
      return laid
    })
    return { sequences: this.sequences.map(({ place: _, ...sequence }) => sequence), segments }
  }

  /** Where an equal prompt lies already, or where this one fits; null where it does not. */
  private placeOf(prompt: Uint32Array): Place | null {
    const key = prompt.join()
    const known = this.places.get(key)
    if (known !== undefined) return known
    if (this.rows + prompt.length > this.segments.rows) {
      if (this.prompts.length === this.segments.count) return null
      this.prompts.push([])
      this.rows = 0
    }
    const place = { segment: this.prompts.length - 1, start: this.rows }
    this.prompts.at(-1)?.push(prompt)
    this.places.set(key, place)
    this.rows += prompt.length
    return place
  }
}
