// What is wrong with a study file. The place (an arm, a field) stands before the sentence.

export const studies = {
  'study-object': () => 'A study file is one JSON object.',
  'study-fields': () =>
    'A study needs "name", "corpus" and "probe": a file of questions, or null for those of the corpus.',
  'study-key': ({ key, keys }: { key: string; keys: readonly string[] }) =>
    `"${key}" is unknown here; what can stand here is ${keys.join(', ')}.`,
  'study-preset': ({ preset }: { preset: string }) => `preset: "${preset}" is unknown.`,
  'study-set': () => '"set" must be an object of "section.field": value.',
  'study-path': ({ path }: { path: string }) => `"${path}" is not a field of a run.`,
  'study-seeds': () => `"seeds" must be a list of whole numbers, for instance [1, 2, 3].`,
  'study-seed-twice': () => `"seeds" holds a seed twice.`,
  'study-seed-foreign': ({ seed }: { seed: number }) => `seed ${seed} is not among the study's.`,
  'study-number': ({ key, low }: { key: string; low: number }) =>
    `"${key}" must be a whole number of at least ${low}.`,
  'study-arena': () => '"arena" must be an object such as { "passages": 64 }.',
  'study-controls': ({ roles }: { roles: readonly string[] }) =>
    `"controls" must name arms of the study by what they control for: ${roles.join(', ')}.`,
  'study-arms': () => '"arms" must be a list of { "name", "set" }.',
  'study-arm-name': ({ name }: { name: string }) =>
    `Each arm needs a "name" of letters, digits, "-" and "_"; found "${name}".`,
  'study-arm-twice': ({ name }: { name: string }) => `Two arms are called "${name}".`,
  'study-tokens-as': () => '"tokensAs" must name an arm that stands before it.',
  'study-tokens-seeds': ({ arm }: { arm: string }) => `arm ${arm} lacks some of its seeds.`,
  'study-benchmarks': () => '"benchmarks" must be an object of "name": "file".',
}
