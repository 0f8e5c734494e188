// The places, in three groups: what one learns from, what one makes, and what one looks into.
import { useEffect, useRef } from 'react'
import type { ViewName } from '../../state/address'
import { useApp, useView } from '../context'
import { Icon, type IconName } from '../parts/Icon'
import { words } from '../strings'

type Group = keyof typeof words.shell.groups

const groups: readonly (readonly [Group, readonly (readonly [ViewName, IconName])[]])[] = [
  [
    'learn',
    [
      ['home', 'home'],
      ['lessons', 'lessons'],
      ['play', 'seat'],
    ],
  ],
  [
    'make',
    [
      ['corpus', 'corpus'],
      ['models', 'models'],
      ['train', 'train'],
      ['ask', 'ask'],
    ],
  ],
  [
    'inspect',
    [
      ['episodes', 'episodes'],
      ['runs', 'runs'],
      ['studies', 'studies'],
      ['xray', 'chip'],
    ],
  ],
]

export function Navigation() {
  const app = useApp()
  const view = useView((state) => state.view)
  const rail = useRef<HTMLElement>(null)
  // On a phone the places are a row that scrolls: the open one is in sight.
  useEffect(() => {
    const open = rail.current?.querySelector<HTMLElement>('[aria-current]')
    const row = rail.current
    if (open == null || row === null || row.scrollWidth <= row.clientWidth) return
    row.scrollLeft = open.offsetLeft - (row.clientWidth - open.offsetWidth) / 2
  }, [view])
  return (
    <nav ref={rail} className="rail" aria-label={words.shell.navigation}>
      <ul className="groups">
        {groups.map(([group, places]) => (
          <li key={group}>
            <span className="group-name" id={`group-${group}`}>
              {words.shell.groups[group]}
            </span>
            <ul aria-labelledby={`group-${group}`}>
              {places.map(([place, icon]) => (
                <li key={place}>
                  <button
                    type="button"
                    aria-current={view === place ? 'page' : undefined}
                    onClick={() => app.go(place)}
                  >
                    <Icon name={icon} size={20} />
                    {words.shell.views[place]}
                  </button>
                </li>
              ))}
            </ul>
          </li>
        ))}
      </ul>
    </nav>
  )
}
