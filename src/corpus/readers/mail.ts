// Saved mails and web pages (.eml, .mhtml: RFC 5322 and 2557), through postal-mime: subject and text.

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
