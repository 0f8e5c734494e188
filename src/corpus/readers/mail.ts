// Saved mails and web pages (.eml, .mhtml: RFC 5322 and 2557), and boxes of many (mbox: RFC 4155), through
// postal-mime: subject and text.

import type { ReadContext } from '../document'
import { textOfHtml } from './html'

/** True for a text that begins with the header fields of a mail. */
export function looksLikeMail(text: string): boolean {
  const head = text.slice(0, 8000)
  const names = [...head.matchAll(/^([A-Za-z][A-Za-z-]{1,40}):[ \t]/gm)].map(([, name = '']) =>
    name.toLowerCase(),
  )
  const first = /^[A-Za-z][A-Za-z-]{1,40}:[ \t]/.test(head)
  const wanted = ['from', 'subject', 'date', 'mime-version', 'content-type', 'received', 'message-id']
  return first && names.includes('from') && wanted.filter((name) => names.includes(name)).length >= 3
}

/** The line that a box writes before each mail: `From ada@example.org Mon Jan  1 10:00:00 2024`. */
const firstMark = /^From \S[^\n]{0,200}\b\d{4}\b[^\n]{0,20}\n[A-Za-z][A-Za-z-]{0,40}:[ \t]/
export const looksLikeBox = (text: string): boolean => firstMark.test(text)
const postmark = /(?:^|\r?\n\r?\n)From \S[^\n]{0,200}\b\d{4}\b[^\n]{0,20}\n(?=[A-Za-z][A-Za-z-]{0,40}:[ \t])/g

/** The mails of a box, in order; null where it is none. Lines escaped as `>From ` are whole again. */
export function mailsOfBox(bytes: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer>[] | null {
  // Every byte a letter, as each mail has an encoding of its own.
  const text = new TextDecoder('latin1').decode(bytes)
  if (!looksLikeBox(text)) return null
  const marks = [...text.matchAll(postmark)]
  return marks.map((mark, i) => unescaped(bytes.slice(mark.index + mark[0].length, marks[i + 1]?.index)))
}

const FROM = [...'From '].map((letter) => letter.charCodeAt(0))
const [LINE_END, MARK] = [0x0a, 0x3e]
/** Without one `>` of those before a `From ` at the head of a line. */
function unescaped(bytes: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  const out = new Uint8Array(bytes.length)
  let size = 0
  for (const [at, byte] of bytes.entries()) {
    if (byte === MARK && (at === 0 || bytes[at - 1] === LINE_END)) {
      let behind = at
      while (bytes[behind] === MARK) behind += 1
      if (FROM.every((letter, i) => bytes[behind + i] === letter)) continue
    }
    out[size] = byte
    size += 1
  }
  return out.slice(0, size)
}

/** Subject, then the plain text where there is one, else the page. */
export async function textOfMail(bytes: Uint8Array<ArrayBuffer>, context: ReadContext): Promise<string> {
  const { default: PostalMime } = await import('postal-mime')
  const { subject, text, html, attachments } = await PostalMime.parse(bytes)
  // Pictures and styles of a saved page are no attachments.
  const attached = attachments.filter(({ disposition, related }) => disposition === 'attachment' && !related)
  if (attached.length > 0) context.leftOut('attachments', attached.length)
  const body = text !== undefined && text.trim() !== '' ? text : await textOfHtml(html ?? '', context)
  return [subject ?? '', body].filter((part) => part.trim() !== '').join('\n\n')
}
