// What a person can do about an import: end it, and have a file read again in another encoding.

import type { SourceFile } from '../protocol/door'
import type { App } from './app'

/** What had come in stays. */
export async function cancelImport(app: App): Promise<void> {
  await app.send({ kind: 'corpus.cancel' })
}

/** Its documents take the place of those that it gave before. */
export async function readAgain(app: App, corpus: string, file: SourceFile, encoding: string): Promise<void> {
  if (!(await app.goLive())) return
  app.session.setState(({ files }) => ({
    files: files.filter((line) => line.corpus !== corpus || line.outcome.path !== file.path),
  }))
  await app.send({ kind: 'corpus.reread', corpus, file, encoding })
}
