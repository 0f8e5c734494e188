// Generated tokens as chips: how unlikely each was is a tint and an underline, its numbers stand below when it is pointed
// at or reached with the arrow keys. Text is only ever text.
import { memo, useState, type KeyboardEvent } from 'react'
import type { Generated } from '../../protocol/records'
import { decimal, percent, signed, visible } from '../format'
import { words } from '../strings'

const t = words.episodes

interface Props {
  readonly generated: Generated
  readonly vocabulary: readonly string[]
  /** Number of tokens that are there already. */
  readonly shown: number
  readonly label: string
  /** How the update moves these tokens; null before that is known. */
  readonly advantage?: number | null
}

/** How hard the update pushes a token's own logit: advantage times what its probability leaves to gain, A (1 − p). */
export const pushOf = (advantage: number, logp: number): number => advantage * (1 - Math.exp(logp))

/** Pushes below this share of the run's strongest are not marked. */
const slight = 0.2

const textOf = (vocabulary: readonly string[], id: number): string => vocabulary[id] ?? `#${id}`

function Inspector({ generated, vocabulary, index, advantage }: { readonly generated: Generated; readonly vocabulary: readonly string[]; readonly index: number; readonly advantage: number | null }) {
  const top = generated.top[index] ?? []
  const pairs = Array.from({ length: Math.floor(top.length / 2) }, (_, i) => ({ id: top[2 * i] ?? 0, p: top[2 * i + 1] ?? 0 }))
  const token = generated.tokens[index] ?? 0
  return (
    <div className="inspector" data-testid="inspector">
      <dl>
        <div><dt>{t.token}</dt><dd><code>{visible(textOf(vocabulary, token))}</code></dd></div>
        <div><dt>{t.probability}</dt><dd className="num">{percent(Math.exp(generated.logp[index] ?? 0), 1)}</dd></div>
        <div><dt>{t.entropy}</dt><dd className="num">{decimal(generated.entropy[index] ?? 0)} {t.nats}</dd></div>
        {advantage === null ? null : <div><dt>{t.push}</dt><dd className="num">{signed(advantage)} · (1 − p) = {signed(pushOf(advantage, generated.logp[index] ?? 0))}</dd></div>}
      </dl>
      {pairs.length === 0 ? <p className="muted small">{t.thinned}</p> : (
        <ol aria-label={t.likeliest}>
          {pairs.map(({ id, p }) => (
            <li key={id} data-own={id === token}>
              <code>{visible(textOf(vocabulary, id))}</code>
              <span className="weigh"><span style={{ width: `${Math.max(1, p * 100)}%` }} /></span>
              <span className="num">{percent(p, 1)}</span>
            </li>
          ))}
        </ol>
      )}
    </div>
  )
}

export const TokenRun = memo(function TokenRun({ generated, vocabulary, shown, label, advantage = null }: Props) {
  const [pointed, setPointed] = useState<number | null>(null)
  const [reached, setReached] = useState(0)
  const count = Math.min(shown, generated.tokens.length)
  const onKey = (event: KeyboardEvent<HTMLElement>): void => {
    const to = { ArrowRight: reached + 1, ArrowLeft: reached - 1, Home: 0, End: count - 1 }[event.key]
    if (to === undefined) return
    event.preventDefault()
    const next = Math.min(count - 1, Math.max(0, to))
    setReached(next)
    event.currentTarget.querySelector<HTMLElement>(`[data-index="${next}"]`)?.focus()
  }
  const indexOf = (target: EventTarget): number | null => {
    const index = (target as HTMLElement).dataset.index
    return index === undefined ? null : Number(index)
  }
  const strongest = advantage === null ? 0 : Math.max(...generated.logp.map((logp) => Math.abs(pushOf(advantage, logp))))
  const direction = advantage === null || advantage === 0 ? undefined : advantage > 0 ? 'up' : 'down'
  return (
    <div className="run">
      <div
        role="toolbar"
        className="chips"
        aria-label={label}
        data-direction={direction}
        onKeyDown={onKey}
        onPointerOver={(event) => setPointed(indexOf(event.target))}
        onPointerLeave={() => setPointed(null)}
        onFocus={(event) => { const index = indexOf(event.target); setPointed(index); if (index !== null) setReached(index) }}
        onBlur={() => setPointed(null)}
      >
        {generated.tokens.slice(0, count).map((id, index) => {
          const p = Math.exp(generated.logp[index] ?? 0)
          const push = advantage === null ? 0 : pushOf(advantage, generated.logp[index] ?? 0)
          return (
            <button
              key={index}
              type="button"
              className="chip"
              tabIndex={index === Math.min(reached, count - 1) ? 0 : -1}
              data-index={index}
              data-doubt={p < 0.25 ? 'much' : p < 0.6 ? 'some' : 'none'}
              data-push={strongest === 0 || Math.abs(push) < slight * strongest ? undefined : direction}
              style={{ '--push': strongest === 0 ? 0 : Math.abs(push) / strongest, '--doubt': `${Math.round((1 - p) * 100)}%` } as Record<string, string | number>}
              aria-label={t.chip(textOf(vocabulary, id), percent(p), direction === undefined || strongest === 0 || Math.abs(push) < slight * strongest ? '' : direction === 'up' ? t.pushedUp : t.pushedDown)}
            >
              {visible(textOf(vocabulary, id))}
            </button>
          )
        })}
        {count < generated.tokens.length ? <span className="caret" aria-hidden="true" /> : null}
      </div>
      {pointed !== null && pointed < count ? <Inspector generated={generated} vocabulary={vocabulary} index={pointed} advantage={advantage} /> : null}
    </div>
  )
})
