// A chart as files: its numbers as CSV, and its drawing as an image that needs nothing of the page.
import type { RefObject } from 'react'
import { printCsv, type CsvCell } from '../../base/printCsv'
import { slug } from '../../base/slug'
import { useApp } from '../context'
import { styledCopy } from '../parts/styledCopy'
import { words } from '../strings'

const t = words.saveChart
/** The drawing on the page's own ground. */
function imageOf(svg: SVGSVGElement): string {
  const copy = styledCopy(svg)
  copy.style.setProperty('background', getComputedStyle(document.body).backgroundColor)
  return new XMLSerializer().serializeToString(copy)
}

interface Props {
  /** Of the files, without an ending. */
  readonly name: string
  readonly frame: RefObject<HTMLElement | null>
  readonly rows: () => readonly (readonly CsvCell[])[]
}

export function SaveChart({ name, frame, rows }: Props) {
  const app = useApp()
  const file = slug(name, 80)
  return (
    <>
      <button
        type="button"
        className="button small quiet"
        aria-label={t.csvOf(name)}
        title={t.csvOf(name)}
        onClick={() =>
          app.env.save(`${file}.csv`, new Blob(['\ufeff', printCsv(rows())], { type: 'text/csv' }))
        }
      >
        {t.csv}
      </button>
      <button
        type="button"
        className="button small quiet"
        aria-label={t.imageOf(name)}
        title={t.imageOf(name)}
        onClick={() => {
          // The drawing itself, not the small marks of buttons and legends.
          const drawings = [...(frame.current?.querySelectorAll('svg') ?? [])]
          const [svg] = drawings.toSorted((a, b) => b.clientWidth - a.clientWidth)
          if (svg !== undefined)
            app.env.save(`${file}.svg`, new Blob([imageOf(svg)], { type: 'image/svg+xml' }))
        }}
      >
        {t.image}
      </button>
    </>
  )
}
