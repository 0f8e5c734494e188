// What other rooms use of this one.

export { textId } from './clean'
export { estimateTokens } from './estimate'
export { cutPassages, type CutOptions, type Encoder, type PassageSpan } from './passages'
export { holdOut, spansOfPart, type DocumentPart, type Part } from './holdOut'
export { FileReader, ownThread, readingLimits, type ReadingLimits } from './fileReader'
export type { ReaderReply, ReaderRequest, ReaderThread } from './readerMessages'
export { writtenDown, type Recogniser, type Recognised } from './recordings'
export { importFiles, type ImportOptions, type ImportSummary } from './importer'
