// Draws a view over an app for a test, and acts on it as a person does: controls are found by the name that a
// screen reader says. For tests only, in a file that begins with `@vitest-environment happy-dom`.
import { act, type ReactNode } from 'react'
import { createRoot } from 'react-dom/client'
import { afterEach } from 'vitest'
import type { App } from '../state/app'
import { AppContext } from './context'

const fields = 'input, select, textarea'
const pressed = 'button, input[type="checkbox"], input[type="radio"], a[href]'
const controls = `${fields}, ${pressed}, [role="slider"]`
const open: (() => Promise<void>)[] = []

Object.assign(globalThis, { IS_REACT_ACT_ENVIRONMENT: true })
afterEach(async () => {
  for (const close of open.splice(0)) await close()
})

const trimmed = (text: string | null | undefined): string => (text ?? '').replace(/\s+/g, ' ').trim()

/** The label's own words, without those of the control inside it. */
function labelText(label: Element): string {
  const copy = label.cloneNode(true)
  if (copy instanceof Element) for (const inner of copy.querySelectorAll(controls)) inner.remove()
  return trimmed(copy.textContent)
}

/** As `aria-label`, else the label's words, else its own. */
function nameOf(element: Element): string {
  const label =
    element.closest('label') ??
    (element.id === '' ? null : document.querySelector(`label[for="${element.id}"]`))
  return (
    element.getAttribute('aria-label') ?? (label === null ? trimmed(element.textContent) : labelText(label))
  )
}

export interface Shown {
  readonly root: HTMLElement
  /** Everything that can be read. */
  text(): string
  /** The control of that name; throws where there is none. */
  control(name: string): HTMLElement
  has(name: string): boolean
  enabled(name: string): boolean
  click(name: string): Promise<void>
  press(name: string, key: string): Promise<void>
  /** Writes into a field and leaves it. */
  write(name: string, text: string): Promise<void>
  choose(name: string, value: string): Promise<void>
  /** Waits until the page has taken up what was set from outside. */
  settle(change?: () => unknown): Promise<void>
}

const later = (): Promise<void> => new Promise((resolve) => setTimeout(resolve))

/** React takes a value only from the element's own setter. */
function setValue(element: Element, value: string): void {
  const kind: unknown = Object.getPrototypeOf(element)
  if (typeof kind !== 'object' || kind === null || !Reflect.set(kind, 'value', value, element))
    throw new Error(`${element.tagName} has no value to write`)
}

export async function renderView(app: App, view: ReactNode): Promise<Shown> {
  const root = document.createElement('div')
  document.body.append(root)
  const react = createRoot(root)
  const settle = (change?: () => unknown): Promise<void> =>
    act(async () => {
      await change?.()
      await later()
    })
  open.push(async () => {
    await settle(() => react.unmount())
    root.remove()
  })
  await settle(() => react.render(<AppContext value={app}>{view}</AppContext>))

  const named = (name: string, kinds = controls): HTMLElement | undefined =>
    [...root.querySelectorAll<HTMLElement>(kinds)].find((element) => nameOf(element) === name)
  const control = (name: string, kinds = controls): HTMLElement => {
    const found = named(name, kinds)
    if (found === undefined)
      throw new Error(
        `No control is called "${name}"; there are: ${[...root.querySelectorAll(kinds)].map(nameOf).join(' | ')}`,
      )
    return found
  }
  const fire = (element: Element, event: Event): Promise<void> => settle(() => element.dispatchEvent(event))
  return {
    root,
    settle,
    control: (name) => control(name),
    text: () => trimmed(root.textContent),
    has: (name) => named(name) !== undefined,
    enabled: (name) => !control(name).hasAttribute('disabled'),
    click: (name) => settle(() => control(name, pressed).click()),
    press: (name, key) => fire(control(name), new KeyboardEvent('keydown', { key, bubbles: true })),
    async write(name, text) {
      const element = control(name, fields)
      setValue(element, text)
      await fire(element, new Event('input', { bubbles: true }))
      await fire(element, new FocusEvent('focusout', { bubbles: true }))
    },
    async choose(name, value) {
      const element = control(name, fields)
      setValue(element, value)
      await fire(element, new Event('change', { bubbles: true }))
    },
  }
}
