// What is said of a dropped file that does not come in whole; its path stands before it.

const lines = (count: number): string => (count === 1 ? '1 line is' : `${count} lines are`)

/** What readers leave out of a document's text, or do not read. */
export type LeftOut =
  | 'titles'
  | 'pages'
  | 'garbledPages'
  | 'hiddenParts'
  | 'deletions'
  | 'headers'
  | 'comments'
  | 'pictures'
  | 'outputs'
  | 'attachments'
  | 'hiddenFiles'
  | 'records'
  | 'cues'

/** One and several, with their count. */
export type LeftOutWords = Readonly<Record<LeftOut, (count: number) => string>>

const leftOut: LeftOutWords = {
  titles: (n) => (n === 1 ? '1 running title or page number' : `${n} running titles and page numbers`),
  pages: (n) => (n === 1 ? '1 page without text' : `${n} pages without text`),
  garbledPages: (n) =>
    n === 1
      ? '1 page whose font does not name its letters'
      : `${n} pages whose fonts do not name their letters`,
  hiddenParts: (n) => (n === 1 ? '1 menu or hidden part' : `${n} menus and hidden parts`),
  deletions: (n) => (n === 1 ? '1 deleted passage' : `${n} deleted passages`),
  headers: (n) => (n === 1 ? '1 page header or footer' : `${n} page headers and footers`),
  comments: (n) => (n === 1 ? '1 comment' : `${n} comments`),
  pictures: (n) => (n === 1 ? '1 picture' : `${n} pictures`),
  outputs: (n) => (n === 1 ? 'the output of 1 cell' : `the outputs of ${n} cells`),
  attachments: (n) => (n === 1 ? '1 attachment' : `${n} attachments`),
  hiddenFiles: (n) => (n === 1 ? '1 hidden file' : `${n} hidden files`),
  records: (n) => (n === 1 ? '1 record without text' : `${n} records without text`),
  cues: (n) => (n === 1 ? '1 subtitle that cannot be read' : `${n} subtitles that cannot be read`),
}

/** Joined in a fixed order; kinds of a later version are passed over. */
export const listLeftOut = (words: LeftOutWords, counts: Partial<Record<LeftOut, number>>): string =>
  (Object.keys(words) as LeftOut[])
    .flatMap((kind) => (counts[kind] === undefined ? [] : [words[kind](counts[kind])]))
    .join(', ')

