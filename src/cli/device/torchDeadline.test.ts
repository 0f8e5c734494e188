import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { projectRoot } from '../nodePorts'

/** What `ended_in_time` says of a shell's command, and how long it took. */
function within(seconds: number, shell: string) {
  const began = performance.now()
  const program = [
    'import sys',
    `sys.path.insert(0, ${JSON.stringify(join(projectRoot(), 'src', 'machine'))})`,
    'from deadline import ended_in_time',
    `print(ended_in_time(["sh", "-c", sys.argv[1]], "given", ${seconds}), flush=True)`,
  ]
  const { stdout, stderr } = spawnSync('python3', ['-c', program.join('\n'), shell], { encoding: 'utf8' })
  return { stdout, stderr, seconds: (performance.now() - began) / 1000 }
}

it('lets a command that ends in time say what it says', () => {
  expect(within(20, 'cat; echo').stdout).toBe('given\nTrue\n')
})

it('ends one that hangs, with what it started, which holds its output open', () => {
  const { stdout, seconds } = within(0.5, 'echo begun; sleep 50 & sleep 50')
  expect(stdout).toBe('begun\nFalse\n')
  expect(seconds).toBeLessThan(40)
})

it('says of one that fails that it failed', () => {
  expect(within(20, 'exit 3').stderr).toContain('ended with code 3')
})
