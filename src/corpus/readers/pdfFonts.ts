// Which signs of a PDF's text only look like letters: where a font names its glyphs /g1 or /a12 and maps none
// of them to Unicode, the library gives the sign whose number the glyph happens to have. Must not know how
// lines are put together.

import type { PDFPageProxy } from 'pdfjs-dist'

export interface Sign {
  readonly text: string
  readonly font: string
}

/** What no text has: controls, and signs of a font's own. */
const strange = /[\u0000-\u0008\u000e-\u001f\u007f-\u009f\ufffd\ue000-\uf8ff]|\p{Cn}/gu
/** More of them than this share and a page is drawn in fonts that do not say what their glyphs are. */
const STRANGE_SHARE = 0.1

/**
 * The eight letters that are most of any text in Latin letters: 50 % of Polish, 64 % of English and German.
 * Of letters that stand for others they are a third.
 */
const common = /[eainrtso]/gi
const COMMON_SHARE = 0.45
/** Signs from which on the share tells something. */
const ENOUGH = 100

/** What the library tells of a font where it is asked for it. */
interface FontFacts {
  /** Names of glyphs by their codes, where the file gives its own. */
  readonly differences?: readonly (string | undefined)[]
  /** `_map` has the text of each code; a font that says nothing has a range in its place. */
  readonly toUnicode?: { readonly _map?: readonly (string | undefined)[] }
}

/** Tells pages of letters from pages of anything; keeps what it learned of each font. */
export class PdfFonts {
  /**
   * True where the file names a character map of Chinese, Japanese or Korean: its letters are known, and the
   * library would take minutes to tell of such a font.
   */
  mapped = false
  private readonly unnamed = new Map<string, (sign: string) => boolean>()

  /** True for a page of which a good part is no text at all. */
  async hasNoLetters(page: PDFPageProxy, signs: readonly Sign[]): Promise<boolean> {
    const text = signs.map((sign) => sign.text.replace(/\s/gu, '')).join('')
    if (isMost(text.match(strange)?.length ?? 0, text.length)) return true
    const often = text.match(common)?.length ?? 0
    if (this.mapped || (text.length >= ENOUGH && often >= text.length * COMMON_SHARE)) return false
    await this.learn(page, new Set(signs.map(({ font }) => font)))
    let odd = 0
    for (const { text: run, font } of signs) {
      const isUnnamed = this.unnamed.get(font)
      for (const sign of run) if (sign.trim() !== '' && isUnnamed?.(sign) === true) odd += 1
    }
    return isMost(odd, text.length)
  }

  /** The library tells of fonts only once it has read how the page is drawn; pictures are left out there. */
  private async learn(page: PDFPageProxy, fonts: ReadonlySet<string>): Promise<void> {
    if ([...fonts].every((font) => this.unnamed.has(font))) return
    await page.getOperatorList().catch(() => null)
    const objects = page.commonObjs as { has(name: string): boolean; get(name: string): unknown }
    for (const font of fonts)
      this.unnamed.set(font, unnamedOf(objects.has(font) ? (objects.get(font) as FontFacts) : {}))
  }
}

const isMost = (odd: number, all: number): boolean => odd > 2 && odd > all * STRANGE_SHARE

/** Tells signs that stand for glyphs of which the font does not say what they are. */
function unnamedOf({ differences, toUnicode }: FontFacts): (sign: string) => boolean {
  if (toUnicode === undefined) return () => false
  const map = toUnicode._map
  // Numbers of glyphs, in a font with none but them; those of Chinese fonts often are the letters' own.
  if (map === undefined) return (sign) => sign < '\u0250'
  const given = map.join('')
  // Ligatures come in parts.
  const named = new Set(given + given.normalize('NFKC'))
  return (sign) => {
    const code = sign.charCodeAt(0)
    // TeX's fonts of dots are named by the code itself, which is the letter's.
    return map[code] === undefined && !named.has(sign) && numberIn(differences?.[code]) !== code
  }
}

const numberIn = (name = ''): number => Number.parseInt(name.replace(/^.*\D/, ''), 10)
