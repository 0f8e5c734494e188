// A published model's own tokenizer (tokenizer.json), by `@huggingface/tokenizers`. Text never becomes a
// mark: only what a prompt's own template says can. Ids, pieces and bytes; knows nothing of models.
import { Tokenizer as Library } from '@huggingface/tokenizers'
import { messageOf, ok, type Result } from '../base/result'
import { fail, problem, ProblemError } from '../problems'
import { bytesOfToken } from './byteLevel'
import { display } from './display'
import { wellFormed } from './pieces'
import { BoundedPattern } from './boundedPattern'
import { growsTooFar } from './pipelineGrowth'
import { knownPatterns } from './preTokenizers'
import { adapted, type TokenizerFiles } from './tokenizerJson'
import { isJson } from '../base/jsonObject'

/** Part of a prompt: `template` may hold marks (`<|im_start|>`), `text` is a stranger's and cannot. */
export type TrustedPart = { readonly template: string } | { readonly text: string }

/** Names under which the families end a turn or a text. */
const endNames = ['<|im_end|>', '<|eot_id|>', '<|end_of_text|>', '<|endoftext|>', '</s>']

/** What a tokenizer is tried on, so that most patterns that work too long are refused when it is opened. */
const TRIAL = [...'a 1-A\n'].map((letter) => `${letter.repeat(64)}b!`).join('')
const DEEPEST = 8

/** Puts every expression of a stranger's that is not a known one under a budget, in all parts of `part`. */
function bound(part: unknown, depth = 0): void {
  // The library's parts can be called: they are functions.
  if ((typeof part !== 'object' && typeof part !== 'function') || part === null) return
  if (depth > DEEPEST) throw new ProblemError(problem('tokenizer-nested', { most: DEEPEST }))
  if ('pattern' in part && part.pattern instanceof RegExp) {
    const { config } = part as { readonly config?: unknown }
    const given = isJson(config) && isJson(config['pattern']) ? config['pattern']['Regex'] : undefined
    if (typeof given === 'string' && !knownPatterns.includes(given))
      part.pattern = new BoundedPattern(part.pattern)
  }
  for (const inner of Object.values(part))
    if (Array.isArray(inner)) for (const each of inner) bound(each, depth + 1)
}

/** Whether bytes are written in GPT-2's alphabet; SentencePiece writes text itself, and <0x0A> for a byte. */
function isByteLevel({ tokenizer }: TokenizerFiles): boolean {
  const parts = [tokenizer['decoder'], tokenizer['pre_tokenizer']]
  for (const part of parts) {
    if (!isJson(part)) continue
    if (part['type'] === 'ByteLevel') return true
    for (const inner of Object.values(part))
      if (Array.isArray(inner)) parts.push(...(inner as readonly unknown[]))
  }
  return false
}

export class PretrainedTokenizer {
  /** The end token of the configuration first, then further tokens that end a turn or a text. */
  readonly ends: readonly number[]
  /** What stands before every text that is no chat: a begin token, or nothing. */
  readonly begin: readonly number[]
  private readonly added: ReadonlyMap<number, { readonly content: string; readonly special: boolean }>
  private readonly addedIds: ReadonlyMap<string, number>
  private readonly markPattern: RegExp | null
  private readonly byteLevel: boolean

