import { describe, expect, it } from 'vitest'
import { readIds, storageOf } from './modelCommands'
import { modelFiles } from './modelFiles'
import { anyNumber } from './usage'

describe('readIds', () => {
  it('takes lists of ids and names the list that is wrong', () => {
    expect(readIds('[[1, 2], [0]]', 'x.json')).toEqual([[1, 2], [0]])
    for (const [text, says] of [
      ['[[1, 2]', 'is not JSON'],
      ['{"ids": []}', 'no list of lists'],
      ['[[1], []]', 'list 1'],
      ['[[1], [2], [-1]]', 'list 2'],
      ['[[1.5]]', 'list 0'],
      ['[["1"]]', 'list 0'],
    ] as const) {
      expect(() => readIds(text, 'x.json')).toThrow(says)
    }
  })
})

describe('storageOf', () => {
  it('takes what a base can be kept in', () => {
    expect(storageOf('q4')).toBe('q4')
    expect(() => storageOf('q5')).toThrow('--storage: "q5" is none of f32, f16, q8, q4.')
  })
})

describe('modelFiles', () => {
  it('knows sizes, files and folders', async () => {
    expect((await modelFiles('nano')).map(({ name }) => name)).toEqual(['nano-numbers.safetensors'])
    expect(
      (await modelFiles('e2e/fixtures/models/llama.gguf')).map(({ name, blob }) => [name, blob.size]),
    ).toEqual([['llama.gguf', 92_800]])
    expect((await modelFiles('e2e/fixtures/models/qwen3')).map(({ name }) => name).sort()).toEqual([
      'qwen3/config.json',
      'qwen3/expected.json',
      'qwen3/model.safetensors',
    ])
    const parts = ['m-00001-of-00002.gguf', 'm-00002-of-00002.gguf']
    for (const part of parts)
      expect((await modelFiles(`e2e/fixtures/models/${part}`)).map(({ name }) => name)).toEqual(parts)
    await expect(modelFiles('medium')).rejects.toThrow('no built-in weights of the size medium')
    await expect(modelFiles('no/such/model')).rejects.toThrow('no file or folder')
  })
})

describe('anyNumber', () => {
  it('takes numbers within its bounds', () => {
    const temperature = anyNumber('--temperature', 0, 100)
    expect(temperature('0.7')).toBe(0.7)
    for (const text of ['', 'warm', '-1', '101', 'NaN'])
      expect(() => temperature(text)).toThrow('--temperature')
  })
})
