// A model's chat template: messages become a prompt whose marks come from the template alone, whatever the
// messages say.
import { ok, type Result } from '../base/result'
import { fail } from '../problems'
import type { TrustedPart } from './pretrained'
import { renderTemplate } from './template'

export interface ChatMessage {
  readonly role: 'system' | 'user' | 'assistant'
  readonly content: string
}

export interface ChatOptions {
  readonly bos: string | null
  readonly eos: string | null
  /** Qwen3's switch; templates that do not know it pass it by. */
  readonly thinking: boolean
  /** The day that a template with a clock is told, as 2026-01-31; without it, the template's own. */
  readonly date?: string | null
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
  { bos, eos, thinking, date = null }: ChatOptions,
): Result<TrustedPart[]> {
  const values = {
    messages: messages.map(({ role }, index) => ({ role, content: standIn(index) })),
    add_generation_prompt: true,
    bos_token: bos ?? '',
    eos_token: eos ?? '',
    enable_thinking: thinking,
  }
  const rendered = renderTemplate(template, values, date)
  if (!rendered.ok) return rendered
  const parts: TrustedPart[] = []
  rendered.value.split(standIns).forEach((piece, index) => {
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
