// HTML, XHTML and other markup as the words that a reader sees; nothing of it is ever rendered.

const hidden = new Set([
  'script',
  'style',
  'noscript',
  'template',
  'svg',
  'nav',
  'head',
  'title',
  'button',
  'select',
  'textarea',
  'iframe',
  'object',
])
const blocks = new Set(
  'address article aside blockquote body caption center dd details dialog div dl dt fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 header hr html legend main ol p pre section summary table tbody tfoot thead ul'.split(
    ' ',
  ),
)
const lines = new Set(['br', 'li', 'tr'])

/** Text with a blank line between blocks. Never fails: markup is repaired as browsers do. */
export async function textOfHtml(source: string): Promise<string> {
  const { Parser } = await import('htmlparser2')
  const out: string[] = []
  let skipped = 0
  let preformatted = 0
  let raised = 0
  const parser = new Parser(
    {
      onopentagname(name) {
        if (hidden.has(name)) skipped += 1
        if (name === 'pre') preformatted += 1
        if (name === 'sup') raised += 1
        if (blocks.has(name)) out.push('\n\n')
        else if (lines.has(name)) out.push('\n')
        else if (name === 'td' || name === 'th') out.push(' ')
      },
      ontext(text) {
        if (skipped > 0) return
        // A raised number after a number is a power: 2^48, not 248.
        if (raised > 0 && /^\d+$/.test(text) && /\d$/.test(out.at(-1) ?? '')) out.push('^')
        out.push(preformatted > 0 ? text : text.replace(/[ \t\r\n\f]+/g, ' '))
      },
      onclosetag(name) {
        if (hidden.has(name)) skipped -= 1
        if (name === 'pre') preformatted -= 1
        if (name === 'sup') raised -= 1
        if (blocks.has(name)) out.push('\n\n')
        else if (name === 'tr') out.push('\n')
      },
    },
    { decodeEntities: true },
  )
  parser.write(source)
  parser.end()
  return out
    .join('')
    .replace(/[ \t]*\n[ \t]*/g, '\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim()
}
