// The exact tokens that a seat was fed, marks among them, as they are recorded.
import type { Prompt } from '../../protocol/records'
import { count, visible } from '../format'
import { words } from '../strings'

export function PromptTokens({
  prompt,
  vocabulary,
  seat,
}: {
  readonly prompt: Prompt
  readonly vocabulary: readonly string[]
  readonly seat: string
}) {
  return (
    <details className="prompt" data-testid={`prompt-${seat}`}>
      <summary>{words.episodes.prompt(count(prompt.tokens.length))}</summary>
      <p className="chips flat" data-text={prompt.text}>
        {prompt.tokens.map((id, index) => (
          <span key={index} className="chip">
            {visible(vocabulary[id] ?? `#${id}`)}
          </span>
        ))}
      </p>
    </details>
  )
}
