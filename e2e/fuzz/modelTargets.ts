// Targets: models of others and what belongs to them, and the files and links that the lab writes itself.

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync, unzipSync, zipSync } from 'fflate'
import type { Result } from '../../src/base/result'
import { openModel, type OpenedModel } from '../../src/checkpoint/openModel'
import { parseLink } from '../../src/config/link'
import { readSnapshot } from '../../src/engine/checkpoints/snapshot'
import { importRun } from '../../src/engine/library/runBundle'
import type { NamedBlob } from '../../src/formats/bytes'
import { writeSafetensors } from '../../src/formats/safetensors'
import { floatsOf } from '../../src/formats/tensors'
import { parseModelAddress } from '../../src/hub/modelAddress'
import { ChatTokenizer } from '../../src/players/modelTokenizer'
import type { RunStore } from '../../src/protocol/ports'
import { parseLesson, parseLessonLink, printLesson } from '../../src/state/lesson'
import { readBenchmark } from '../../src/study/benchmarkFiles'
import { readStudy } from '../../src/study/studyFile'
import { chatParts } from '../../src/text/chat'
import { readProbe } from '../../src/training/probe'
import { bytesOf, type Bytes, type Parts, type Target } from './target'

const root = process.env['SPICE_ROOT'] ?? process.cwd()
const file = (...path: readonly string[]): Bytes => new Uint8Array(readFileSync(join(root, ...path)))
const model = (name: string): Bytes => file('e2e', 'fixtures', 'models', name)
const textOf = (bytes: Bytes): string => new TextDecoder().decode(bytes)
const named = (name: string, bytes: Bytes | string): NamedBlob => ({ name, blob: new Blob([bytes]) })

const lineOf = (result: Result<unknown>): readonly string[] => (result.ok ? [] : [result.error.message])

/** Everything that opening a model reads: header, first tensor, tokenizer, template. */
async function openAll(files: readonly NamedBlob[]): Promise<readonly string[]> {
  const opened = await openModel(files)
  if (!opened.ok) return lineOf(opened)
  const { weights, tokenizer, architecture, name }: OpenedModel = opened.value
  const [first] = weights.tensors.keys()
  if (first !== undefined) await floatsOf(weights, first)
  if (!tokenizer.ok) return [name, ...lineOf(tokenizer)]
  const voice = ChatTokenizer.open(tokenizer.value, architecture.vocabulary)
  if (!voice.ok) return [name, ...lineOf(voice)]
  voice.value.decode(voice.value.encode('Hello'))
  return [name, ...lineOf(voice.value.seated())]
}

const tokenizer = {
  added_tokens: [{ id: 4, content: '</s>', special: true }],
  normalizer: { type: 'NFC' },
  pre_tokenizer: {
    type: 'Sequence',
    pretokenizers: [
      {
        type: 'Split',
        pattern: { Regex: '(?:a|b)+|[^\\s]{1,2}|\\s+(?!\\S)' },
        behavior: 'Isolated',
        invert: false,
      },
      { type: 'ByteLevel', add_prefix_space: false, trim_offsets: true, use_regex: false },
    ],
  },
  post_processor: null,
  decoder: { type: 'ByteLevel' },
  model: { type: 'BPE', vocab: { H: 0, e: 1, l: 2, He: 3 }, merges: [['H', 'e']] },
}
const template =
  "{% for m in messages %}{{ '<|' ~ m.role ~ '|>' }}{{ m.content | trim }}{% if loop.last %}{{ eos_token }}{% endif %}{% endfor %}{% set x = range(3) | list %}{{ x | join(',') }}"
const config = { eos_token: '</s>', chat_template: template }

/** The files of a Hugging Face folder, changed one by one. */
const folderOf = (name: string): Readonly<Record<string, Bytes>> => ({
  'config.json': model(`${name}/config.json`),
  'tokenizer.json': bytesOf(JSON.stringify(tokenizer)),
  'tokenizer_config.json': bytesOf(JSON.stringify(config)),
  'model.safetensors': model(`${name}/model.safetensors`),
})
const packed = (parts: Readonly<Record<string, Bytes>>): Bytes =>
  new Uint8Array(zipSync({ ...parts }, { level: 0 }))
