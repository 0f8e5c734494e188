// Writes the story corpora and the probes into public/. The same command gives the same files, byte for byte.

import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { corpusSeed, corpusTexts, probe, probePlans } from '../spice/stories/corpus'
import type { Kind } from '../spice/stories/kind'

const titles: Readonly<Record<Kind['domain'], readonly [title: string, about: string]>> = {
  numbers: ['Stories of numbers', 'Short stories in which somebody has some things, gets more and gives some away. Every count is stated after the event that led to it, as a whole number, or as an expression where each box holds n things.'],
  relations: ['Stories of relations', 'Short stories of place (floors, headings), order (races, heights) and kinship. What follows from each new fact is stated right after it.'],
}

function origin(domain: Kind['domain'], count: number): string {
  const [title, about] = titles[domain]
  return `# ${title}

${about}

${count} documents, one story each, in \`corpus.jsonl\` (\`{"text": ...}\` a line). They were written by \`npm run generate\` from the grammar in \`src/spice/stories\` with seed ${corpusSeed}; the same command writes the same bytes.

Runs of events that the probes in \`public/probes\` ask about are in no document.

Licence: CC0 1.0 (https://creativecommons.org/publicdomain/zero/1.0/).
`
}

const root = process.argv[2] ?? 'public'

for (const domain of ['numbers', 'relations'] as const) {
  const folder = join(root, 'corpora', `stories-${domain}`)
  const texts = corpusTexts(domain)
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, 'corpus.jsonl'), texts.map((text) => `${JSON.stringify({ text })}\n`).join(''))
  writeFileSync(join(folder, 'ORIGIN.md'), origin(domain, texts.length))
  console.log(`${folder}: ${texts.length} documents`)
}
for (const name of Object.keys(probePlans)) {
  const questions = probe(name)
  const file = join(root, 'probes', `${name}.json`)
  mkdirSync(join(root, 'probes'), { recursive: true })
  writeFileSync(file, `[\n${questions.map((question) => JSON.stringify(question)).join(',\n')}\n]\n`)
  console.log(`${file}: ${questions.length} questions`)
}
