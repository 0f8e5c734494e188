// A chart's table twin: every round, every number, as it stands in the records.
import { openRound } from '../../state/commands'
import { useApp } from '../context'
import { decimal, roundNumber } from '../format'
import { Scroll } from '../parts/Scroll'
import { words } from '../strings'

interface Props {
  readonly caption: string
  readonly columns: readonly { readonly key: string; readonly name: string }[]
  readonly rows: readonly { readonly round: number; readonly values: readonly (number | null)[] }[]
}

export function Table({ caption, columns, rows }: Props) {
  const app = useApp()
  return (
    <Scroll className="twin" label={caption}>
      <table>
        <caption className="hidden-text">{caption}</caption>
        <thead>
          <tr>
            <th scope="col">{words.train.round}</th>
            {columns.map(({ key, name }) => (
              <th key={key} scope="col" className="num" data-key={key}>
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.toReversed().map(({ round, values }) => (
            <tr key={round} data-round={round}>
              <th scope="row">
                <button
                  type="button"
                  className="link num"
                  aria-label={words.train.openRound(roundNumber(round))}
                  onClick={() => openRound(app, round)}
                >
                  {roundNumber(round)}
                </button>
              </th>
              {values.map((value, index) => (
                <td key={columns[index]?.key} className="num">
                  {value === null ? (
                    <span title={words.train.noData}>–</span>
                  ) : (
                    <data value={String(value)}>{decimal(value, 4)}</data>
                  )}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </Scroll>
  )
}