const unpacked = (bytes: Bytes): Readonly<Record<string, Bytes>> =>
  Object.fromEntries(Object.entries(unzipSync(bytes)).map(([name, part]) => [name, part.slice()]))

const nothing = async (): Promise<void> => undefined
const none = async (): Promise<never[]> => []
/** Keeps nothing of a run that is imported. */
const forgetful: RunStore = {
  runs: none,
  run: async () => null,
  put: nothing,
  remove: nothing,
  addMetrics: nothing,
  metrics: none,
  addEpisodes: nothing,
  episodes: none,
  rewriteEpisodes: nothing,
  addWarmStart: nothing,
  warmStart: none,
  addProbe: nothing,
  probes: none,
  truncate: nothing,
  checkpoints: none,
  putCheckpoint: nothing,
  checkpoint: async () => null,
  removeCheckpoint: nothing,
  usage: async () => null,
}

/** A run's file without its checkpoints, which have a target of their own. */
function bundle(): Readonly<Record<string, Bytes>> {
  const parts = unpacked(
    new Uint8Array(gunzipSync(file('e2e', 'fixtures', 'compatibility', 'run.spice-run.zip.gz'))),
  )
  const manifest = JSON.parse(textOf(parts['manifest.json'] ?? bytesOf('{}'))) as object
  return {
    ...Object.fromEntries(Object.entries(parts).filter(([name]) => !name.startsWith('checkpoints/'))),
    'manifest.json': bytesOf(JSON.stringify({ ...manifest, checkpoints: [] })),
  }
}

const lesson = (): Bytes => file('public', 'lessons', 'en', 'self-play.json')
const opened = (...all: readonly Readonly<Record<string, Bytes>>[]): Parts[] =>
  all.map((parts) => ({ parts, pack: packed }))

