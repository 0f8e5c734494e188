// A model's chat template, by `@huggingface/jinja`: messages become a prompt whose marks come from the
// template alone, whatever the messages say.
import { Template } from '@huggingface/jinja'
import { messageOf, ok, type Result } from '../base/result'
import { fail } from '../problems'
import type { TrustedPart } from './pretrained'

export interface ChatMessage {
  readonly role: 'system' | 'user' | 'assistant'
  readonly content: string
}

export interface ChatOptions {
  readonly bos: string | null
  readonly eos: string | null
  /** Qwen3's switch; templates that do not know it pass it by. */
  readonly thinking: boolean
}

/**
 * Stands for the content of message n while the template runs: characters for private use, which no template
 * tests for.
 */
const standIn = (index: number): string => `\uf8f0${index}\uf8f1`
const standIns = /\uf8f0(\d+)\uf8f1/u

/**
 * The prompt after which the assistant speaks. Contents stand in it untouched, bar white space that the
 * template trims.
 */
export function chatParts(
  template: string,
  messages: readonly ChatMessage[],
  { bos, eos, thinking }: ChatOptions,
): Result<TrustedPart[]> {
  let rendered: string
  try {
    rendered = new Template(template).render({
      messages: messages.map(({ role }, index) => ({ role, content: standIn(index) })),
      add_generation_prompt: true,
      bos_token: bos ?? '',
      eos_token: eos ?? '',
      enable_thinking: thinking,
    })
  } catch (thrown) {
    return fail('chat-template', { reason: messageOf(thrown) })
  }
  const parts: TrustedPart[] = []
  rendered.split(standIns).forEach((piece, index) => {
    // A template may write a number that no message has.
    const message = messages[Number(piece)]
    if (index % 2 === 1) parts.push({ text: message === undefined ? '' : message.content })
    else if (piece !== '') parts.push({ template: piece })
  })
  const shown = parts.flatMap((part) => ('text' in part ? [part] : [])).length
  return shown >= messages.length
    ? ok(parts)
    : fail('chat-template-leaves-out', { missing: messages.length - shown, messages: messages.length })
}