  private constructor(
    private readonly library: Library,
    readonly files: TokenizerFiles,
    /** Number of ids: one more than the highest. */
    readonly size: number,
  ) {
    this.byteLevel = isByteLevel(files)
    this.added = library.get_added_tokens_decoder()
    this.addedIds = new Map([...this.added].map(([id, { content }]) => [content, id]))
    const contents = [...this.addedIds.keys()].toSorted((a, b) => b.length - a.length)
    this.markPattern =
      contents.length === 0
        ? null
        : new RegExp(contents.map((each) => each.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&')).join('|'), 'gu')
    this.begin = library.encode('', { add_special_tokens: true }).ids
    const ids = [this.nameOf('eos_token'), ...endNames].flatMap((name) =>
      name === null ? [] : (this.addedIds.get(name) ?? []),
    )
    this.ends = [...new Set(ids)]
  }

  static open(files: TokenizerFiles): Result<PretrainedTokenizer> {
    const model = files.tokenizer['model']
    if (!isJson(model)) return fail('tokenizer-no-model')
    const { vocab, merges } = model
    const type = model['type'] ?? 'BPE'
    if (type !== 'BPE') return fail('tokenizer-kind', { type: JSON.stringify(type) })
    if (!isJson(vocab) || !Array.isArray(merges)) return fail('tokenizer-no-merges')
    const added = files.tokenizer['added_tokens'] ?? []
    if (!Array.isArray(added) || !added.every((each) => isJson(each) && typeof each['content'] === 'string'))
      return fail('tokenizer-added')
    const ids = [
      ...Object.values(vocab),
      ...added.map((each: Readonly<Record<string, unknown>>) => each['id']),
    ]
    const size = ids.reduce(
      (most: number, id) =>
        Math.max(most, typeof id === 'number' && Number.isInteger(id) && id >= 0 ? id + 1 : Infinity),
      0,
    )
    // The library makes a list as long as the highest id.
    if (size > 2 * ids.length + 1024) return fail('tokenizer-ids')
    if (growsTooFar(files.tokenizer['normalizer'], files.tokenizer['pre_tokenizer']))
      return fail('tokenizer-growth')
    try {
      const library = new Library(adapted(files.tokenizer), files.config)
      bound(library.pre_tokenizer)
      bound(library.normalizer)
      const opened = new PretrainedTokenizer(library, files, size)
      opened.encode(TRIAL)
      return ok(opened)
    } catch (thrown) {
      if (thrown instanceof ProblemError) return { ok: false, error: thrown.problem }
      return fail('tokenizer-library', { reason: messageOf(thrown) })
    }
  }

  /** The chat template of the model, in Jinja; null for a base model that has none. */
  get chatTemplate(): string | null {
    const template = this.files.config['chat_template']
    if (typeof template === 'string') return template
    if (!Array.isArray(template)) return null
    const named: unknown = template.find((each) => isJson(each) && each['name'] === 'default')
    return isJson(named) && typeof named['template'] === 'string' ? named['template'] : null
  }

  /** Text of a special token that the configuration names, `bos_token` or `eos_token`. */
  nameOf(key: 'bos_token' | 'eos_token'): string | null {
    const given = this.files.config[key]
    const name = isJson(given) ? given['content'] : given
    return typeof name === 'string' ? name : null
  }

  /** Id of an added token, or null. */
  idOf(name: string): number | null {
    return this.addedIds.get(name) ?? null
  }

  isMark(id: number): boolean {
    return this.added.get(id)?.special === true
  }

  /** Tokens of a text; never an added token. Lone surrogates become U+FFFD first. */
  encode(text: string): number[] {
    const { normalizer, pre_tokenizer: preTokenizer, model } = this.library
    if (model === null || text === '') return []
    const normal = normalizer === null ? wellFormed(text) : normalizer.normalize(wellFormed(text))
    const pieces = preTokenizer === null ? [normal] : preTokenizer.pre_tokenize(normal)
    return model.encode(pieces).map((token) => model.tokens_to_ids.get(token) ?? model.unk_token_id ?? 0)
  }

  /** As the reference's `encode(text, add_special_tokens=False)`: added tokens in the text are recognised. */
  encodeMarked(text: string): number[] {
    return this.library.encode(wellFormed(text), { add_special_tokens: false }).ids
  }

  /** As `encodeMarked` of all parts together, but marks come from templates alone. */
  encodeTrusted(parts: readonly TrustedPart[]): number[] {
    const ids: number[] = []
    let text = ''
    const flush = (): void => {
      ids.push(...this.encode(text))
      text = ''
    }
    for (const part of parts) {
      if ('text' in part) {
        text += part.text
        continue
      }
      let from = 0
      for (const found of this.markPattern === null ? [] : part.template.matchAll(this.markPattern)) {
        text += part.template.slice(from, found.index)
        flush()
        ids.push(this.addedIds.get(found[0]) ?? 0)
        from = found.index + found[0].length
      }
      text += part.template.slice(from)
    }
    flush()
    return ids
  }

  /** Text of tokens, special ones left out; bytes that are not UTF-8 become U+FFFD. */
  decode(ids: Iterable<number>): string {
    return new TextDecoder('utf-8', { ignoreBOM: true }).decode(this.bytes(ids))
  }

  /** Bytes of tokens, special ones left out. Ids that the model has and the tokenizer has not are nothing. */
  bytes(ids: Iterable<number>): Uint8Array<ArrayBuffer> {
    const parts = Array.from(ids, (id) => (this.isMark(id) ? new Uint8Array() : this.bytesOf(id)))
    const out = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0))
    let at = 0
    for (const part of parts) {
      out.set(part, at)
      at += part.length
    }
    return out
  }

  /** What a person is shown for one token; see display.ts. */
  display(id: number): string {
    const added = this.added.get(id)
    if (added !== undefined) return added.content
    return this.library.id_to_token(id) === undefined ? '⟨unused⟩' : display(this.bytesOf(id))
  }

  /** Display text of every id below `size`, which may be the model's larger vocabulary. */
  vocabulary(size = this.size): string[] {
    return Array.from({ length: size }, (_, id) => this.display(id))
  }

  private bytesOf(id: number): Uint8Array<ArrayBuffer> {
    const utf8 = new TextEncoder()
    const added = this.added.get(id)
    if (added !== undefined) return utf8.encode(added.content)
    const token = this.library.id_to_token(id) ?? ''
    const [, byte] = /^<0x([0-9A-F]{2})>$/.exec(token) ?? []
    if (byte !== undefined) return Uint8Array.of(parseInt(byte, 16))
    return (this.byteLevel ? bytesOfToken(token) : null) ?? utf8.encode(token.replaceAll('▁', ' '))
  }
}
