// Subtitles and transcripts (SubRip, WebVTT): what is said, without numbers, times and styles.

const timing = /^\s*(?:\d{1,3}:)?\d{1,2}:\d{2}[.,]\d{3}\s*-->\s*(?:\d{1,3}:)?\d{1,2}:\d{2}[.,]\d{3}/
const isTiming = (line: string): boolean => line.includes('-->') && timing.test(line)

/** True for a text that is laid out as subtitles, whatever its name. */
export function looksLikeSubtitles(text: string): boolean {
  const head = text.slice(0, 4000)
  return /^\ufeff?WEBVTT\b/.test(head) || /^\s*\d+\s*\r?\n[^\n]*-->/.test(head.replace(/^\ufeff/, ''))
}

/** A line for each line of a cue; a pause of more than `PAUSE` seconds begins a paragraph. */
const PAUSE = 5

export function textOfSubtitles(source: string): string {
  const out: string[] = []
  let last = -Infinity
  let speaks = false
  for (const line of source.replace(/^\ufeff/, '').split(/\r\n?|\n/)) {
    if (isTiming(line)) {
      const [from = 0, to = 0] = [...line.matchAll(/(?:(\d+):)?(\d+):(\d+)[.,](\d+)/g)].map(
        ([, hours = '0', minutes = '0', seconds = '0']) =>
          Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds),
      )
      if (out.length > 0 && from - last > PAUSE) out.push('')
      last = to
      speaks = true
    } else if (line.trim() === '') speaks = false
    else if (speaks) {
      const words = line
        .replace(/<[^<>]*>|\{\\[^{}]*\}/g, '')
        .replace(/^\s*-\s+/, '')
        .trim()
      // Captions that roll up show a line twice.
      if (words !== '' && words !== out.at(-1)) out.push(words)
    }
  }
  return out.join('\n')
}
