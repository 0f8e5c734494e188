// The files of the story corpora, of the probes and of the benchmarks, as paths below public/ and text.
// Writing them is the command line's business.

import { factQuestions } from './facts'
import { ambiguousTexts } from '../spice/stories/ambiguous/passage'
import { heldOutPerKind, heldOutQuestions } from '../spice/stories/ambiguous/tasks'
import { corpusSeed, corpusTexts, heldOutBenchmark, probe, probePlans } from '../spice/stories/storyCorpus'

export interface PublicFile {
  readonly path: string
  /** As it is read; a path that ends in .gz is written packed. */
  readonly text: string
  /** What is in it, for whoever watches. */
  readonly holds: string
}

const corpora = {
  numbers: {
    title: 'Stories of numbers',
    about:
      'Short stories in which somebody has some things, gets more and gives some away. Every count is stated after the event that led to it, as a whole number, or as an expression where each box holds n things.',
  },
  ambiguous: {
    title: 'Ambiguous wordings',
    about:
      'Passages of eight events of different kinds, each worded so that it can be read in two ways, like “ten of five” or “moved forward a month”. What came of it is stated right after it and tells which reading is meant.',
  },
  relations: {
    title: 'Stories of relations',
    about:
      'Short stories of place (floors, headings), order (races, heights) and kinship. What follows from each new fact is stated right after it.',
  },
} as const

function origin(domain: keyof typeof corpora, count: number): string {
  const { title, about } = corpora[domain]
  return `# ${title}

${about}

${count} documents, one ${domain === 'ambiguous' ? 'passage' : 'story'} each, written by the lab’s own generator (\`npm run generate\`, seed ${corpusSeed}). ${domain === 'ambiguous' ? 'A quarter of each kind’s numbers is kept for the held-out test and stands in no document.' : 'No document holds a run of events that the held-out tests ask about.'}

Licence: CC0 1.0 (https://creativecommons.org/publicdomain/zero/1.0/).
`
}

/** Everything that is generated; the same bytes each time. */
export function storyFiles(): PublicFile[] {
  const documents = (['numbers', 'relations', 'ambiguous'] as const).flatMap((domain) => {
    const texts = domain === 'ambiguous' ? ambiguousTexts() : corpusTexts(domain)
    const folder = `corpora/stories-${domain}`
    return [
      {
        path: `${folder}/corpus.jsonl.gz`,
        text: texts.map((text) => `${JSON.stringify({ text })}\n`).join(''),
        holds: `${texts.length} documents`,
      },
      { path: `${folder}/ORIGIN.md`, text: origin(domain, texts.length), holds: 'origin and licence' },
    ]
  })
  const list = (path: string, questions: readonly object[]): PublicFile => ({
    path,
    text: `[\n${questions.map((each) => JSON.stringify(each)).join(',\n')}\n]\n`,
    holds: `${questions.length} questions`,
  })
  return [
    ...documents,
    ...Object.keys(probePlans).map((name) => list(`probes/${name}.json`, probe(name))),
    list('benchmarks/held-out.json', heldOutBenchmark()),
    list('benchmarks/ambiguous.json.gz', heldOutQuestions(heldOutPerKind, corpusSeed)),
    list('benchmarks/facts.json', factQuestions()),
  ]
}
