// One way through markup for all who read it: in portions, with signs of progress, and in time that grows
// with the source however deep it is nested.

import type { Handler, ParserOptions } from 'htmlparser2'

/** Characters that are parsed between two signs of progress. */
const PORTION = 4_000_000
/** Open elements that the library keeps: it moves the whole list with each. Browsers keep 512. */
const DEEPEST = 2000

export async function parseMarkup(
  source: string,
  handler: Partial<Handler>,
  options: ParserOptions,
  progress: (share: number) => void = () => undefined,
): Promise<void> {
  const { Parser } = await import('htmlparser2')
  const parser = new Parser(
    {
      ...handler,
      onopentag(name, attributes, isImplied) {
        const open: unknown = Reflect.get(parser, 'stack')
        // The innermost comes first; of those far outside only the end would be told.
        if (Array.isArray(open) && open.length > DEEPEST) open.length = DEEPEST
        handler.onopentag?.(name, attributes, isImplied)
      },
    },
    options,
  )
  for (let at = 0; at < source.length; at += PORTION) {
    parser.write(source.slice(at, at + PORTION))
    progress(Math.min(1, (at + PORTION) / source.length))
  }
  parser.end()
}