export const models: readonly Target[] = [
  {
    name: 'gguf',
    share: 0.025,
    seeds: () => ['q5_0.gguf', 'm-00001-of-00002.gguf', 'qwen3.gguf'].map(model),
    tokens: [
      'general.architecture',
      'llama',
      'qwen3',
      'split.count',
      'tokenizer.ggml.pre',
      'blk.0.attn_q.weight',
    ],
    read: (bytes) => openAll([named('a.gguf', bytes)]),
  },
  {
    name: 'gguf in parts',
    share: 0.01,
    seeds: () => [model('m-00002-of-00002.gguf')],
    read: (bytes) =>
      openAll([
        named('m-00001-of-00002.gguf', model('m-00001-of-00002.gguf')),
        named('m-00002-of-00002.gguf', bytes),
      ]),
  },
  {
    name: 'safetensors',
    seeds: () => [
      model('qwen3/model.safetensors').slice(0, 6000),
      writeSafetensors([{ name: 'a', shape: [2, 2], data: new Float32Array(4) }], { format: 'pt' }),
    ],
    tokens: ['"dtype":"F32"', '"shape":[1]', '"data_offsets":[0,4]', '__metadata__', 'BF16'],
    read: (bytes) =>
      openAll([named('m/config.json', model('qwen3/config.json')), named('m/model.safetensors', bytes)]),
  },
  {
    name: 'model folder',
    seeds: () => [packed(folderOf('qwen3'))],
    opened: () => opened(folderOf('qwen3'), folderOf('qwen2')),
    tokens: [
      '"head_dim":',
      '"rope_scaling":{"type":"llama3"}',
      '"layer_types":[',
      '"Regex":"(a+)+$"',
      '(?!',
      '{%',
    ],
    async read(bytes) {
      let parts: Readonly<Record<string, Bytes>>
      try {
        parts = unpacked(bytes)
      } catch {
        // What packs the parts is no reader of the lab.
        return []
      }
      return openAll(Object.entries(parts).map(([name, part]) => named(`m/${name}`, part)))
    },
  },
  {
    name: 'template',
    seeds: () => [bytesOf(template)],
    tokens: [
      '{%',
      '%}',
      '{{',
      '}}',
      '{%- ',
      'for x in range(999999)',
      'if',
      'endif',
      'endfor',
      '| tojson',
      'namespace(',
      'macro',
    ],
    async read(bytes) {
      const messages = [{ role: 'user', content: 'Hello' }] as const
      return lineOf(
        chatParts(textOf(bytes), messages, { bos: '<s>', eos: '</s>', thinking: false, date: '2026-01-31' }),
      )
    },
  },
  {
    name: 'checkpoint',
    seeds: () => [
      new Uint8Array(gunzipSync(file('e2e', 'fixtures', 'compatibility', 'nano.safetensors.gz'))).slice(
        0,
        9000,
      ),
    ],
    read: async (bytes) => lineOf(readSnapshot(bytes)),
  },
  {
    name: 'bundle',
    seeds: () => [packed(bundle())],
    opened: () => opened(bundle()),
    tokens: ['"round":0', '"kind":"spice-run"', '"checkpoints":[', '"episodes":'],
    read: async (bytes) => lineOf(await importRun(forgetful, bytes, 'x')),
  },
  {
    name: 'link',
    seeds: () => [
      file('e2e', 'fixtures', 'compatibility', 'link.txt'),
      bytesOf('v=1&preset=nano&seed=7&game.groupSize=4'),
    ],
    tokens: ['&', '=', 'game.rounds=', 'preset=paper', 'seed=', '%2C', '%E0%A4%A'],
    read: async (bytes) => parseLink(textOf(bytes)).notes.map(({ message }) => message),
  },
  {
    name: 'lesson',
    seeds: () => [lesson()],
    tokens: ['"steps":[', '"wait":{', '"kind":', '"look":', '"hide":['],
    read: async (bytes) => lineOf(parseLesson(textOf(bytes))),
  },
  {
    name: 'lesson link',
    seeds: () => {
      const read = parseLesson(textOf(lesson()))
      return [bytesOf(read.ok ? printLesson(read.value) : '~')]
    },
    read: async (bytes) => lineOf(parseLessonLink(textOf(bytes))),
  },
  {
    name: 'study',
    seeds: () =>
      ['default', 'learning', 'chance'].map((name) => file('public', 'studies', name, 'study.json')),
    tokens: ['"arms":[', '"seeds":', '"set":{', '"rounds":', '"like":'],
    async read(bytes) {
      let json: unknown
      try {
        json = JSON.parse(textOf(bytes))
      } catch {
        return []
      }
      return lineOf(readStudy(json))
    },
  },
  {
    name: 'benchmark',
    seeds: () => [
      file('public', 'probes', 'integers.json').slice(0, 4000),
      bytesOf(
        '[{"type":"integer","question":"2+2?","gold":"4"},{"type":"mcq","question":"q","options":["a","b","c","d"],"gold":"A"}]',
      ),
      bytesOf(
        '{"question":"How many?","answer":"<<1+1=2>> #### 2"}\n{"question":"q","options":["a","b"],"answer_index":1}',
      ),
    ],
    tokens: ['"answer":"#### ', '"options":[', '"gold":', '"type":"mcq"'],
    read: async (bytes) => [
      ...lineOf(readBenchmark(textOf(bytes), 'b.jsonl')),
      ...lineOf(readProbe(textOf(bytes), 'b.json')),
    ],
  },
  {
    name: 'model address',
    seeds: () => [bytesOf('owner/name'), bytesOf('https://huggingface.co/owner/name/blob/main/a/b.gguf')],
    tokens: ['/', '%2e%2e', '..', '.gguf', 'resolve', '@', 'http://'],
    read: async (bytes) => lineOf(parseModelAddress(textOf(bytes))),
  },
]
