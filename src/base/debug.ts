// The debug switch: what the lab does, with times, on console.debug. Off unless `SPICE_DEBUG=1` stands before
// the command line or `debug` in the query of the page's address, before the '#'. Only composition roots
// switch it.

let on = false

export function switchDebug(to: boolean): void {
  on = to
}

/** Whether the address asks for it: `?debug` does, `?debug=0` does not. */
export function asksDebug(search: string): boolean {
  const asked = new URLSearchParams(search).get('debug')
  return asked !== null && asked !== '0'
}

/** Milliseconds since the process or the worker began, the area, and what happened. */
export function debug(area: string, ...what: readonly unknown[]): void {
  if (on) console.debug(`[spice ${performance.now().toFixed(1)} ms] ${area}`, ...what)
}
