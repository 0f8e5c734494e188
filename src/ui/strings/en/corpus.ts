// English: the start, and the corpus.
import type { StarterName } from '../../../state/commands'
import type { Script } from '../../corpus/encodings'

export const home = {
  title: 'One model, two players. It teaches itself to reason.',
  lead: 'The Challenger reads a passage and writes a question. The Reasoner, the same model, answers without the passage. Both learn most from questions it gets right about half the time.',
  live: 'Go live',
  liveWhy: 'The built-in model, on your own GPU. One click.',
  lesson: 'New here? A four-minute lesson: What is self-play?',
  yours: 'Go to your run',
  noGpu: 'WebGPU isn’t available in this browser',
  own: 'Use my documents',
  privacy: 'Everything runs in this tab, on your own computer.',
  privacyAbsent: 'Everything stays in this tab.',
  watch: 'Watch a recorded run',
  playing: 'A recorded run is playing',
  recorded: (name: string) => `Recorded: ${name}`,
  learn: 'See the whole run',
}

export const corpus = {
  title: 'Corpus',
  lead: 'What the Challenger reads. Drop files or a folder anywhere on the page, or paste text.',
  dropTitle: 'Drop documents here',
  dropKinds: '.txt .md .html .pdf .docx .epub .jsonl .csv, or a .zip of those',
  pickFiles: 'Choose files',
  pickFolder: 'Choose a folder',
  paste: 'Paste text',
  pasteTitle: 'Paste text as a document',
  pasteLabel: 'Text',
  pasteAdd: 'Add to the corpus',
  pastedName: 'Pasted text.txt',
  starters: 'Starter corpora',
  starter: {
    'stories-numbers': {
      name: 'Worked-number stories',
      about:
        'Short stories whose numbers follow from one another, with the results worked out: whole-number and expression answers.',
    },
    'stories-relations': {
      name: 'Relation stories',
      about: 'Who stands where, who is whose aunt: order, place and kinship, for words and multiple choice.',
    },
    'stories-ambiguous': {
      name: 'Ambiguous events',
      about:
        'Events that English leaves open, with the result that tells how they are meant: twelve kinds that share no words. Answers in words.',
    },
    prose: { name: 'Factual prose', about: 'Encyclopedia articles, like those you might add yourself.' },
  } satisfies Record<StarterName, { name: string; about: string }>,
  starterOrigin: {
    'stories-numbers': 'Made by the lab’s own story generator. CC0.',
    'stories-relations': 'Made by the lab’s own story generator. CC0.',
    'stories-ambiguous': 'Made by the lab’s own story generator. CC0.',
    prose: 'Openly licensed texts; each document names its source and licence.',
  } satisfies Record<StarterName, string>,
  add: 'Add',
  added: 'Added',
  yours: 'Your corpora',
  none: 'No corpus yet. Drop some documents, or add a starter corpus.',
  counts: {
    documents: (n: string) => (n === '1' ? '1 document' : `${n} documents`),
    passages: 'passages',
    tokensName: 'tokens',
    duplicates: (n: string) => `${n} duplicates skipped`,
    tokens: (n: string) => `about ${n} tokens`,
  },
  estimated:
    'Token and passage counts are estimates until you choose a model, because they depend on its tokenizer.',
  origin: 'Origin',
  licence: 'Licence',
  /** Origin and licence of a corpus as records have them; those of a person's own files have words. */
  provenance: (text: string): string => text,
  remove: 'Delete corpus',
  removeSure: (name: string) =>
    `Delete “${name}” with all its documents? Runs that used it keep their records.`,
  cancel: 'Cancel',
  search: 'Search names and texts',
  found: (n: string, complete: boolean) =>
    complete ? (n === '1' ? '1 document' : `${n} documents`) : `${n}+ documents`,
  nothingFound: 'No document matches in name or text.',
  documents: 'Documents',
  document: (name: string, tokens: string) => `${name}, about ${tokens} tokens`,
  tokens: (n: string) => `~${n} tokens`,
  preview: 'Preview',
  previewHint: 'Choose a document to read it here.',
  rename: 'Rename',
  save: 'Save',
  fileTable: {
    title: 'Files in this corpus',
    read: 'Use',
    file: 'File',
    documents: 'Documents',
    share: 'Share of text',
    weight: 'Weight',
    reads: (path: string) => `Use ${path}`,
    weightOf: (path: string) => `Weight of ${path}`,
    times: (n: string) => `×${n}`,
    remove: (path: string) => (path === '' ? 'Delete file' : `Delete ${path}`),
    removeSure: (path: string, documents: string) =>
      `Delete “${path}” with ${documents === '1' ? 'its document' : `its ${documents} documents`}?`,
    more: (n: string) => `${n} smaller files aren’t listed.`,
    notProse: 'not prose',
    allOff: 'Every file is switched off, so there’s nothing to train on.',
    dominates: (path: string, share: string) =>
      `“${path}” is ${share} of this text. Give it less weight, or switch it off, if it shouldn’t dominate.`,
    noProse: (path: string) =>
      `“${path}” doesn’t read as sentences: perhaps a table, a list or code. Questions need sentences, so consider switching it off.`,
    noProseFiles: (n: string) =>
      `${n} files don’t read as sentences: perhaps tables, lists or code. Questions need sentences, so consider switching them off.`,
  },
  removeDocument: 'Delete document',
  files: 'Files',
  filesIn: (done: string, failed: string) =>
    `${done} read${failed === '0' ? '' : `, ${failed} with a problem`}`,
  fileCame: (n: string, duplicates: string) =>
    `${n === '1' ? '1 document' : `${n} documents`}${duplicates === '0' ? '' : `, ${duplicates} duplicate${duplicates === '1' ? '' : 's'} skipped`}`,
  fileFailed: 'Couldn’t be read',
  cancelWhat: 'Stop reading files. What has come in stays.',
  readAs: (encoding: string) => `Read as ${encoding}.`,
  encoding: (name: string, script: string) => `${name} (${script})`,
  encodingOf: (path: string) => `Encoding of ${path}`,
  encodingHelp:
    'If letters look wrong, choose the encoding that the file was written in, and it’s read again. This works until you reload the page; after that, drop the file again.',
  scripts: {
    unicode: 'Unicode',
    western: 'Western',
    central: 'Central European',
    cyrillic: 'Cyrillic',
    greek: 'Greek',
    turkish: 'Turkish',
    hebrew: 'Hebrew',
    arabic: 'Arabic',
    baltic: 'Baltic',
    vietnamese: 'Vietnamese',
    thai: 'Thai',
    japanese: 'Japanese',
    simplified: 'Chinese, simplified',
    traditional: 'Chinese, traditional',
    korean: 'Korean',
  } satisfies Record<Script, string>,
  small: 'That’s not much text. A model learns more from at least a few hundred passages.',
  empty: 'No text found, so there’s nothing to train on yet. Drop other documents, or add a starter corpus.',
  next: 'Train on this corpus',
  truncated: 'Preview shows the beginning only.',
}
