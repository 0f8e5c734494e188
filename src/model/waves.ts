// How requests for samples become waves: as many sequences as there are slots, over prompts that fit the prompt rows,
// each prompt laid down once however many samples share it. Pure.
import { hash32 } from '../base/random'

export interface SampleRequest {
  readonly prompt: Uint32Array
  /** Samples wanted. */
  readonly count: number
  /** u32 key: sample i of this request draws from the stream hash32(stream, i), whatever else is in the batch. */
  readonly stream: number
}

export interface SamplerCapacity {
  /** Sequences that are decoded side by side. */
  readonly slots: number
  /** Tokens of all prompts of a wave together, equal prompts counted once. */
  readonly promptRows: number
  /** Most new tokens of a sequence. */
  readonly maxNew: number
}

/** One sequence of a wave; its slot is its place in the wave. */
export interface Sequence {
  readonly request: number
  /** Which of the request's samples. */
  readonly sample: number
  readonly stream: number
  readonly promptStart: number
  readonly promptLength: number
}

export interface Wave {
  readonly sequences: readonly Sequence[]
  /** By row of the packed prompts. */
  readonly token: Uint32Array
  readonly position: Uint32Array
  readonly start: Uint32Array
}

function check({ prompt, count }: SampleRequest, index: number, vocabulary: number, promptRows: number): void {
  if (prompt.length === 0) throw new RangeError(`sample request ${index}: the prompt is empty`)
  if (prompt.length > promptRows) throw new RangeError(`sample request ${index}: a prompt of ${prompt.length} tokens, the sampler has room for ${promptRows}`)
  if (!Number.isInteger(count) || count < 0) throw new RangeError(`sample request ${index}: ${count} samples`)
  for (const token of prompt) if (token >= vocabulary) throw new RangeError(`sample request ${index}: token ${token} is outside the vocabulary of ${vocabulary}`)
}

/** Every sample of every request in exactly one wave, in order. Throws RangeError naming the request that is wrong. */
export function planWaves(requests: readonly SampleRequest[], vocabulary: number, { slots, promptRows }: SamplerCapacity): Wave[] {
  requests.forEach((request, index) => check(request, index, vocabulary, promptRows))
  const waves: Wave[] = []
  let open = new OpenWave()
  requests.forEach(({ prompt, count, stream }, request) => {
    for (let sample = 0; sample < count; sample++) {
      if (!open.fits(prompt, slots, promptRows)) {
        waves.push(open.close())
        open = new OpenWave()
      }
      open.add(prompt, { request, sample, stream: hash32(stream, sample) })
    }
  })
  if (!open.empty) waves.push(open.close())
  return waves
}

class OpenWave {
  private readonly sequences: Sequence[] = []
  private readonly prompts: { readonly prompt: Uint32Array; readonly start: number }[] = []
  private readonly starts = new Map<string, number>()
  private rows = 0

  get empty(): boolean {
    return this.sequences.length === 0
  }

  fits(prompt: Uint32Array, slots: number, promptRows: number): boolean {
    return this.sequences.length < slots && (this.starts.has(prompt.join()) || this.rows + prompt.length <= promptRows)
  }

  add(prompt: Uint32Array, sequence: Pick<Sequence, 'request' | 'sample' | 'stream'>): void {
    const key = prompt.join()
    let start = this.starts.get(key)
    if (start === undefined) {
      start = this.rows
      this.starts.set(key, start)
      this.prompts.push({ prompt, start })
      this.rows += prompt.length
    }
    this.sequences.push({ ...sequence, promptStart: start, promptLength: prompt.length })
  }

  close(): Wave {
    const wave = {
      sequences: this.sequences,
      token: new Uint32Array(this.rows),
      position: new Uint32Array(this.rows),
      start: new Uint32Array(this.rows),
    }
    for (const { prompt, start } of this.prompts) {
      wave.token.set(prompt, start)
      wave.position.set(Uint32Array.from(prompt, (_, i) => i), start)
      wave.start.fill(start, start, start + prompt.length)
    }
    return wave
  }
}
