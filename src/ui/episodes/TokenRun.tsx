// Generated tokens as chips: how unlikely each was is a tint and an underline, its numbers stand below when
// it is pointed at or reached with the arrow keys, and a press puts it under the microscope. Text is only
// ever text.
import { at } from '../../base/at'
import { memo, useState, type KeyboardEvent, type MouseEvent } from 'react'
import type { Generated } from '../../protocol/records'
import type { Pin } from '../../state/view'
import { useApp, useView } from '../context'
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
  /** Where these tokens stand in the episode, so that one of them can be pinned. */
  readonly of?: Pin['of']
  readonly index?: number
}

/**
 * How hard the update pushes a token's own logit: advantage times what its probability leaves to gain, A (1 −
 * p).
 */
export const pushOf = (advantage: number, logp: number): number => advantage * (1 - Math.exp(logp))

/** Pushes below this share of the run's strongest are not marked. */
const slight = 0.2

export const textOf = (vocabulary: readonly string[], id: number): string => vocabulary[id] ?? `#${id}`

export function topOf(
  generated: Generated,
  index: number,
): readonly { readonly id: number; readonly p: number }[] {
  // Records of old rounds are kept without the likeliest tokens.
  const top = index < generated.top.length ? at(generated.top, index) : []
  return Array.from({ length: Math.floor(top.length / 2) }, (_, i) => ({
    id: at(top, 2 * i),
    p: at(top, 2 * i + 1),
  }))
}

function Inspector({
  generated,
  vocabulary,
  index,
  advantage,
}: {
  readonly generated: Generated
  readonly vocabulary: readonly string[]
  readonly index: number
  readonly advantage: number | null
}) {
  const pairs = topOf(generated, index)
  const token = at(generated.tokens, index)
  const logp = at(generated.logp, index)
  return (
    <div className="inspector" data-testid="inspector">
      <dl>
        <div>
          <dt>{t.token}</dt>
          <dd>
            <code>{visible(textOf(vocabulary, token))}</code>
          </dd>
        </div>
        <div>
          <dt>{t.probability}</dt>
          <dd className="num">{percent(Math.exp(logp), 1)}</dd>
        </div>
        <div>
          <dt>{t.entropy}</dt>
          <dd className="num">
            {decimal(at(generated.entropy, index))} {t.nats}
          </dd>
        </div>
        {advantage === null ? null : (
          <div>
            <dt>{t.push}</dt>
            <dd className="num">
              {signed(advantage)} · {decimal(1 - Math.exp(logp))} = {signed(pushOf(advantage, logp))}
            </dd>
          </div>
        )}
      </dl>
      {pairs.length === 0 ? (
        <p className="muted small">{t.thinned}</p>
      ) : (
        <ol aria-label={t.likeliest}>
          {pairs.map(({ id, p }) => (
            <li key={id} data-own={id === token}>
              <code>{visible(textOf(vocabulary, id))}</code>
              <span className="weigh">
                <span style={{ width: `${Math.max(1, p * 100)}%` }} />
              </span>
              <span className="num">{percent(p, 1)}</span>
            </li>
          ))}
        </ol>
      )}
    </div>
  )
}

export const TokenRun = memo(function TokenRun({
  generated,
  vocabulary,
  shown,
  label,
  advantage = null,
  of,
  index,
}: Props) {
  const app = useApp()
  const pinned = useView(({ pin }) =>
    pin !== null && pin.of === of && pin.index === index ? pin.token : null,
  )
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
    const found = (target as HTMLElement).dataset.index
    return found === undefined ? null : Number(found)
  }
  const onClick = (event: MouseEvent<HTMLElement>): void => {
    const token = indexOf(event.target)
    if (token === null || of === undefined || index === undefined) return
    setReached(token)
    setPointed(null)
    app.view.setState({ pin: pinned === token ? null : { of, index, token }, playing: false })
  }
  const strongest =
    advantage === null ? 0 : Math.max(...generated.logp.map((logp) => Math.abs(pushOf(advantage, logp))))
  const direction = advantage === null || advantage === 0 ? undefined : advantage > 0 ? 'up' : 'down'
  return (
    <div className="run">
      {/* The chips within are the buttons; a press on one of them arrives here. */}
      <div
        role="toolbar"
        tabIndex={-1}
        className="chips"
        aria-label={label}
        data-direction={direction}
        onKeyDown={onKey}
        onClick={onClick}
        onPointerOver={(event) => setPointed(indexOf(event.target))}
        onPointerLeave={() => setPointed(null)}
        onFocus={(event) => {
          const token = indexOf(event.target)
          setPointed(token)
          if (token !== null) setReached(token)
        }}
        onBlur={() => setPointed(null)}
      >
        {generated.tokens.slice(0, count).map((id, place) => {
          const logp = at(generated.logp, place)
          const p = Math.exp(logp)
          const share =
            advantage === null || strongest === 0 ? 0 : Math.abs(pushOf(advantage, logp)) / strongest
          const push = share < slight ? undefined : direction
          return (
            <button
              key={place}
              type="button"
              className="chip"
              tabIndex={place === Math.min(reached, count - 1) ? 0 : -1}
              data-index={place}
              data-doubt={p < 0.25 ? 'much' : p < 0.6 ? 'some' : 'none'}
              data-push={push}
              aria-pressed={of === undefined ? undefined : pinned === place}
              style={
                { '--push': share, '--doubt': `${Math.round((1 - p) * 100)}%` } as Record<
                  string,
                  string | number
                >
              }
              aria-label={t.chip(
                textOf(vocabulary, id),
                percent(p),
                push === undefined ? '' : push === 'up' ? t.pushedUp : t.pushedDown,
              )}
            >
              {visible(textOf(vocabulary, id))}
            </button>
          )
        })}
        {count < generated.tokens.length ? <span className="caret" aria-hidden="true" /> : null}
      </div>
      {pointed !== null && pointed < count && pointed !== pinned ? (
        <Inspector generated={generated} vocabulary={vocabulary} index={pointed} advantage={advantage} />
      ) : null}
    </div>
  )
})
