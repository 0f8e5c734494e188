// What other rooms use of this one.

export { textId } from './clean'
export { estimateTokens } from './estimate'
export { cutPassages, type CutOptions, type Encoder, type PassageSpan } from './passages'
export { readFile, type ReadDocument } from './readFile'
export { importFiles, largestFile, type ImportOptions, type ImportSummary } from './importer'
