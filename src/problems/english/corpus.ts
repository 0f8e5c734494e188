// What is said of a dropped file that does not come in whole; its path stands before it.

const lines = (count: number): string => (count === 1 ? '1 line is' : `${count} lines are`)

/** What readers leave out of a document's text, or do not read. */
export type LeftOut =
  | 'titles'
  | 'pages'
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
  'file.blank': () => 'holds only blanks.',
  'file.noText': () => 'holds no text. If it is a scan, run text recognition on it first.',
  'file.noRows': () => 'holds nothing to read.',
  'file.tooLarge': ({ megabytes, limit }: { megabytes: number; limit: number }) =>
    `has ${megabytes} MB, more than the ${limit} MB that are read at once. Split it.`,
  'file.unopened': ({ reason }: { reason: string }) =>
    `could not be opened (${reason}). Check that it is still there.`,
  'file.unreadable': ({ reason }: { reason: string }) =>
    `could not be read (${reason}). Open it in the program that made it and save it again.`,
  'file.binary': () =>
    'is not text (its bytes are those of a program, picture or archive). Export it as .txt, .pdf or .docx.',
  'file.richText': () => 'is rich text. Save it as .docx or .txt.',
  'file.notPdf': () => 'is not a PDF inside, whatever its name says. Export or download it again.',
  'file.notItsKind': ({ extension }: { extension: string }) =>
    `is not a .${extension} inside, whatever its name says. Save or download it again.`,
  'file.spreadsheet': () => 'is a spreadsheet. Export it as .csv.',
  'file.presentation': () => 'is a presentation. Export it as .pdf.',
  'file.openDocument': () => 'is an OpenDocument file. Save it as .docx or .pdf.',
  'file.oldOffice': () => 'is in the old Office format. Save it as .docx.',
  'file.locked': () => 'is locked with a password. Save a copy without one.',
  'file.drm': () => 'is locked by its seller (DRM). Drop a copy without the lock.',
  'file.damagedPdf': () => 'is a damaged PDF. Export or download it again.',
  'file.largePdf': () => 'holds more than 100 million characters. Split it.',
  'file.damagedWord': () => 'is a damaged Word document. Open it in a word processor and save it again.',
  'file.damagedBook': () => 'is a damaged book: its list of chapters is missing. Download it again.',
  /** Said of a file that came in. */
  'file.encoding': ({ encoding }: { encoding: string }) =>
    `was read as ${encoding}, which its bytes look like. If letters are wrong, save it as UTF-8.`,
  'file.badBytes': ({ count }: { count: number }) =>
    count === 1
      ? 'holds 1 byte that is no UTF-8; a question mark stands in its place.'
      : `holds ${count} bytes that are no UTF-8; question marks stand in their place.`,
  'file.missingChapters': ({ count }: { count: number }) =>
    `lists ${count === 1 ? '1 chapter' : `${count} chapters`} that it does not hold. The others came in.`,
  'file.badCues': ({ count }: { count: number }) =>
    `holds no subtitle that can be read (${count === 1 ? '1 line of dialogue lacks' : `${count} lines of dialogue lack`} a time or a text). Save it again as .srt.`,
  'file.unclosedQuote': () => 'opens a quote that is never closed, so quotes were read as letters.',
  'file.longRows': ({ count }: { count: number }) =>
    `has ${count === 1 ? '1 row' : `${count} rows`} with more cells than columns; their text was put together.`,
  'file.noReading': ({ count }: { count: number }) =>
    `has ${count === 1 ? '1 row' : `${count} rows`} without a time or a number, or with the time of the row before; left out.`,
  'file.parquet': () => 'is a Parquet table. Export it as .csv or .jsonl.',
  'file.badJson': () => 'is not valid JSON. Check that it was saved whole.',
  'file.badJsonLines': ({ first }: { first: number }) =>
    `has no line that is JSON (the first bad one is line ${first}). Save it as one JSON object a line.`,
  /** `first` is the number of the first line that is not JSON. */
  'file.someLines': ({ bad, first, textless }: { bad: number; first: number; textless: number }) => {
    const parts = [
      ...(bad > 0 ? [`${lines(bad)} not JSON, the first is line ${first}`] : []),
      ...(textless > 0 ? [`${lines(textless)} without text`] : []),
    ]
    return `${parts.join('; ')}. The other lines came in.`
  },
  'file.noTextField': () =>
    'has no field "text", "content" or "question" with text in it. Rename the field that holds the text.',
  'file.damagedArchive': () => 'this archive is cut short or damaged. Copy or download it again.',
  'file.zip64Archive': () =>
    'this archive is in the zip64 form. Pack it again in parts under 4 GB and 65,000 files.',
  'file.largeArchive': () => 'this archive unpacks to more than 2 GB. Pack it in smaller parts.',
  'file.emptyArchive': () => 'is an archive with nothing in it.',
  'file.nestedArchive': () => 'is an archive inside an archive inside an archive. Unpack it first.',
  'file.lockedEntry': () => 'is locked with a password. Unpack it and drop what is inside.',
  'file.largeEntry': ({ megabytes }: { megabytes: number }) =>
    `unpacks to ${megabytes} MB. Split it into smaller files.`,
  'file.tookTooLong': ({ seconds }: { seconds: number }) =>
    `took more than ${seconds} s to read and was left. Open it in the program that made it and save it again.`,
  'file.tookTooMuch': ({ megabytes }: { megabytes: number }) =>
    `took more than ${megabytes} MB of memory to read and was left. Split it into smaller files.`,
  'file.endedReader': ({ reason }: { reason: string }) =>
    `ended its reader (${reason}) and was left. Open it in the program that made it and save it again.`,
  'file.restUnread': () =>
    'holds several files that could not be read in time, so the rest of it was left. Unpack it first.',
  /** Said of the file at which an import was cancelled; `rest` files were not begun. */
  /** `rest`: files that were not read any more. */
  'file.notKept': ({ kept, read, rest }: { kept: number; read: number; rest: number }) =>
    [
      kept === 0
        ? 'was read, but could not be kept.'
        : `was read, but only ${kept} of its ${read} documents could be kept.`,
      ...(rest === 0 ? [] : [`${rest === 1 ? 'The file' : `The ${rest} files`} after it did not come in.`]),
    ].join(' '),
  'file.cancelled': ({ rest }: { rest: number }) =>
    rest === 0
      ? 'was not read to its end, as you cancelled. What had come in before stays.'
      : `was not read to its end, as you cancelled, nor ${rest === 1 ? 'the file' : `the ${rest} files`} after it. What had come in before stays.`,
  'file.inParts': ({ count, megabytes }: { count: number; megabytes: number }) =>
    `is long, so it came in as ${count} documents of at most ${megabytes} million characters.`,
  'file.leftOut': (counts: Partial<Record<LeftOut, number>>) => `Left out: ${listLeftOut(leftOut, counts)}.`,
  'file.unknownEncoding': ({ encoding }: { encoding: string }) =>
    `cannot be read as "${encoding}", which is no encoding that is known here. Choose another.`,
  'file.packedEntry': () => 'is packed in a way that is not read here. Pack it again as a plain .zip.',
}
