// The character maps that PDFs in Chinese, Japanese and Korean refer to by name: fetched from the page's own
// origin in a browser, read from the installed package in Node.

import type * as NodeFiles from 'node:fs/promises'
import type * as NodeModule from 'node:module'

const urls = import.meta.glob<string>('../../../node_modules/pdfjs-dist/cmaps/*.bcmap', {
  eager: true,
  query: '?url&no-inline',
  import: 'default',
})

/** Bytes of `name`.bcmap. Throws where there is none of that name. */
export async function characterMap(filename: string): Promise<Uint8Array> {
  const url = urls[`../../../node_modules/pdfjs-dist/cmaps/${filename}`]
  if (url === undefined) throw new Error(`there is no character map ${filename}`)
  if (typeof process !== 'undefined' && process.versions?.node !== undefined) return fromPackage(filename)
  const response = await fetch(new URL(url, import.meta.url))
  if (!response.ok) throw new Error(`${url}: ${String(response.status)}`)
  return new Uint8Array(await response.arrayBuffer())
}

async function fromPackage(filename: string): Promise<Uint8Array> {
  // Hidden from the browser's bundler, which has no such modules.
  const [moduleName, filesName] = ['node:module', 'node:fs/promises']
  const { createRequire } = (await import(/* @vite-ignore */ moduleName)) as typeof NodeModule
  const { readFile } = (await import(/* @vite-ignore */ filesName)) as typeof NodeFiles
  const manifest = createRequire(import.meta.url).resolve('pdfjs-dist/package.json')
  return new Uint8Array(await readFile(manifest.replace(/package\.json$/, `cmaps/${filename}`)))
}
