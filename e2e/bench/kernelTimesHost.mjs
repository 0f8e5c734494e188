// One revision of `--against` as a process: answers each line on its input with the times of every kernel.
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { createServer } from 'vite'

const here = import.meta.dirname
const server = await createServer({ configFile: join(here, 'vite.config.ts'), logLevel: 'error' })
const { openKernelTimes } = await server.ssrLoadModule('/kernelTimes.ts')
const turn = await openKernelTimes(process.argv.slice(2))
console.log(JSON.stringify({ ready: true }))
for await (const _ of createInterface({ input: process.stdin })) console.log(JSON.stringify(await turn()))
process.exit(0)
