// Every head of every layer as a small map: a row for each token, a column for each token that it may read.
// One can be chosen; the picture then shows that head's reading alone.
import { useEffect, useRef } from 'react'
import type { KeyboardEvent } from 'react'
import { at } from '../../base/at'
import type { ModelLook } from '../../protocol/modelLook'
import type { Head } from '../../state/modelPicture'
import { count } from '../format'
import { words } from '../strings'

const t = words.xray.inside

function Map({ look, layer, head }: { readonly look: ModelLook } & Head) {
  const canvas = useRef<HTMLCanvasElement>(null)
  useEffect(() => {
    const context = canvas.current?.getContext('2d')
    if (context == null) return
    const T = look.tokens.length
    const pixels = context.createImageData(T, T)
    const from = (layer * look.heads + head) * T * T
    for (let i = 0; i < T * T; i++) {
      pixels.data.set([0, 114, 178], 4 * i)
      pixels.data[4 * i + 3] = Math.round(255 * Math.sqrt(at(look.attention, from + i)))
    }
    context.putImageData(pixels, 0, 0)
  }, [look, layer, head])
  return <canvas ref={canvas} width={look.tokens.length} height={look.tokens.length} aria-hidden="true" />
}

interface Props {
  readonly look: ModelLook
  readonly token: number
  readonly chosen: Head | null
  readonly onChoose: (head: Head | null) => void
}

export function Heads({ look, token, chosen, onChoose }: Props) {
  const group = useRef<HTMLDivElement>(null)
  const T = look.tokens.length
  const all = look.layers * look.heads
  const index = chosen === null ? 0 : chosen.layer * look.heads + chosen.head
  /** One stop of the Tab key; arrows move on the grid of layers and heads. */
  const onKey = (event: KeyboardEvent): void => {
    const step = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: look.heads, ArrowUp: -look.heads }[event.key]
    if (event.key === 'Escape' && chosen !== null) onChoose(null)
    if (step === undefined) return
    event.preventDefault()
    const next = index + step
    if (next < 0 || next >= all) return
    onChoose({ layer: Math.floor(next / look.heads), head: next % look.heads })
    group.current?.querySelectorAll('button')[next]?.focus()
  }
  return (
    <div
      className="heads"
      role="toolbar"
      aria-label={t.heads}
      ref={group}
      onKeyDown={onKey}
      data-testid="heads"
    >
      {Array.from({ length: look.layers }, (_, layer) => (
        <div key={layer} className="heads-layer">
          <span className="small muted">{t.layer(count(layer + 1))}</span>
          <div className="heads-row">
            {Array.from({ length: look.heads }, (_unused, head) => {
              const own = chosen?.layer === layer && chosen.head === head
              return (
                <button
                  key={head}
                  type="button"
                  className="head-map"
                  aria-pressed={own}
                  tabIndex={layer * look.heads + head === index ? 0 : -1}
                  aria-label={t.head(count(layer + 1), count(head + 1))}
                  title={t.head(count(layer + 1), count(head + 1))}
                  onClick={() => onChoose(own ? null : { layer, head })}
                >
                  <Map look={look} layer={layer} head={head} />
                  <span className="head-row" style={{ top: `${(100 * (token + 0.5)) / T}%` }} />
                </button>
              )
            })}
          </div>
        </div>
      ))}
    </div>
  )
}
