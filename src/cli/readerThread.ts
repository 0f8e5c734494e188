// The thread that reads documents for the command line. It is given files by their path, as Node passes no
// file-backed blob from one thread to another.

import { openAsBlob } from 'node:fs'
import { parentPort } from 'node:worker_threads'
import { throwOutside } from '../base/throwOutside'
import { boundMemory } from '../corpus/boundedMemory'
import { outliveLeftRejections } from './leftRejections'
import type { ThreadRequest } from './nodeReader'

boundMemory()
outliveLeftRejections()
const { serveReader } = await import('../corpus/serveReader')
const serve = serveReader((reply) => parentPort?.postMessage(reply))
parentPort?.on('message', (request: ThreadRequest) => {
  if (request.kind === 'next') serve(request)
  else if (request.file === null) serve(request)
  else openAsBlob(request.file).then((data) => serve({ ...request, data }), throwOutside)
})
