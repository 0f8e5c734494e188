// Points with a straight line, panels side by side, as SVG text that a README can show in both themes. Pure.

export interface Point {
  readonly x: number
  readonly y: number
}

export interface Panel {
  readonly title: string
  readonly note: string
  /** Names of the axes. */
  readonly x: string
  readonly y: string
  readonly points: readonly Point[]
  /** Drawn as open circles: what was foretold. */
  readonly rings: readonly Point[]
  readonly line: { readonly base: number; readonly slope: number }
}

const WIDTH = 330
const HEIGHT = 220
const LEFT = 48
const TOP = 46
const RIGHT = 14
const BOTTOM = 34
const COLUMNS = 3

const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;')

/** 1, 2 or 5 times a power of ten, so that about four of it reach `largest`. */
export function step(largest: number): number {
  const power = 10 ** Math.floor(Math.log10(largest / 4))
  return power * ([1, 2, 5].find((factor) => factor * power >= largest / 4) ?? 10)
}

function ticks(largest: number): number[] {
  const by = step(largest)
  return Array.from({ length: Math.floor(largest / by + 1e-9) + 1 }, (_, i) =>
    Number((i * by).toPrecision(6)),
  )
}

function panel({ title, note, x, y, points, rings, line }: Panel, index: number): string {
  const all = [...points, ...rings]
  const mostX = 1.05 * Math.max(...all.map((point) => point.x))
  const mostY = 1.08 * Math.max(...all.map((point) => point.y), line.base + line.slope * mostX)
  const across = (value: number): string => (LEFT + (value / mostX) * (WIDTH - LEFT - RIGHT)).toFixed(1)
  const down = (value: number): string =>
    (HEIGHT - BOTTOM - (value / mostY) * (HEIGHT - TOP - BOTTOM)).toFixed(1)
  const from = line.base < 0 && line.slope > 0 ? -line.base / line.slope : 0
  return `<g transform="translate(${(index % COLUMNS) * WIDTH},${20 + Math.floor(index / COLUMNS) * HEIGHT})">
<text class="title" x="${LEFT}" y="20">${escaped(title)}</text><text x="${LEFT}" y="36">${escaped(note)}</text>
${ticks(mostY)
  .map(
    (value) =>
      `<path class="grid" d="M${LEFT} ${down(value)}H${WIDTH - RIGHT}"/><text text-anchor="end" x="${LEFT - 6}" y="${Number(down(value)) + 4}">${value}${value === 0 ? ` ${escaped(y)}` : ''}</text>`,
  )
  .join('')}
${ticks(mostX)
  .map(
    (value) =>
      `<text text-anchor="middle" x="${across(value)}" y="${HEIGHT - BOTTOM + 15}">${value.toLocaleString('en')}</text>`,
  )
  .join('')}
<text text-anchor="end" x="${WIDTH - RIGHT}" y="${HEIGHT - 6}">${escaped(x)}</text>
<path class="line" d="M${across(from)} ${down(Math.max(0, line.base))}L${across(mostX)} ${down(line.base + line.slope * mostX)}"/>
${rings.map((point) => `<circle class="ring" cx="${across(point.x)}" cy="${down(point.y)}" r="6"/>`).join('')}
${points.map((point) => `<circle class="point" cx="${across(point.x)}" cy="${down(point.y)}" r="3"/>`).join('')}
</g>`
}

export function picture(panels: readonly Panel[], caption: string): string {
  const [width, height] = [COLUMNS * WIDTH, 34 + Math.ceil(panels.length / COLUMNS) * HEIGHT]
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-label="${escaped(panels.map(({ title, note }) => `${title}: ${note}`).join('; '))}">
<style>text{font:11px system-ui,sans-serif;fill:#333}.title{font-weight:600;font-size:12px}.grid{stroke:#8884}.line{stroke:#0b7;stroke-width:1.5}.point{fill:#05a}.ring{fill:none;stroke:#b50;stroke-width:1.5}@media(prefers-color-scheme:dark){text{fill:#ddd}.point{fill:#7bf}.ring{stroke:#fa6}}</style>
<text x="${LEFT}" y="16">${escaped(caption)}; dots: measured, rings: the plan, line: least squares</text>
${panels.map(panel).join('\n')}
</svg>
`
}
