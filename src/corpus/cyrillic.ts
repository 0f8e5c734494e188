// Cyrillic of DOS and of old Macs, which the detector does not know: told from the encodings that it does
// know by how words look. It knows no other script.

/**
 * How much like Russian a text has to look (a book of it has 0.87, Greek in a wrong one up to 0.78), and by
 * how much more than in any encoding that the detector knows: on Macs lower-case letters but one are as in
 * windows-1251.
 */
const wanted = [
  { encoding: 'ibm866', name: 'CP866', least: 0.72, lead: 0.15 },
  { encoding: 'x-mac-cyrillic', name: 'Mac Cyrillic', least: 0.82, lead: 0.008 },
] as const
const known = ['windows-1251', 'koi8-r', 'iso-8859-5'] as const

/** Letters of Russian by how often they stand in a text, the most frequent first (National Corpus). */
const byFrequency = 'оеаинтсрвлкмдпуяыьгзбчйхжшюцщэфъё'
/** Letters that are enough to tell. */
const LEAST_LETTERS = 10

/** How much looks like Russian words, 0..1: no Latin letter beside, capitals at the head, rare ones rare. */
function likeness(text: string): number {
  let [sum, count] = [0, 0]
  for (const { 0: run, index } of text.matchAll(/[^\0-\u007f]+/gu)) {
    const isMixed = /[a-z]/iu.test(text.charAt(index - 1) + text.charAt(index + run.length))
    let before = ''
    for (const sign of run.replace(/[\u00a0«»—–№…“”„’]/gu, ' ')) {
      if (sign !== ' ') {
        count += 1
        const rank = byFrequency.indexOf(sign.toLowerCase())
        const isMisplaced = sign !== sign.toLowerCase() && /\p{Ll}/u.test(before)
        if (rank >= 0 && !isMisplaced && !isMixed) sum += 1 - rank / (2 * byFrequency.length)
      }
      before = sign
    }
  }
  return count < LEAST_LETTERS ? 0 : sum / count
}

/** CP866 or Mac Cyrillic, where the bytes can hardly be anything else; null where they are not. */
export function cyrillicEncoding(
  bytes: Uint8Array,
): { readonly encoding: string; readonly name: string } | null {
  const like = (encoding: string): number => likeness(new TextDecoder(encoding).decode(bytes))
  const others = Math.max(...known.map(like))
  return (
    wanted.find(({ encoding, least, lead }) => {
      const score = like(encoding)
      return score >= least && score - others >= lead
    }) ?? null
  )
}
