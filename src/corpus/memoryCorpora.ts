// Small helpers of this room's tests: files made of strings, a store in memory.

import { strToU8, zipSync, type Zippable } from 'fflate'
import type { CorpusRecord, CorpusStore, DocumentRecord } from '../protocol/ports'
import { readFile } from './readFile'

export const bytesOf = (text: string): Uint8Array<ArrayBuffer> => new TextEncoder().encode(text)
export const latin = (text: string): Uint8Array<ArrayBuffer> =>
  Uint8Array.from(text, (sign) => sign.charCodeAt(0))

export function zipOf(files: Readonly<Record<string, string | Uint8Array>>): Uint8Array<ArrayBuffer> {
  const entries: Zippable = {}
  for (const [path, content] of Object.entries(files))
    entries[path] = typeof content === 'string' ? strToU8(content) : content
  return zipSync(entries)
}

export function epubOf(chapters: readonly string[]): Uint8Array<ArrayBuffer> {
  const items = chapters.map(
    (_, n) =>
      `<item id="c${String(n)}" href="text/c%20${String(n)}.xhtml" media-type="application/xhtml+xml"/>`,
  )
  // The spine runs backwards, so that its order is told from the manifest's.
  const spine = chapters.map((_, n) => `<itemref idref="c${String(chapters.length - 1 - n)}"/>`)
  return zipOf({
    mimetype: 'application/epub+zip',
    'META-INF/container.xml':
      '<container><rootfiles><rootfile full-path="OPS/book.opf"/></rootfiles></container>',
    'OPS/book.opf':
      `<opf:package><opf:manifest>${items.join('')}</opf:manifest><opf:spine>${spine.join('')}</opf:spine></opf:package>`
        .replace('opf:manifest', 'manifest')
        .replace('/opf:manifest', '/manifest'),
    ...Object.fromEntries(
      chapters.map((text, n) => [
        `OPS/text/c ${String(n)}.xhtml`,
        `<?xml version="1.0"?><html><head><title>no</title></head><body><p>${text}</p></body></html>`,
      ]),
    ),
  })
}

/** What a file gives: documents by name, and the lines of its failures. */
export async function readAll(
  path: string,
  bytes: Uint8Array<ArrayBuffer>,
): Promise<{ documents: Record<string, string>; failures: { code: string; message: string }[] }> {
  const documents: Record<string, string> = {}
  const failures: { code: string; message: string }[] = []
  for await (const found of readFile(path, bytes)) {
    if (found.ok) documents[found.value.name] = found.value.text
    else failures.push({ code: found.error.code, message: found.error.message })
  }
  return { documents, failures }
}

/** As much of a CorpusStore as an import needs. */
export class MemoryCorpora implements CorpusStore {
  readonly kept = new Map<string, DocumentRecord & { readonly text: string }>()
  duplicates = 0
  largestBatch = 0

  async add(
    _: string,
    documents: readonly (DocumentRecord & { readonly text: string })[],
  ): Promise<{ added: number; duplicates: number }> {
    const before = this.kept.size
    for (const document of documents) if (!this.kept.has(document.id)) this.kept.set(document.id, document)
    const added = this.kept.size - before
    this.duplicates += documents.length - added
    this.largestBatch = Math.max(this.largestBatch, documents.length)
    return { added, duplicates: documents.length - added }
  }
  async documents(): Promise<DocumentRecord[]> {
    return [...this.kept.values()]
  }
  async document(_: string, document: string): Promise<DocumentRecord | null> {
    return this.kept.get(document) ?? null
  }
  async text(_: string, document: string): Promise<string | null> {
    return this.kept.get(document)?.text ?? null
  }
  async *texts(): AsyncGenerator<{ id: string; text: string }> {
    yield* this.kept.values()
  }
  async corpora(): Promise<CorpusRecord[]> {
    return []
  }
  async put(): Promise<void> {}
  async remove(): Promise<void> {}
}
