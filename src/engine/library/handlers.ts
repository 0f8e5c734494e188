// Commands about what is stored: corpora, published models, runs as files, checkpoints.

import { problem } from '../../problems'
import { writeSnapshot } from '../checkpoints/snapshot'
import { namedSnapshot, storedRun } from '../checkpoints/storedCheckpoint'
import { refuse, unwrap } from '../errors'
import type { Engine } from '../session/engine'
import type { CommandKind, Handlers } from '../session/handler'
import { weightsFileName } from './fileName'

/** Zip and the checks of a stranger's records come when a run first leaves or comes in. */
const bundles = async () => import('./runBundle')

/** A file of more is no run that a browser could hold in memory. */
const MOST_BUNDLE_BYTES = 2 ** 31

type LibraryCommand =
  | Extract<CommandKind, `corpus.${string}` | `model.${string}`>
  | 'run.export'
  | 'run.import'
  | 'weights.export'
  | 'checkpoint.remove'

export const libraryHandlers: Handlers<LibraryCommand, Engine> = {
  'corpus.add': {
    queue: 'corpora',
    readsOnly: false,
    async handle({ corpora, run }, { corpus, name, files }) {
      await corpora.add(corpus, name, files)
      run.corpusGrew(corpus)
    },
  },
  'corpus.starter': {
    queue: 'corpora',
    readsOnly: false,
    handle: ({ corpora }, { name }) => corpora.starter(name),
  },
  'corpus.reread': {
    queue: 'corpora',
    readsOnly: false,
    handle({ corpora, run }, { corpus, file, encoding }) {
      if (run.isTrainingOn(corpus)) refuse(problem('busy-corpus'), 'run.pause')
      return corpora.reread(corpus, file, encoding)
    },
  },
  'corpus.cancel': {
    queue: null,
    readsOnly: true,
    handle: ({ corpora }) => corpora.cancel(),
  },
  'corpus.remove': {
    queue: 'corpora',
    readsOnly: false,
    handle({ corpora, run }, { corpus, documents, file }) {
      if (run.isTrainingOn(corpus)) refuse(problem('busy-corpus'), 'run.pause')
      return file === undefined ? corpora.remove(corpus, documents) : corpora.removeFile(corpus, file)
    },
  },
  'corpus.change': {
    queue: 'corpora',
    readsOnly: false,
    handle: ({ corpora }, { corpus, name, weights }) => corpora.change(corpus, { name, weights }),
  },
  'model.add': {
    queue: 'models',
    readsOnly: false,
    handle: ({ models }, { files }) => models.add(files),
  },
  'model.download': {
    queue: 'models',
    readsOnly: false,
    handle: ({ models }, { address }) => models.download(address),
  },
  'model.cancel': {
    queue: null,
    readsOnly: true,
    handle: ({ models }) => models.cancel(),
  },
  'model.remove': {
    queue: 'models',
    readsOnly: false,
    handle: ({ models }, { model }) => models.remove(model),
  },
  'model.plan': {
    queue: 'models',
    readsOnly: true,
    handle: ({ models, devices }, { model, linked }) => models.plan(model, linked, devices.binding),
  },
  'run.export': {
    queue: 'runs',
    readsOnly: true,
    async handle({ ports, emit }, { run, passages, documents = false }) {
      const { exportRun } = await bundles()
      const { name, bytes } = await exportRun(ports.runs, ports.corpora, run, { passages, documents })
      emit({ kind: 'file.ready', name, data: new Blob([bytes], { type: 'application/zip' }) })
    },
  },
  'run.import': {
    queue: 'runs',
    readsOnly: false,
    async handle({ ports, run }, { data }) {
      run.refuseWhileTraining()
      if (data.size > MOST_BUNDLE_BYTES) refuse(problem('import-zip', { reason: 'it has more than 2 GB' }))
      const bytes = new Uint8Array(await data.arrayBuffer())
      const { importRun } = await bundles()
      const imported = unwrap(await importRun(ports.runs, bytes, ports.newRun()))
      await run.open(imported.id, null)
    },
  },
  'weights.export': {
    queue: 'runs',
    readsOnly: true,
    async handle({ ports, emit }, { run, checkpoint, half }) {
      const bytes = writeSnapshot(await namedSnapshot(ports, run, checkpoint), { half })
      const name = weightsFileName(await storedRun(ports, run), checkpoint)
      emit({ kind: 'file.ready', name, data: new Blob([bytes]) })
    },
  },
  'checkpoint.remove': {
    queue: 'runs',
    readsOnly: false,
    handle: ({ ports }, { run, checkpoint }) => ports.runs.removeCheckpoint(run, checkpoint),
  },
}
