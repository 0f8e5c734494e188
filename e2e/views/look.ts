// Looks at a page as it is drawn and names what nobody should be shown: text that is cut off or lies on other
// text, what sticks out sideways, and controls that something covers. It must not know which view is open.
import type { Page } from '@playwright/test'

/** One line for each fault; none where the page can be shown. */
export function faultsIn(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const faults = new Set<string>()
    const root = document.documentElement
    const open = document.querySelector('dialog[open], [role=dialog]') ?? document.body
    const nameOf = (element: Element): string =>
      `${element.tagName.toLowerCase()}${element.className && typeof element.className === 'string' ? `.${element.className.trim().replaceAll(/\s+/g, '.')}` : ''}`
    const said = (text: string): string => `“${text.trim().replaceAll(/\s+/g, ' ').slice(0, 40)}”`
    if (root.scrollWidth > root.clientWidth)
      faults.add(`the page is ${root.scrollWidth - root.clientWidth} px wider than the window`)

    /** A text as it is drawn; `scrolls` is what a person can scroll to bring it into sight. */
    interface Leaf {
      readonly text: string
      readonly parent: Element
      readonly boxes: readonly DOMRect[]
      readonly scrolls: Element | null
    }
    /** Whether a text is there for screen readers and clipped away for the eye. */
    const forListenersAlone = (element: Element): boolean => {
      for (let at: Element | null = element; at !== null; at = at.parentElement)
        if (getComputedStyle(at).clipPath === 'inset(50%)') return true
      return false
    }
    const leaves: Leaf[] = []
    const walker = document.createTreeWalker(open, NodeFilter.SHOW_TEXT)
    for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
      const parent = node.parentElement
      const text = node.textContent ?? ''
      if (
        parent === null ||
        text.trim() === '' ||
        parent.closest('script, style, title, option, [hidden], .skip') !== null ||
        forListenersAlone(parent)
      )
        continue
      if (
        !parent.checkVisibility({
          opacityProperty: true,
          visibilityProperty: true,
          contentVisibilityAuto: true,
        })
      )
        continue
      const range = document.createRange()
      range.selectNodeContents(node)
      const boxes = [...range.getClientRects()].filter(({ width, height }) => width > 0 && height > 0)
      if (boxes.length === 0) continue
      let scrolls: Element | null = null
      let elided = false
      for (let at: Element | null = parent; at !== null && at !== root; at = at.parentElement) {
        const style = getComputedStyle(at)
        elided ||= style.textOverflow === 'ellipsis' || style.webkitLineClamp !== 'none'
        if (['auto', 'scroll'].includes(style.overflowX) || ['auto', 'scroll'].includes(style.overflowY))
          scrolls ??= at
        if (scrolls !== null || elided) continue
        const hides =
          at instanceof SVGSVGElement
            ? style.overflow !== 'visible'
            : ['hidden', 'clip'].includes(style.overflowX)
        const clip = at.getBoundingClientRect()
        if (hides)
          for (const box of boxes)
            if (
              box.right > clip.right + 1.5 ||
              box.left < clip.left - 1.5 ||
              box.bottom > clip.bottom + 3 ||
              box.top < clip.top - 3
            )
              faults.add(`${said(text)} is cut off by ${nameOf(at)}`)
      }
      if (
        scrolls === null &&
        !elided &&
        boxes.some(({ left, right }) => right > root.clientWidth + 1 || left < -1)
      )
        faults.add(`${said(text)} sticks out of the window`)
      const letters = parseFloat(getComputedStyle(parent).fontSize)
      if (boxes.length > 5 && boxes.every(({ width }) => width < 3 * letters))
        faults.add(`${said(text)} is squeezed into a column`)
      if (!elided) leaves.push({ text, parent, boxes, scrolls })
    }
    const floats = (element: Element): boolean => {
      for (let at: Element | null = element; at !== null; at = at.parentElement)
        if (['fixed', 'sticky'].includes(getComputedStyle(at).position)) return true
      return false
    }
    const floating = new Map(leaves.map((leaf) => [leaf, floats(leaf.parent)]))
    const flat = leaves
      .filter(({ scrolls }) => scrolls === null)
      .flatMap((leaf) => leaf.boxes.map((box) => ({ leaf, box })))
      .sort((a, b) => a.box.top - b.box.top)
    flat.forEach(({ leaf, box }, index) => {
      for (let other = index + 1; other < flat.length; other++) {
        const next = flat[other]
        if (next === undefined || next.box.top > box.bottom - 4) break
        if (next.leaf === leaf || floating.get(leaf) !== floating.get(next.leaf)) continue
        const across = Math.min(box.right, next.box.right) - Math.max(box.left, next.box.left)
        const down = Math.min(box.bottom, next.box.bottom) - next.box.top
        if (across > 2 && down > 5)
          faults.add(`${said(leaf.text)} and ${said(next.leaf.text)} lie on each other`)
      }
    })

    const reaches = (over: Element | null, control: Element): boolean =>
      over !== null &&
      (control.contains(over) || over.contains(control) || over.closest('label')?.contains(control) === true)
    const at = [window.scrollX, window.scrollY] as const
    for (const control of open.querySelectorAll<HTMLElement>(
      'button, a[href], input, select, textarea, summary, [role=slider], label.button',
    )) {
      if (
        !control.checkVisibility({ opacityProperty: true, visibilityProperty: true }) ||
        control.closest('.hidden-text, .skip, [aria-hidden=true]') !== null ||
        control.matches('.hidden-text')
      )
        continue
      // Tokens and rows of long lists are buttons by the hundred, each laid out as its neighbours.
      if (control.matches('.chip, .document')) continue
      // What stays in place as the page scrolls may cover it at one height and not at another: a person
      // scrolls on.
      let over: Element | null = control
      control.scrollIntoView({ block: 'center', inline: 'nearest' })
      for (const height of [0.5, 0.95, 0.05, 0.4, 0.3, 0.6, 0.2, 0.7, 0.8]) {
        const [before] = control.getClientRects()
        if (before === undefined || before.width === 0) break
        window.scrollBy(0, before.top + before.height / 2 - height * window.innerHeight)
        const [box] = control.getClientRects()
        if (box === undefined) break
        over = document.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2)
        if (reaches(over, control)) break
      }
      if (!reaches(over, control) && getComputedStyle(control).pointerEvents !== 'none')
        faults.add(
          `${nameOf(control)} ${said(control.innerText || control.getAttribute('aria-label') || '')} is covered by ${over === null ? 'the edge' : nameOf(over)}`,
        )
    }
    window.scrollTo(...at)
    return [...faults]
  })
}
