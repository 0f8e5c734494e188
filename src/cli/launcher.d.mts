/** The environment of a program that is to end with this process. */
export function launchedFromHere(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv
/** Ends this process, at once and without a further write, as soon as its launcher is gone. */
export function endWithLauncher(end?: () => void): void
