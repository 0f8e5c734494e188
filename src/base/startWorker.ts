// Starts a module worker under the content security policy of whoever starts it. A worker that is loaded from
// an address has the policy of its own response headers, which a plain static host does not send; one loaded
// from a `blob:` address inherits its creator's (HTML standard, "initialize a worker global scope's policy
// container"), so a script of one line imports the real one. Must not know what a worker does.

/** One address for each script: it lives as long as whoever made it. */
const bootstraps = new Map<string, string>()

function bootstrapOf(script: string): string {
  const known = bootstraps.get(script)
  if (known !== undefined) return known
  const { href } = new URL(script, import.meta.url)
  const code = new Blob([`import ${JSON.stringify(href)}`], { type: 'text/javascript' })
  // What follows # is not looked up; it tells people who look at the list of workers which one this is.
  const address = `${URL.createObjectURL(code)}#${new URL(href).pathname}`
  bootstraps.set(script, address)
  return address
}

/**
 * `script` is the address that `import script from './x.ts?worker&url'` gives. In such a worker
 * `self.location` names the bootstrap; `import.meta.url` is the script's own address.
 */
export function startWorker(script: string, name: string): Worker {
  // eslint-disable-next-line no-restricted-syntax -- the one place that may
  return new Worker(bootstrapOf(script), { type: 'module', name })
}
