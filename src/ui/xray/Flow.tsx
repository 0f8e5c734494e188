// The drawing of a model at work: a row for each token, its vector before the first layer and after every
// step, and curves from the tokens that the shown one reads. It must not know where the look came from.
import { at } from '../../base/at'
import { useId, useMemo, type KeyboardEvent, type PointerEvent, type Ref } from 'react'
import type { ModelLook } from '../../protocol/modelLook'
import { moved, placesOf, readBy, strip, tokenAt, type Head } from '../../state/modelPicture'
import { count, visible } from '../format'
import { words } from '../strings'

const t = words.xray.inside

/** Shares below this are no curve. */
const LEAST_CURVE = 0.02
/** Letters of a label, by the width that it has. */
const lettersOf = (label: number): number => (label < 100 ? 8 : 14)

/** A stage as an image, one pixel a channel: green above zero, purple below, by magnitude. */
function imageOf(look: ModelLook, stage: number): string {
  const { channels, tokens } = look
  const canvas = document.createElement('canvas')
  canvas.width = channels
  canvas.height = tokens.length
  const context = canvas.getContext('2d')
  if (context === null) return ''
  const pixels = context.createImageData(channels, tokens.length)
  strip(look, stage).forEach((value, i) => {
    pixels.data.set(value > 0 ? [0, 158, 115] : [170, 70, 130], 4 * i)
    pixels.data[4 * i + 3] = Math.round(255 * Math.min(1, 3 * Math.abs(value)))
  })
  context.putImageData(pixels, 0, 0)
  return canvas.toDataURL()
}

interface Props {
  readonly look: ModelLook
  readonly width: number
  readonly token: number
  readonly chosen: Head | null
  readonly onToken: (token: number) => void
  /** While the pointer is over another token; null when it leaves. */
  readonly onPoint: (token: number | null) => void
  readonly picture: Ref<SVGSVGElement>
}

export function Flow({ look, width, token, chosen, onToken, onPoint, picture }: Props) {
  const id = useId()
  const places = useMemo(() => placesOf(look, width), [look, width])
  const images = useMemo(
    () => Array.from({ length: 2 * look.layers + 1 }, (_, stage) => imageOf(look, stage)),
    [look],
  )
  const { row, top, stage, stages, label } = places
  const y = (index: number): number => top + (index + 0.5) * row
  const here = y(token)
  const right = (index: number): number => at(stages, index) + stage
  const layers = Array.from({ length: look.layers }, (_, l) => l)
  const pointed = (event: PointerEvent<HTMLElement>): number | null =>
    tokenAt(places, look.tokens.length, event.clientY - event.currentTarget.getBoundingClientRect().top)
  const onKey = (event: KeyboardEvent): void => {
    const next = moved(token, look.tokens.length, event.key)
    if (next === null) return
    event.preventDefault()
    onToken(next)
  }
  const letters = lettersOf(label)
  const short = (piece: string): string =>
    piece.length > letters ? `${piece.slice(0, letters - 1)}…` : piece
  return (
    <div
      className="inside-flow"
      role="listbox"
      tabIndex={0}
      aria-label={t.tokens}
      aria-activedescendant={`${id}-${token}`}
      data-testid="flow"
      data-token={token}
      style={{ width: places.width, height: places.height }}
      onKeyDown={onKey}
      onClick={(event) => {
        const box = event.currentTarget.getBoundingClientRect()
        const next = tokenAt(places, look.tokens.length, event.clientY - box.top)
        if (next !== null) onToken(next)
      }}
      onPointerMove={(event) => {
        if (event.pointerType === 'mouse') onPoint(pointed(event))
      }}
      onPointerLeave={() => onPoint(null)}
    >
      <svg ref={picture} viewBox={`0 0 ${places.width} ${places.height}`} aria-hidden="true">
        <rect width={places.width} height={places.height} className="flow-ground" />
        <rect x="0" y={here - row / 2} width={places.width} height={row} rx="5" className="flow-here" />
        {layers.map((l) => (
          <text
            key={l}
            x={(right(2 * l) + right(2 * l + 2)) / 2}
            y={18}
            textAnchor="middle"
            className="flow-head"
            data-chosen={chosen?.layer === l}
          >
            {width < 520 || look.layers > 9 ? count(l + 1) : t.layer(count(l + 1))}
          </text>
        ))}
        {images.map((image, index) => (
          <image
            key={index}
            href={image === '' ? undefined : image}
            x={at(stages, index)}
            y={top}
            width={stage}
            height={look.tokens.length * row}
            preserveAspectRatio="none"
          />
        ))}
        {look.tokens.map((_, index) => (
          <g key={index}>
            {/* Rows are told apart by a line of ground, and those that say nothing here stand back. */}
            <path d={`M${label} ${y(index) - row / 2 + 1}H${places.width}`} className="flow-line" />
            {index === token ? null : (
              <rect
                x={label}
                y={y(index) - row / 2}
                width={places.width - label}
                height={row}
                className={index > token ? 'flow-veil later' : 'flow-veil'}
              />
            )}
            <text
              x={label - 8}
              y={y(index) + 5}
              textAnchor="end"
              className="flow-token"
              data-part={index >= look.answerFrom ? 'answer' : 'question'}
              data-here={index === token}
              data-later={index > token}
            >
              {short(visible(at(look.pieces, index)))}
            </text>
          </g>
        ))}
        <g key={`${token} ${chosen?.layer} ${chosen?.head}`}>
          {layers.map((l) => {
            const own = chosen?.layer === l
            const from = right(2 * l)
            const to = at(stages, 2 * l + 1)
            const bend = (to - from) / 2
            return (
              <g key={l} className="flow-layer" data-dim={chosen !== null && !own} data-at={Math.min(l, 9)}>
                {readBy(look, l, token, own ? chosen.head : null).map((share, source) =>
                  share < LEAST_CURVE ? null : (
                    <path
                      key={source}
                      pathLength={1}
                      d={`M${from} ${y(source)}C${from + bend} ${y(source)} ${to - bend} ${here} ${to} ${here}`}
                      className="flow-curve"
                      strokeWidth={0.75 + 6 * share}
                      opacity={0.3 + 0.7 * share}
                    />
                  ),
                )}
                <path d={`M${right(2 * l + 1)} ${here}H${at(stages, 2 * l + 2)}`} className="flow-mlp" />
                <rect
                  x={right(2 * l + 1) + stage / 2 - 4}
                  y={here - 4}
                  width="8"
                  height="8"
                  className="flow-box"
                />
              </g>
            )
          })}
        </g>
      </svg>
      {look.tokens.map((_, index) => (
        <span
          key={index}
          id={`${id}-${index}`}
          role="option"
          aria-selected={index === token}
          className="hidden-text"
        >
          {t.token(count(index + 1), visible(at(look.pieces, index)))}
        </span>
      ))}
    </div>
  )
}
