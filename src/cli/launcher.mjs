// What a launcher and its program owe each other. A program whose launcher was killed ends, so that no orphan
// goes on writing: a launcher that wants it hands its own process number over in SPICE_LAUNCHER; a program
// that was started otherwise lives by itself. A program that hears no interruption is ended by its launcher.

/** Milliseconds between two looks. */
const POLL = 200
/** Milliseconds after which one more interruption is a second one: terminal and launcher may both send it. */
const AGAIN = 1500
/** Milliseconds that a program has to end after a second interruption. */
const GRACE = 1000

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

/**
 * Passes interruptions on to a program. One that does not even end at the second, because it is in a loop
 * that hears nothing, is killed.
 */
export function passInterruptions(child) {
  let first = null
  const heard = (signal) => {
    child.kill(signal)
    first ??= Date.now()
    if (Date.now() - first > AGAIN) setTimeout(() => child.kill('SIGKILL'), GRACE).unref()
  }
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => heard(signal))
}
