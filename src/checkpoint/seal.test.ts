// Any one bit that flips in a checkpoint's file is found, wherever it is; files from before checksums open.

import { describe, expect, it } from 'vitest'
import { Random } from '../base/random'
import { architectureOf } from '../config/architecture'
import { layoutOf } from '../model/parameters'
import { readHeader, writeSafetensors, type NamedTensor } from '../formats/safetensors'
import { readCheckpoint, writeCheckpoint } from './checkpoint'

const architecture = { ...architectureOf('nano', 260), layers: 1 }
const values = new Float32Array(layoutOf(architecture).elements).fill(0.5)
const position = { rounds: 4, questions: ['how many?'] }
const bytes = writeCheckpoint({ architecture, values, optimizer: null, position })
const header = 8 + Number(new DataView(bytes.buffer).getBigUint64(0, true))

const flipped = (bit: number): Uint8Array<ArrayBuffer> => {
  const copy = bytes.slice()
  copy[bit >> 3] = (copy[bit >> 3] ?? 0) ^ (1 << (bit & 7))
  return copy
}

describe('a checkpoint', () => {
  it('opens as it was saved', () => {
    const read = readCheckpoint(bytes)
    expect(read.ok && [read.value.position, read.value.values]).toEqual([position, values])
  })

  it('is refused where any bit of its header flipped', () => {
    const opened: number[] = []
    for (let bit = 0; bit < 8 * Math.min(header, 700); bit++)
      if (readCheckpoint(flipped(bit)).ok) opened.push(bit)
    expect(opened).toEqual([])
  })

  it('is refused by its checksum where any bit of its numbers flipped', () => {
    const random = Random.from(7)
    for (let i = 0; i < 100; i++) {
      const read = readCheckpoint(flipped(random.integer(8 * header, 8 * bytes.length)))
      expect(read.ok || read.error.code).toBe('checkpoint-checksum')
    }
  })

  it('from before checksums opens, unless its metadata is of a later time', () => {
    const read = readHeader(bytes)
    if (!read.ok) throw new Error(read.error.message)
    const { crc32: _, ...metadata } = read.value.metadata
    const tensors = read.value.entries.map(({ name, shape, begin, end }): NamedTensor => ({
      name,
      shape,
      data: new Float32Array((end - begin) / 4).fill(0.5),
    }))
    expect(readCheckpoint(writeSafetensors(tensors, metadata)).ok).toBe(true)
    expect(readCheckpoint(writeSafetensors(tensors, { ...metadata, cpc32: '0' }))).toMatchObject({
      error: { code: 'checkpoint-checksum' },
    })
  })
})
