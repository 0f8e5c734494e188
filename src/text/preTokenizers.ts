// How the known families split text before they merge: tokenizer.json's pre-tokenizers by the names that
// GGUF files give them (`tokenizer.ggml.pre`), as llama.cpp's llama-vocab.cpp sorts them; the expressions are
// those of the families' own tokenizer.json.

import type { Json } from '../base/jsonObject'

/** GPT-2's split, which ByteLevel applies by itself unless told not to. */
export const gpt2Split = "'s|'t|'re|'ve|'m|'ll|'d| ?\\p{L}+| ?\\p{N}+| ?[^\\s\\p{L}\\p{N}]+|\\s+(?!\\S)|\\s+"
const contractions = "(?i:'s|'t|'re|'ve|'m|'ll|'d)"
const rest = '| ?[^\\s\\p{L}\\p{N}]+[\\r\\n]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+'
const llama3Split = `${contractions}|[^\\r\\n\\p{L}\\p{N}]?\\p{L}+|\\p{N}{1,3}${rest}`
const qwen2Split = `${contractions}|[^\\r\\n\\p{L}\\p{N}]?\\p{L}+|\\p{N}${rest}`
const upper = '[\\p{Lu}\\p{Lt}\\p{Lm}\\p{Lo}\\p{M}]'
const lower = '[\\p{Ll}\\p{Lm}\\p{Lo}\\p{M}]'
const slashed = '| ?[^\\s\\p{L}\\p{N}]+[\\r\\n/]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+'
/** Words parted where a capital follows a small letter; `end` is what may stand behind one. */
const cased = (end: string, digits: string): string =>
  `[^\\r\\n\\p{L}\\p{N}]?${upper}*${lower}+${end}|[^\\r\\n\\p{L}\\p{N}]?${upper}+${lower}*${end}|${digits}${slashed}`
const tekkenSplit = cased('', '\\p{N}')
const gpt4oSplit = cased(`${contractions}?`, '\\p{N}{1,3}')
const deepseek3Splits = [
  '\\p{N}{1,3}',
  '[一-龥぀-ゟ゠-ヿ]+',
  '[!"#$%&\'()*+,\\-./:;<=>?@\\[\\\\\\]^_`{|}~][A-Za-z]+|[^\\r\\n\\p{L}\\p{P}\\p{S}]?[\\p{L}\\p{M}]+| ?[\\p{P}\\p{S}]+[\\r\\n]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+',
] as const

/** Expressions that are known to take few steps on any text. */
export const knownPatterns: readonly string[] = [
  ...[llama3Split, qwen2Split, gpt2Split, tekkenSplit, gpt4oSplit],
  ...[...deepseek3Splits, '\\p{N}', '\\p{N}+', '\\p{N}{1,3}', ' '],
]

export const split = (regex: string): Json => ({
  type: 'Split',
  pattern: { Regex: regex },
  behavior: 'Isolated',
  invert: false,
})
export const byteLevel = (useRegex: boolean): Json => ({
  type: 'ByteLevel',
  add_prefix_space: false,
  trim_offsets: true,
  use_regex: useRegex,
})
export const sequence = (...pretokenizers: readonly unknown[]): Json => ({ type: 'Sequence', pretokenizers })

export interface PreTokenizer {
  readonly split: Json
  readonly normalizer: Json | null
  readonly ignoreMerges: boolean
  /** Whether llama.cpp begins a text with the begin token where the file does not say. */
  readonly begins: boolean
}

const plain = { normalizer: null, ignoreMerges: false, begins: false }
const by = (...splits: readonly string[]): Json => sequence(...splits.map(split), byteLevel(false))

const gpt2: PreTokenizer = { ...plain, split: byteLevel(true) }
const digits: PreTokenizer = {
  ...plain,
  split: sequence({ type: 'Digits', individual_digits: true }, byteLevel(true)),
}
const llama3: PreTokenizer = { ...plain, split: by(llama3Split), ignoreMerges: true, begins: true }
const qwen2: PreTokenizer = { ...plain, split: by(qwen2Split), normalizer: { type: 'NFC' } }
const tekken: PreTokenizer = { ...plain, split: by(tekkenSplit), ignoreMerges: true, begins: true }
const gpt4o: PreTokenizer = { ...plain, split: by(gpt4oSplit) }

const families: readonly (readonly [family: PreTokenizer, ...names: readonly string[]])[] = [
  [gpt2, 'default', 'gpt-2', 'phi-2', 'mpt', 'olmo', 'jais', 'gigachat', 'a.x-4.0', 'mellum', 'exaone4'],
  [gpt2, 'trillion', 'granite-docling'],
  [digits, 'smollm', 'starcoder', 'refact', 'command-r', 'codeshell', 'exaone', 'minerva-7b', 'mellum2'],
  [llama3, 'llama-bpe', 'llama3', 'llama-v3', 'falcon3', 'falcon-h1', 'pixtral', 'midm-2.0', 'lfm2'],
  [{ ...plain, split: by(llama3Split) }, 'dbrx', 'smaug-bpe', 'glm4', 'chatglm-bpe'],
  [qwen2, 'qwen2', 'deepseek-r1-qwen', 'kormo'],
  [{ ...qwen2, normalizer: null }, 'stablelm2', 'megrez', 'hunyuan', 'grok-2', 'solar-open'],
  [tekken, 'tekken'],
  [gpt4o, 'gpt-4o', 'llama4', 'kanana2'],
  [{ ...plain, split: by(...deepseek3Splits) }, 'deepseek-v3', 'hunyuan-dense'],
]

const byName: ReadonlyMap<string, PreTokenizer> = new Map(
  families.flatMap(([family, ...names]) => names.map((name) => [name, family] as const)),
)

/** Null for a name that is not known. */
export const preTokenizerOf = (name: string): PreTokenizer | null => byName.get(name) ?? null
