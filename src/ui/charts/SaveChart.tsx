// A chart as files: its numbers as CSV, and its drawing as an image that needs nothing of the page.
import type { RefObject } from 'react'
import { printCsv, type CsvCell } from '../../base/printCsv'
import { useApp } from '../context'
import { words } from '../strings'

const t = words.saveChart
/** What of a drawing the page's style sheets decide. */
const styled = [
  'fill',
  'stroke',
  'stroke-width',
  'stroke-dasharray',
  'opacity',
  'fill-opacity',
  'font-family',
  'font-size',
] as const

/** The drawing with the page's colours and letters written into it, on the page's own ground. */
export function imageOf(svg: SVGSVGElement): string {
  const copy = svg.cloneNode(true)
  if (!(copy instanceof SVGSVGElement)) return ''
  const parts = [...svg.querySelectorAll('*')]
  for (const [index, part] of [...copy.querySelectorAll('*')].entries()) {
    const original = parts[index]
    if (original === undefined) continue
    const style = getComputedStyle(original)
    for (const name of styled) part.setAttribute(name, style.getPropertyValue(name))
    part.removeAttribute('class')
  }
  copy.setAttribute('xmlns', 'http://www.w3.org/2000/svg')
  copy.setAttribute('style', `background: ${getComputedStyle(document.body).backgroundColor}`)
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
  const file = name.toLowerCase().replaceAll(/[^\p{L}\p{M}\p{N}]+/gu, '-')
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
