// Either tokenizer that a model can have behind one face: the lab's own, whose marks are tokens, or a
// published model's, which writes the two turns of a prompt by its chat template. Text never becomes a mark
// in either.

import { ok, type Result } from '../base/result'
import { fail } from '../problems'
import type { PromptPart } from '../spice/seats'
import { chatParts, type ChatMessage } from '../text/chat'
import { PretrainedTokenizer, type TrustedPart } from '../text/pretrained'
import { Tokenizer } from '../text/tokenizer'
import { type TokenizerFiles } from '../text/tokenizerJson'
import { isJson } from '../base/jsonObject'
import type { PromptTokenizer } from './modelPlayer'

const isDate = (value: unknown): value is string =>
  typeof value === 'string' && /^\d{4}-\d{2}-\d{2}$/u.test(value)

export type ModelTokenizer = Tokenizer | ChatTokenizer

const KIND = 'huggingFace'

/**
 * The turns of a base model, which has no template for them (Fig. 8 of 2510.24684, for OctoThinker): what is
 * asked stands between the two.
 */
const FRAME = [
  'A conversation between User and Assistant. The User asks, and the Assistant answers.\n\nUser: ',
  '\n\nAssistant:',
] as const
/** Where a base model's text begins the next turn, whoever's it is. */
const nextTurn = /\n[ \t]*[*#]{0,4}[ \t]*(?:User|Assistant|Human)[ \t]*\*{0,2}[ \t]*:/u

/** A template that asks what day it is. */
const asksForDate = (template: string | null): boolean => template?.includes('strftime_now') ?? false

const chatOf = (
  tokenizer: PretrainedTokenizer,
  messages: readonly ChatMessage[],
  date: string | null,
): Result<TrustedPart[]> =>
  tokenizer.chatTemplate === null
    ? fail('chat-template-none')
    : chatParts(tokenizer.chatTemplate, messages, {
        bos: tokenizer.nameOf('bos_token'),
        eos: tokenizer.nameOf('eos_token'),
        thinking: false,
        date,
      })

/**
 * A published model's tokenizer in a seat: what stands before a seat's mark is the user's turn, what follows
 * begins the model's.
 */
export class ChatTokenizer implements PromptTokenizer {
  private constructor(
    private readonly pretrained: PretrainedTokenizer,
    /** The model's ids, of which the tokenizer may leave some unused. */
    readonly size: number,
    /** The day that the chat template is told, as 2026-01-31; null where it does not ask. */
    readonly date: string | null,
  ) {}

  /** For a model of `vocabulary` ids. Where `date` is null, a template that asks has a date of its own. */
  static open(files: TokenizerFiles, vocabulary: number, date: string | null = null): Result<ChatTokenizer> {
    const pretrained = PretrainedTokenizer.open(files)
    if (!pretrained.ok) return pretrained
    const { size } = pretrained.value
    if (size > vocabulary) return fail('tokenizer-vocabulary', { vocabulary, size })
    const told = asksForDate(pretrained.value.chatTemplate) ? date : null
    return ok(new ChatTokenizer(pretrained.value, vocabulary, told))
  }

  /** Whether it can hold a seat, tried once so that no prompt fails later. */
  seated(): Result<this> {
    if (this.ends.length === 0) return fail('tokenizer-end')
    const tried =
      this.pretrained.chatTemplate === null ? ok(null) : this.chat([{ role: 'user', content: 'Hello' }])
    return tried.ok ? ok(this) : tried
  }

  static fromJSON(json: unknown): Result<ChatTokenizer> {
    const { version, vocabulary, tokenizer, config, date = null } = isJson(json) ? json : {}
    if (version !== 1 || typeof vocabulary !== 'number' || !isJson(tokenizer) || !isJson(config))
      return fail('tokenizer-missing')
    return ChatTokenizer.open({ tokenizer, config }, vocabulary, isDate(date) ? date : null)
  }

  toJSON(): {
    readonly kind: typeof KIND
    readonly version: 1
    readonly vocabulary: number
    readonly date?: string
  } & TokenizerFiles {
    const told = this.date === null ? {} : { date: this.date }
    return { kind: KIND, version: 1, vocabulary: this.size, ...told, ...this.files }
  }

  get files(): TokenizerFiles {
    return this.pretrained.files
  }

  get ends(): readonly number[] {
    return this.pretrained.ends
  }

  encode(text: string): number[] {
    return this.pretrained.encode(text)
  }

  /**
   * Marks but the last seat's are left out: the families of published models have no other. Without a seat
   * there are no turns: it is plain text to go on from.
   */
  encodeParts(parts: readonly PromptPart[]): number[] {
    const seat = parts.findLastIndex(
      (part) => 'mark' in part && (part.mark === 'challenger' || part.mark === 'reasoner'),
    )
    const textOf = (some: readonly PromptPart[]): string =>
      some.map((part) => ('text' in part ? part.text : '')).join('')
    if (seat < 0) return this.begin(textOf(parts))
    const [asked, opening] = [textOf(parts.slice(0, Math.max(0, seat))), textOf(parts.slice(seat + 1))]
    if (this.pretrained.chatTemplate === null)
      return this.begin(FRAME[0] + asked + FRAME[1] + (opening === '' ? '' : ` ${opening}`))
    const turns = this.chat([{ role: 'user', content: asked }], opening)
    if (!turns.ok) throw new Error(turns.error.message)
    return turns.value
  }

  /** Where a base model goes on as the next speaker, whose words are not its answer; -1 where it does not. */
  turnEnd(text: string): number {
    const turn = this.pretrained.chatTemplate === null ? text.search(nextTurn) : -1
    return turn < 0 ? -1 : text.slice(0, turn).trimEnd().length
  }

  /** Ids of a text that the model goes on with, with what begins it. */
  begin(text: string): number[] {
    return [...this.pretrained.begin, ...this.encode(text)]
  }

  /** Ids after which the model goes on with `opening`; a base model has no such turns. */
  chat(messages: readonly ChatMessage[], opening = ''): Result<number[]> {
    const turns = chatOf(this.pretrained, messages, this.date)
    return turns.ok ? ok(this.pretrained.encodeTrusted([...turns.value, { text: opening }])) : turns
  }

  decode(ids: Iterable<number>): string {
    return this.pretrained.decode(ids)
  }

  /** Display text of every id of the model, in order. */
  vocabulary(): string[] {
    return this.pretrained.vocabulary(this.size)
  }
}

/** Either kind from what its `toJSON` gave, or the reason why it is none. */
export function tokenizerFromJSON(json: unknown): Result<ModelTokenizer> {
  return isJson(json) && json['kind'] === KIND ? ChatTokenizer.fromJSON(json) : Tokenizer.fromJSON(json)
}
