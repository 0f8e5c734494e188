// A link as a code that a phone's camera reads: black on white in every theme, with the quiet zone that
// readers need (ISO/IEC 18004: four modules).
import { generate } from 'lean-qr'
import { useMemo } from 'react'
import { words } from '../strings'

const t = words.qr
const quiet = 4

/** The path of all dark modules, and how many fit a side; null where the text is too long for a code. */
export function qrPath(text: string): { readonly path: string; readonly size: number } | null {
  try {
    const code = generate(text)
    const cells: string[] = []
    for (let y = 0; y < code.size; y++)
      for (let x = 0; x < code.size; x++) if (code.get(x, y)) cells.push(`M${x + quiet} ${y + quiet}h1v1h-1z`)
    return { path: cells.join(''), size: code.size + 2 * quiet }
  } catch {
    return null
  }
}

export default function QrCode({ link }: { readonly link: string }) {
  const code = useMemo(() => qrPath(link), [link])
  if (code === null) return <p className="small muted">{t.long}</p>
  return (
    <figure className="qr" data-testid="qr">
      <svg
        viewBox={`0 0 ${code.size} ${code.size}`}
        role="img"
        aria-label={t.label}
        shapeRendering="crispEdges"
      >
        <rect width={code.size} height={code.size} fill="#fff" />
        <path d={code.path} fill="#000" />
      </svg>
      <figcaption className="small muted">{t.hint}</figcaption>
    </figure>
  )
}
