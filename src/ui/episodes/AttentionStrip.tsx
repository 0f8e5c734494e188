// What a token looked at: every token before it, darker for more attention; a layer of its own or the mean of
// all.
import { at } from '../../base/at'
import { useId, useState } from 'react'
import { meanOfLayers } from '../../state/tokenInspection'
import { count, percent, visible } from '../format'
import { words } from '../strings'
import { textOf } from './TokenRun'

const m = words.episodes.microscope

interface Props {
  readonly tokens: readonly number[]
  readonly layers: readonly (readonly number[])[]
  readonly vocabulary: readonly string[]
  readonly checkpoint: string
}

/** Tokens that are named in words as well. */
const named = 5

export function AttentionStrip({ tokens, layers, vocabulary, checkpoint }: Props) {
  const [layer, setLayer] = useState<number | null>(null)
  const id = useId()
  const weights = (layer === null ? null : layers[layer]) ?? meanOfLayers(layers)
  const most = Math.max(1e-6, ...weights)
  const strongest = weights
    .map((weight, index) => ({ weight, index }))
    .sort((a, b) => b.weight - a.weight)
    .slice(0, named)
  const strong = new Set(strongest.map(({ index }) => index))
  return (
    <div className="attention" data-testid="attention">
      <div className="row">
        <h4>{m.looked(checkpoint)}</h4>
        <label className="row small push" htmlFor={id}>
          {m.layer}
          <select
            id={id}
            className="input narrow"
            value={layer ?? ''}
            onChange={(event) => setLayer(event.target.value === '' ? null : Number(event.target.value))}
          >
            <option value="">{m.allLayers}</option>
            {layers.map((_, index) => (
              <option key={index} value={index}>
                {count(index + 1)}
              </option>
            ))}
          </select>
        </label>
      </div>
      <p className="chips heat" aria-hidden="true">
        {tokens.map((token, index) => (
          <span
            key={index}
            className="chip"
            data-strong={strong.has(index)}
            style={
              { '--heat': `${Math.round((100 * at(weights, index)) / most)}%` } as Record<string, string>
            }
          >
            {visible(textOf(vocabulary, token))}
          </span>
        ))}
      </p>
      <p className="small muted">
        {m.mostly(
          strongest
            .map(
              ({ weight, index }) =>
                `“${visible(textOf(vocabulary, at(tokens, index)))}” ${percent(weight, 0)}`,
            )
            .join(', '),
        )}
      </p>
    </div>
  )
}