export const corpus = {
  'file.empty': () => 'is empty.',
  'file.blank': () => 'contains only white space.',
  'file.noText': () => 'contains no text. If it is a scan, run text recognition (OCR) on it first.',
  'file.noRows': () => 'contains nothing to read.',
  'file.tooLarge': ({ megabytes, limit }: { megabytes: number; limit: number }) =>
    `is ${megabytes} MB; at most ${limit} MB can be read at once. Split it.`,
  'file.unopened': ({ reason }: { reason: string }) =>
    `could not be opened (${reason}). Check that it is still there.`,
  'file.unreadable': ({ reason }: { reason: string }) =>
    `could not be read (${reason}). Open it in the program that made it and save it again.`,
  'file.binary': () =>
    'is not text (its bytes are those of a program, picture or archive). Export it as .txt, .pdf or .docx.',
  'file.richText': () => 'is rich text. Save it as .docx or .txt.',
  'file.notPdf': () => 'is named .pdf but isn’t a PDF. Export or download it again.',
  'file.notItsKind': ({ extension }: { extension: string }) =>
    `is named .${extension} but isn’t one. Save or download it again.`,
  'file.spreadsheet': () => 'is a spreadsheet. Export it as .csv.',
  'file.presentation': () => 'is a presentation. Export it as .pdf.',
  'file.openDocument': () => 'is an OpenDocument file. Save it as .docx or .pdf.',
  'file.oldOffice': () => 'is in the old Office format. Save it as .docx.',
  'file.recording': () =>
    'is a recording, and no speech is recognised here. Add its subtitles (.srt, .vtt), or let a recogniser write it down (docs/documents.md).',
  'file.notHeard': ({ reason }: { reason: string }) =>
    `could not be written down by the speech recogniser (${reason}). Check its module and its model.`,
  'file.locked': () => 'is password-protected. Save a copy without a password.',
  'file.drm': () => 'is copy-protected (DRM). Use a copy without DRM.',
  'file.damagedPdf': () => 'is a damaged PDF. Export or download it again.',
  'file.garbledPdf': () =>
    'is drawn in fonts that do not say which letters they hold. Run text recognition on it, or export it again.',
  'file.largePdf': () => 'contains more than 100 million characters. Split it.',
  'file.damagedWord': () => 'is a damaged Word document. Open it in a word processor and save it again.',
  'file.damagedBook': () => 'is a damaged book: its list of chapters is missing. Download it again.',
  /** Said of a file that came in. */
  'file.encoding': ({ encoding }: { encoding: string }) =>
    `was read as ${encoding}, judging by its bytes. If letters look wrong, save it as UTF-8.`,
  'file.badBytes': ({ count }: { count: number }) =>
    count === 1
      ? 'contains 1 byte that isn’t UTF-8; it was replaced by a question mark.'
      : `contains ${count} bytes that aren’t UTF-8; they were replaced by question marks.`,
  'file.missingChapters': ({ count }: { count: number }) =>
    `lists ${count === 1 ? '1 chapter that is' : `${count} chapters that are`} missing from it. The others were added.`,
  'file.badCues': ({ count }: { count: number }) =>
    `contains no readable subtitle (${count === 1 ? '1 line of dialogue lacks' : `${count} lines of dialogue lack`} a time or a text). Save it again as .srt.`,
  'file.unclosedQuote': () => 'opens a quote that is never closed, so quotes were read as letters.',
  'file.longRows': ({ count }: { count: number }) =>
    `has ${count === 1 ? '1 row' : `${count} rows`} with more cells than columns; the text of the extra cells was joined.`,
  'file.noReading': ({ count }: { count: number }) =>
    `has ${count === 1 ? '1 row' : `${count} rows`} without a time or a number, or with the time of the row before; left out.`,
  'file.parquet': () => 'is a Parquet table. Export it as .csv or .jsonl.',
  'file.badJson': () => 'is not valid JSON. Check that it was saved whole.',
  'file.badJsonLines': ({ first }: { first: number }) =>
    `has no line that is JSON (the first bad one is line ${first}). Save it as one JSON object per line.`,
  /** `first` is the number of the first line that is not JSON. */
  'file.someLines': ({ bad, first, textless }: { bad: number; first: number; textless: number }) => {
    const parts = [
      ...(bad > 0 ? [`${lines(bad)} not JSON, the first is line ${first}`] : []),
      ...(textless > 0 ? [`${lines(textless)} without text`] : []),
    ]
    return `${parts.join('; ')}. The other lines were added.`
  },
  'file.noTextField': () =>
    'has no field "text", "content" or "question" with text in it. Rename the field that holds the text.',
  'file.damagedArchive': () => 'this archive is cut short or damaged. Copy or download it again.',
  'file.zip64Archive': () =>
    'this archive uses zip64, which can’t be read. Pack it again in parts under 4 GB and 65,000 files.',
  'file.largeArchive': () => 'this archive unpacks to more than 2 GB. Pack it in smaller parts.',
  'file.emptyArchive': () => 'is an archive with nothing in it.',
  'file.noneWithin': () => 'contains no file that could be read.',
  'file.nestedArchive': () => 'is an archive inside an archive inside an archive. Unpack it first.',
  'file.lockedEntry': () => 'is password-protected. Unpack it and drop what is inside.',
  'file.largeEntry': ({ megabytes }: { megabytes: number }) =>
    `unpacks to ${megabytes} MB, which is too large. Split it into smaller files.`,
  'file.tookTooLong': ({ seconds }: { seconds: number }) =>
    `took more than ${seconds} s to read and was skipped. Open it in the program that made it and save it again.`,
  'file.tookTooMuch': ({ megabytes }: { megabytes: number }) =>
    `took more than ${megabytes} MB of memory to read and was skipped. Split it into smaller files.`,
  'file.endedReader': ({ reason }: { reason: string }) =>
    `crashed its reader (${reason}) and was skipped. Open it in the program that made it and save it again.`,
  'file.restUnread': () =>
    'contains several files that could not be read in time, so the rest of it was skipped. Unpack it first.',
  /** Said of the file at which an import was cancelled; `rest` files were not begun. */
  /** `rest`: files that were not read any more. */
  'file.notKept': ({ kept, read, rest }: { kept: number; read: number; rest: number }) =>
    [
      kept === 0
        ? 'was read, but could not be stored.'
        : `was read, but only ${kept} of its ${read} documents could be stored.`,
      ...(rest === 0
        ? []
        : [
            `${rest === 1 ? 'The file' : `The ${rest} files`} after it ${rest === 1 ? 'was' : 'were'} not added.`,
          ]),
    ].join(' '),
  'file.cancelled': ({ rest }: { rest: number }) =>
    rest === 0
      ? 'was not read to the end because you canceled. Documents already added are kept.'
      : `was not read to the end because you canceled, and ${rest === 1 ? 'the file after it was' : `the ${rest} files after it were`} skipped. Documents already added are kept.`,
  'file.inParts': ({ count, megabytes }: { count: number; megabytes: number }) =>
    `is long, so it was added as ${count} documents of at most ${megabytes} million characters.`,
  'file.leftOut': (counts: Partial<Record<LeftOut, number>>) => `Left out: ${listLeftOut(leftOut, counts)}.`,
  'file.unknownEncoding': ({ encoding }: { encoding: string }) =>
    `cannot be read as "${encoding}": that encoding is not known here. Choose another.`,
  'file.packedEntry': () =>
    'uses a compression method that can’t be read here. Pack it again as a plain .zip.',
}
