// What a piece of work is at, beside how far it is: data that each language words for itself.

import type { RemoteTokens } from './records'

export type ProgressDetail =
  | { readonly kind: 'none' }
  /** A file, a checkpoint, a set of questions: by its own name. */
  | { readonly kind: 'name'; readonly name: string }
  /** Counted from 1. */
  | { readonly kind: 'round'; readonly round: number; readonly remoteTokens?: RemoteTokens }
  /** Nats a token. */
  | { readonly kind: 'loss'; readonly loss: number }
  | { readonly kind: 'readingCorpus' | 'joiningPairs' | 'timingKernels' | 'weights' }

export const noDetail: ProgressDetail = { kind: 'none' }
export const named = (name: string): ProgressDetail => (name === '' ? noDetail : { kind: 'name', name })

type DetailWords = {
  readonly [K in ProgressDetail['kind']]: (detail: Extract<ProgressDetail, { kind: K }>) => string
}

/** Words for every kind of detail; a language that lacks one does not compile. */
export const detailIn =
  (words: DetailWords) =>
  (detail: ProgressDetail): string =>
    (words[detail.kind] as (detail: ProgressDetail) => string)(detail)

/** For the command line, and the page's English. */
export const detailInEnglish = detailIn({
  none: () => '',
  name: ({ name }) => name,
  round: ({ round, remoteTokens }) =>
    remoteTokens === undefined
      ? `round ${round}`
      : `round ${round}, ${remoteTokens.used} of ${remoteTokens.budget} remote tokens`,
  loss: ({ loss }) => `loss ${loss.toFixed(3)}`,
  readingCorpus: () => 'reading the corpus',
  joiningPairs: () => 'joining pairs',
  timingKernels: () => 'timing kernels',
  weights: () => 'weights',
})
