// Ends a program whose launcher was killed, so that no orphan goes on writing. A launcher that wants it hands
// its own process number over in SPICE_LAUNCHER; a program that was started otherwise lives by itself.

/** Milliseconds between two looks. */
const POLL = 200

function isAlive(pid) {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return error.code === 'EPERM'
  }
}

/** The environment of a program that is to end with this process. */
export const launchedFromHere = (env) => ({ ...env, SPICE_LAUNCHER: String(process.pid) })

/** Ends this process, at once and without a further write, as soon as its launcher is gone. */
export function endWithLauncher(end = () => process.kill(process.pid, 'SIGKILL')) {
  const launcher = Number(process.env.SPICE_LAUNCHER ?? '')
  if (!Number.isInteger(launcher) || launcher <= 0) return
  // The number came down from a launcher further up.
  if (process.ppid !== launcher && isAlive(launcher)) return
  setInterval(() => {
    if (process.ppid !== launcher || !isAlive(launcher)) end()
  }, POLL).unref()
}
