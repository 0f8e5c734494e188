// What a corpus is called on the page: a starter by its translated name, any other as the person named it.
import type { CorpusRecord } from '../../protocol/ports'
import type { Cause } from '../../problems'
import { MEASURED } from '../../state/measuringState'
import { sentenceOf } from '../problemText'
import { words } from '../strings'

const starters: Readonly<Record<string, { readonly name: string } | undefined>> = words.corpus.starter

/** A starter has its name in every language, and keeps it. */
export const isStarter = ({ id }: Pick<CorpusRecord, 'id'>): boolean => Object.hasOwn(starters, id)

export const corpusName = ({ id, name }: Pick<CorpusRecord, 'id' | 'name'>): string =>
  id === MEASURED ? words.corpus.measured : Object.hasOwn(starters, id) ? (starters[id]?.name ?? name) : name

/**
 * What is wrong with a file, where its path stands beside it already: without the file's name, but with that
 * of a file within it.
 */
export function reasonOf(path: string, failure: Cause): string {
  const { where } = failure
  if (where === undefined || failure.values === undefined) return sentenceOf(failure)
  const inner = where.startsWith(`${path}/`) ? where.slice(path.length + 1) : where
  return sentenceOf({ ...failure, where: where === path ? undefined : inner })
}

/** An origin is written as Markdown; the page shows it as text. */
export const plainText = (markdown: string): string => markdown.replaceAll('`', '')
