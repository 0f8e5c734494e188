// The machine as a command: started by the lab, it connects back to a socket on this computer whose address
// and key stand in its environment (docs/machine-protocol.md), and is asked over it until the lab ends.

import { spawn, type ChildProcess } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net'
import { join } from 'node:path'
import { problem } from '../../problems'
import { messageOf } from '../../base/result'
import { EngineError } from '../../engine/errors'
import {
  FrameReader,
  frameParts,
  PROTOCOL,
  VERSION,
  type Frame,
  type MachineArrays,
} from '../../engine/machine/frames'
import type {
  MachineAbout,
  MachineLink,
  MachineReply,
  OpenMachine,
  Question,
} from '../../engine/machine/machineLink'

/** Starting many processes and loading PyTorch takes long on a cold disk. */
const PATIENCE_SECONDS = 300

/** The lab's own machine, where a command names `machine.py` and the folder at hand has none. */
export function withOwnMachine(command: string, root: string, has = existsSync): string {
  const own = join(root, 'src', 'machine', 'machine.py')
  return command.replace(/(?<=^|\s)machine\.py(?=\s|$)/g, (name) =>
    has(name) ? name : /\s/.test(own) ? `"${own}"` : own,
  )
}

/** Processes that a launcher's options ask for; null where the command does not say. */
export function processesAsked(command: string): number | null {
  const option = (names: string): number | null => {
    const found = new RegExp(`--(?:${names})[= ](\\d+)(?=\\s|$)`).exec(command)
    return found === null ? null : Number(found[1])
  }
  const all = option('num_processes|num-processes|ntasks|world')
  if (all !== null) return all
  const each = option('nproc_per_node|nproc-per-node')
  return each === null ? null : each * (option('nnodes') ?? 1)
}

interface Waiting {
  readonly ask: string
  readonly resolve: (reply: MachineReply) => void
  readonly reject: (error: unknown) => void
}

class ConnectedMachine implements MachineLink {
  private readonly waiting: Waiting[] = []
  private nextId = 0
  failure: EngineError | null = null

  constructor(
    private readonly socket: Socket,
    readonly about: MachineAbout,
  ) {}

  ask(question: Question, arrays?: MachineArrays): Promise<MachineReply> {
    if (this.failure !== null) return Promise.reject(this.failure)
    const id = (this.nextId += 1)
    return new Promise((resolve, reject) => {
      this.waiting.push({ ask: question.ask, resolve, reject })
      for (const part of frameParts({ id, ...question }, arrays)) this.socket.write(part)
    })
  }

  answered({ header, arrays }: Frame): void {
    const asked = this.waiting.shift()
    const { error } = header
    if (typeof error === 'string')
      asked?.reject(new EngineError(problem('machine-failed', { ask: asked.ask, reason: error })))
    else asked?.resolve({ answer: header, arrays })
  }

  gone(failure: EngineError): void {
    this.failure ??= failure
    for (const { reject } of this.waiting.splice(0)) reject(failure)
  }
}

function aboutOf(header: Frame['header'], key: string, command: string): MachineAbout {
  const { protocol, version, engine, device, world, backend, offers } = header
  if (protocol !== PROTOCOL || version !== VERSION)
    throw new EngineError(
      problem('machine-version', { command, speaks: `${String(protocol)} ${String(version)}` }),
    )
  if (header['key'] !== key) throw new Error('a stranger spoke on the machine’s socket')
  return {
    engine: String(engine),
    device: String(device),
    world: Number(world),
    backend: typeof backend === 'string' ? backend : '',
    offers: Array.isArray(offers) ? offers.map(String) : [],
  }
}

/** Starts the command and resolves once it has said what it is. */
async function started(command: string): Promise<ConnectedMachine> {
  const key = randomBytes(16).toString('hex')
  const host = process.env['SPICE_MACHINE_HOST'] ?? '127.0.0.1'
  const server: Server = createServer()
  await new Promise<void>((resolve) => server.listen(0, host, resolve))
  const { port } = server.address() as AddressInfo
  const child: ChildProcess = spawn(command, {
    shell: true,
    // Apart from the terminal's interruptions: the lab pauses first, and then ends it by closing the socket.
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, SPICE_MACHINE: `${host}:${port}`, SPICE_MACHINE_KEY: key },
  })
  const said = lastLine(child)
  let machine: ConnectedMachine | null = null
  return new Promise((resolve, reject) => {
    const fail = (error: EngineError): void => {
      clearTimeout(timer)
      server.close()
      machine?.gone(error)
      reject(error)
    }
    const timer = setTimeout(() => {
      child.kill()
      fail(new EngineError(problem('machine-silent', { command, seconds: PATIENCE_SECONDS })))
    }, PATIENCE_SECONDS * 1000)
    child.on('close', (code, signal) => {
      const ending = signal === null ? `exit ${code ?? 0}` : signal
      fail(new EngineError(problem('machine-gone', { command, ending, said: said() })))
    })
    server.on('connection', (socket) => {
      socket.setNoDelay(true)
      socket.on('error', () => undefined)
      const reader = new FrameReader()
      socket.on('data', (chunk) => {
        try {
          for (const frame of reader.take(chunk)) {
            if (machine !== null) {
              machine.answered(frame)
              continue
            }
            const about = aboutOf(frame.header, key, command)
            const asked = processesAsked(command)
            if (asked !== null && asked !== about.world)
              throw new EngineError(problem('machine-world', { command, asked, world: about.world }))
            for (const part of frameParts({ protocol: PROTOCOL, version: VERSION })) socket.write(part)
            machine = new ConnectedMachine(socket, about)
            clearTimeout(timer)
            server.close()
            resolve(machine)
          }
        } catch (thrown) {
          socket.destroy()
          // Whoever does not know the key is no reason to end.
          if (thrown instanceof EngineError) {
            child.kill()
            fail(thrown)
          } else if (machine !== null)
            machine.gone(new EngineError(problem('machine-failed', { ask: '', reason: messageOf(thrown) })))
        }
      })
    })
  })
}

/** What the command writes goes to stderr as it comes; gives its last line. */
function lastLine(child: ChildProcess): () => string {
  let tail = ''
  for (const stream of [child.stdout, child.stderr])
    stream?.on('data', (chunk: Buffer) => {
      process.stderr.write(chunk)
      tail = (tail + chunk.toString()).slice(-4000)
    })
  return () =>
    tail
      .split('\n')
      .map((line) => line.trim())
      .findLast((line) => line !== '') ?? ''
}

/** One machine for all that this process asks; another one is started once it is gone. */
export function machineBy(command: string): OpenMachine {
  let opening: Promise<ConnectedMachine> | null = null
  return async () => {
    if (opening !== null && (await opening.catch(() => null))?.failure === null) return opening
    opening = started(command)
    return opening
  }
}
