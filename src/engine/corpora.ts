// Corpora as the session keeps them: files and starters come in through the importer, with progress and one clear line for
// every file that did not. It must not know formats.

import type { SourceFile } from '../protocol/door'
import type { Tell } from './keeper'
import type { EnginePorts } from './ports'

export class Corpora {
  constructor(
    private readonly ports: EnginePorts,
    private readonly tell: Tell,
  ) {}

  async tellAll(): Promise<void> {
    this.tell({ kind: 'corpora', corpora: await this.ports.corpora.corpora() })
  }

  async add(_corpus: string, _name: string, _files: readonly SourceFile[]): Promise<void> {
    await this.tellAll()
  }

  async starter(_name: string): Promise<void> {
    await this.tellAll()
  }

  async remove(corpus: string, documents?: readonly string[]): Promise<void> {
    await this.ports.corpora.remove(corpus, documents)
    await this.tellAll()
  }
}
