// Threads of Node that read documents, and files on disk as blobs whose bytes are read when they are wanted.

import { existsSync, openAsBlob } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { Worker as NodeThread } from 'node:worker_threads'
import type { ReaderReply, ReaderRequest, ReaderThread } from '../corpus'

type Read = Extract<ReaderRequest, { kind: 'read' }>
export type ThreadRequest =
  | Exclude<ReaderRequest, Read>
  /** `file` is the path in place of `data`, where the blob is a file. */
  | (Read & { readonly file: string | null })

const paths = new WeakMap<Blob, string>()

export async function fileBlob(path: string): Promise<Blob> {
  const blob = await openAsBlob(path)
  paths.set(blob, path)
  return blob
}

/** Built beside the command line. Tests run from the sources, where there is none. */
const script = fileURLToPath(new URL('./readerThread.js', import.meta.url))

/** Nothing where there is no script for a thread. */
export const nodeReader = (path = script): { readonly openReader?: () => ReaderThread } =>
  existsSync(path) ? { openReader: () => openThread(path) } : {}

/** Less than the budget of a file, which counts buffers too; collected the earlier. */
const HEAP_MEGABYTES = 600

function openThread(path: string): ReaderThread {
  const worker = new NodeThread(path, {
    resourceLimits: { maxOldGenerationSizeMb: HEAP_MEGABYTES },
  })
  // The thread alone keeps no command from ending.
  worker.unref()
  return {
    post(request: ReaderRequest) {
      const file = request.kind === 'read' ? (paths.get(request.data) ?? null) : null
      const told: ThreadRequest =
        request.kind === 'next'
          ? request
          : { ...request, file, data: file === null ? request.data : new Blob([]) }
      worker.postMessage(told)
    },
    listen(onReply, onDeath) {
      worker.on('message', (reply: ReaderReply) => onReply(reply))
      worker.on('error', (thrown: Error & { readonly code?: string }) =>
        onDeath(
          thrown.code === 'ERR_WORKER_OUT_OF_MEMORY'
            ? { kind: 'memory' }
            : { kind: 'thrown', reason: thrown.message },
        ),
      )
      worker.on('exit', () => onDeath({ kind: 'thrown', reason: 'it went away' }))
    },
    memory: () => process.memoryUsage.rss(),
    end: () => void worker.terminate(),
  }
}
