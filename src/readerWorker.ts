// The thread that reads documents in the page: a worker of the engine's worker, which ends it where a file
// takes too long. It speaks through a port, as a library within it may listen to the worker's own messages.

import { throwOutside } from './base/throwOutside'
import { boundMemory } from './corpus/boundedMemory'
import type { ReaderReply, ReaderRequest } from './corpus'

boundMemory()
self.addEventListener(
  'message',
  ({ data: port }: MessageEvent<MessagePort>) => {
    const serving = import('./corpus/serveReader').then(({ serveReader }) =>
      serveReader((reply: ReaderReply) => port.postMessage(reply)),
    )
    serving.catch(throwOutside)
    port.onmessage = ({ data }: MessageEvent<ReaderRequest>) => void serving.then((serve) => serve(data))
  },
  { once: true },
)
