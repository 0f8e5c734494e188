import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it, vi } from 'vitest'
import { machineBy, processesAsked, withOwnMachine } from './machineProcess'

describe('a command', () => {
  it('gets the machine of the lab, where the folder at hand has none', () => {
    const nowhere = (): boolean => false
    expect(withOwnMachine('torchrun --nproc_per_node 2 machine.py', '/lab', nowhere)).toBe(
      'torchrun --nproc_per_node 2 /lab/src/machine/machine.py',
    )
    expect(withOwnMachine('python3 machine.py --device cpu', '/my lab', nowhere)).toBe(
      'python3 "/my lab/src/machine/machine.py" --device cpu',
    )
    expect(withOwnMachine('python3 machine.py', '/lab', () => true)).toBe('python3 machine.py')
    expect(withOwnMachine('python3 other/machine.py', '/lab', nowhere)).toBe('python3 other/machine.py')
  })

  it('says how many processes are asked for', () => {
    expect(processesAsked('python3 machine.py')).toBeNull()
    expect(processesAsked('torchrun --nproc_per_node 2 machine.py')).toBe(2)
    expect(processesAsked('torchrun --nnodes=3 --nproc-per-node=8 machine.py')).toBe(24)
    expect(processesAsked('accelerate launch --cpu --num_processes 2 machine.py')).toBe(2)
    expect(processesAsked('srun --ntasks 4 python3 machine.py')).toBe(4)
    expect(processesAsked('torchrun --nproc_per_node gpu machine.py')).toBeNull()
  })
})

/** A machine in Node that says of itself what `about` says, and answers every question with its name. */
function command(about: object, options = ''): string {
  const file = join(mkdtempSync(join(tmpdir(), 'machine-')), 'machine.mjs')
  writeFileSync(
    file,
    `import { connect } from 'node:net'
    const [host, port] = process.env.SPICE_MACHINE.split(':')
    const line = (json) => socket.write(JSON.stringify({ ...json, arrays: [] }) + '\\n')
    const socket = connect(Number(port), host, () => line({
      protocol: 'spice-machine', version: 1, key: process.env.SPICE_MACHINE_KEY,
      engine: 'node', device: 'cpu', world: 1, backend: '', ...${JSON.stringify(about)},
    }))
    socket.on('data', (chunk) => chunk.toString().trim().split('\\n').forEach((text) => {
      const { id, ask } = JSON.parse(text)
      if (ask === 'fall') { console.error('it fell'); process.exit(7) }
      if (ask === 'refuse') line({ id, error: 'it will not' })
      else if (id !== undefined) line({ id, heard: ask })
    }))
    socket.on('close', () => process.exit(0))`,
  )
  return `"${process.execPath}" "${file}" ${options}`
}

describe('a machine that is started', () => {
  vi.spyOn(process.stderr, 'write').mockReturnValue(true)

  it('is asked, may refuse, and is started anew once it is gone', async () => {
    const open = machineBy(command({}))
    const machine = await open()
    expect(machine.about).toEqual({ engine: 'node', device: 'cpu', world: 1, backend: '', offers: [] })
    const [first, second] = await Promise.all([machine.ask({ ask: 'one' }), machine.ask({ ask: 'two' })])
    expect([first.answer['heard'], second.answer['heard']]).toEqual(['one', 'two'])
    await expect(machine.ask({ ask: 'refuse' })).rejects.toThrow('(refuse): it will not')
    expect(await open()).toBe(machine)
    await expect(machine.ask({ ask: 'fall' })).rejects.toThrow('ended (exit 7): it fell')
    await expect(machine.ask({ ask: 'one' })).rejects.toThrow('it fell')
    const next = await open()
    expect(next).not.toBe(machine)
    await expect(next.ask({ ask: 'fall' })).rejects.toThrow()
  })

  it.each([
    ['another version', { version: 2 }, '', 'speaks spice-machine 2'],
    ['one process where two were asked for', {}, '--num_processes 2', 'asked for 2 processes and has 1'],
  ])('is refused with %s', async (_, about, options, line) => {
    await expect(machineBy(command(about, options))()).rejects.toThrow(line)
  })

  it('says in one line why it is not there', async () => {
    await expect(machineBy('python-that-is-not-here machine.py')()).rejects.toThrow(
      /^The machine "python-that-is-not-here machine.py" ended \(exit 127\): .*not found/,
    )
  })
})
