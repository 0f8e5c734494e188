// Whether an error is that a part of the page, loaded when it is first wanted, did not come: the version that
// is open may no longer be on its host, or the connection is gone.

// Chromium, Firefox, Safari; a worker's import has no other mark.
const said =
  /Failed to fetch dynamically imported module|error loading dynamically imported module|Importing a module script failed/i

/** An error's text as another thread tells it; one that could not be loaded at all tells none. */
export const saysLostPart = (message: string): boolean => message === '' || said.test(message)

export const isLostPart = (thrown: unknown): boolean =>
  thrown instanceof TypeError && said.test(thrown.message)
