// A histogram over rounds: a column a round (or a few rounds together), a row a bin, darker for more.
import { memo } from 'react'
import { roundNumber } from '../format'
import { margins } from './Plot'

export interface HeatColumn {
  readonly round: number
  readonly counts: readonly number[]
}

interface Props {
  readonly columns: readonly HeatColumn[]
  readonly rows: number
  readonly height: number
  readonly tone: string
  readonly rowName: (index: number) => string
  readonly label: string
}

export const Heat = memo(function Heat({ columns, rows, height, tone, rowName, label }: Props) {
  const most = Math.max(1, ...columns.flatMap(({ counts }) => counts))
  const step = Math.ceil(rows / 5)
  const ends = [columns[0], columns.at(-1)].map((column) =>
    column === undefined ? '' : roundNumber(column.round),
  )
  return (
    <div
      className="heat"
      style={{
        height,
        paddingLeft: margins.left,
        paddingRight: margins.right,
        paddingTop: margins.top,
        paddingBottom: margins.bottom,
      }}
    >
      <svg
        width="100%"
        height="100%"
        viewBox={`0 0 ${Math.max(1, columns.length)} ${rows}`}
        preserveAspectRatio="none"
        shapeRendering="crispEdges"
        role="img"
        aria-label={label}
      >
        {columns.map(({ round, counts }, column) =>
          counts.map((count, row) =>
            count === 0 ? null : (
              <rect
                key={`${round}-${row}`}
                x={column}
                y={rows - 1 - row}
                width={1}
                height={1}
                fill={tone}
                fillOpacity={0.14 + (0.86 * count) / most}
              />
            ),
          ),
        )}
      </svg>
      {Array.from({ length: rows }, (_, row) => row)
        .filter((row) => row % step === 0 || row === rows - 1)
        .map((row) => (
          <span
            key={row}
            className="y"
            style={{
              top: `calc(${margins.top}px + (100% - ${margins.top + margins.bottom}px) * ${(rows - row - 0.5) / rows})`,
              width: margins.left - 6,
            }}
            aria-hidden="true"
          >
            {rowName(row)}
          </span>
        ))}
      <span className="x" style={{ left: margins.left }} aria-hidden="true">
        {ends[0]}
      </span>
      {ends[0] === ends[1] ? null : (
        <span className="x" style={{ right: margins.right }} aria-hidden="true">
          {ends[1]}
        </span>
      )}
    </div>
  )
})
