// Pass rates, Challenger by Reasoner, as a heat map that is its own table: every cell is shaded by its number
// and says it.
import type { ReactNode } from 'react'
import { percent } from '../format'
import { Scroll } from '../parts/Scroll'
import { words } from '../strings'

const t = words.study

export interface HeatCell {
  readonly mean: number
  readonly low: number | null
  readonly high: number | null
}

interface Props {
  readonly caption: string
  readonly rows: readonly string[]
  readonly columns: readonly string[]
  /** cells[row][column]; null where there is no rate. */
  readonly cells: readonly (readonly (HeatCell | null)[])[]
  readonly children?: ReactNode
}

const shown = ({ low, high }: HeatCell): string =>
  low === null || high === null ? '' : t.range(percent(low), percent(high))

export function ArenaMap({ caption, rows, columns, cells, children }: Props) {
  return (
    <Scroll label={caption} testId="arena-map">
      <table className="arena">
        <caption className="small muted">{caption}</caption>
        <thead>
          <tr>
            <th scope="col">{t.challenger}</th>
            {columns.map((name) => (
              <th key={name} scope="col" className="num">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((name, row) => (
            <tr key={name}>
              <th scope="row">{name}</th>
              {columns.map((column, at) => {
                const cell = cells[row]?.[at] ?? null
                if (cell === null)
                  return (
                    <td key={column} className="num">
                      –
                    </td>
                  )
                return (
                  <td
                    key={column}
                    className="num"
                    style={{
                      background: `color-mix(in srgb, var(--reasoner) ${Math.round(6 + 40 * cell.mean)}%, var(--surface))`,
                    }}
                  >
                    <data value={String(cell.mean)}>{percent(cell.mean, 1)}</data>
                    <br />
                    <span className="small">{shown(cell)}</span>
                  </td>
                )
              })}
            </tr>
          ))}
        </tbody>
      </table>
      {children}
    </Scroll>
  )
}
