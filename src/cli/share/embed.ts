// One episode or the chart of a run as a page of its own, for a lecture or a blog: one file, no script, and
// nothing that is fetched. It may stand in an iframe of any page.

import { at } from '../../base/at'
import type { Episode, RoundMetrics, RunRecord } from '../../protocol/records'

const escapes: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }
const escaped = (text: string): string => text.replace(/[&<>"]/g, (sign) => escapes[sign] ?? sign)

const style = `body{font:16px/1.5 system-ui,sans-serif;margin:1rem;color:#1c2026;background:#fff;max-width:46rem}
h1{font-size:1.1rem}blockquote{margin:0 0 1rem;padding:.6rem .9rem;background:#f6f5f1;white-space:pre-wrap}
li{margin:.3rem 0}.right{color:#00694c}.wrong{color:#9c4300}.muted{color:#545c68;font-size:.85rem}
svg{width:100%;height:auto}text{font-size:11px;fill:#545c68}`

/** Nothing is fetched or run, whatever a document or a model has written. */
const policy = `default-src 'none'; style-src 'unsafe-inline'`

const page = (title: string, body: string): string => `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<title>${escaped(title)}</title><style>${style}</style></head>
<body><h1>${escaped(title)}</h1>
${body}
<p class="muted">Made with SPICE Lab. Self-play on a corpus (arXiv 2510.24684).</p></body></html>
`

export function embedEpisode(run: RunRecord, episode: Episode, passages: boolean): string {
  const task = episode.chosen === null ? null : (episode.candidates[episode.chosen]?.task ?? null)
  const attempts = episode.attempts
    .filter(({ candidate }) => candidate === episode.chosen)
    .map(
      ({ text, verdict }) =>
        `<li class="${verdict === 'right' ? 'right' : 'wrong'}">${escaped(text)} (${verdict === 'noAnswer' ? 'no answer' : verdict})</li>`,
    )
  const parts = [
    ...(passages
      ? [`<p>The Challenger reads:</p><blockquote>${escaped(episode.passage.text)}</blockquote>`]
      : []),
    ...(task === null
      ? ['<p>No question of this episode was valid.</p>']
      : [
          `<p>It asks:</p><blockquote>${escaped([task.question, ...task.options].join('\n'))}</blockquote>`,
          `<p>Its answer: <strong>${escaped(task.gold)}</strong></p>`,
          `<p>The Reasoner, the same model without the passage:</p><ol>${attempts.join('')}</ol>`,
        ]),
  ]
  return page(`${run.name}: round ${episode.round + 1}, episode ${episode.episode + 1}`, parts.join('\n'))
}

const WIDTH = 640
const HEIGHT = 260
const EDGE = 34
const curves = [
  { key: 'probeAccuracy', name: 'probe right', colour: '#0072b2' },
  { key: 'passRate', name: 'attempts right', colour: '#d55e00' },
  { key: 'validRate', name: 'questions valid', colour: '#009e73' },
] as const

/** Three shares over the rounds. */
export function embedMetrics(run: RunRecord, lines: readonly RoundMetrics[]): string {
  const most = Math.max(1, lines.length - 1)
  const x = (index: number): number => EDGE + ((WIDTH - 2 * EDGE) * index) / most
  const y = (share: number): number => HEIGHT - EDGE - (HEIGHT - 2 * EDGE) * share
  const drawn = curves.flatMap(({ key, name, colour }, i) => {
    const points = lines.flatMap((line, index) => {
      const value = line[key]
      return value === null ? [] : [`${x(index).toFixed(1)},${y(value).toFixed(1)}`]
    })
    if (points.length === 0) return []
    return [
      `<polyline fill="none" stroke="${colour}" stroke-width="2" points="${points.join(' ')}"/>`,
      `<text x="${EDGE + 170 * i}" y="16" style="fill:${colour}">${name}</text>`,
    ]
  })
  const grid = [0, 0.5, 1].map(
    (share) =>
      `<line x1="${EDGE}" x2="${WIDTH - EDGE}" y1="${y(share)}" y2="${y(share)}" stroke="#dfdcd4"/><text x="2" y="${y(share) + 4}">${100 * share} %</text>`,
  )
  const first = lines.length === 0 ? 0 : at(lines, 0).round + 1
  const svg = `<svg viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="Shares over ${lines.length} rounds">${[...grid, ...drawn].join('')}<text x="${EDGE}" y="${HEIGHT - 8}">round ${first}</text><text x="${WIDTH - EDGE - 50}" y="${HEIGHT - 8}">round ${first + lines.length - 1}</text></svg>`
  return page(run.name, svg)
}
