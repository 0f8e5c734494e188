// The places.
import type { ViewName } from '../../state/address'
import { useApp, useView } from '../context'
import { Icon, type IconName } from '../parts/Icon'
import { words } from '../strings'

const places: readonly (readonly [ViewName, IconName])[] = [
  ['corpus', 'corpus'],
  ['models', 'models'],
  ['train', 'train'],
  ['episodes', 'episodes'],
  ['play', 'seat'],
  ['ask', 'ask'],
  ['runs', 'runs'],
  ['lessons', 'lessons'],
  ['xray', 'chip'],
]

export function Navigation() {
  const app = useApp()
  const view = useView((state) => state.view)
  return (
    <nav className="rail" aria-label={words.shell.navigation}>
      <ul>
        {places.map(([place, icon]) => (
          <li key={place}>
            <button
              type="button"
              aria-current={view === place ? 'page' : undefined}
              onClick={() => app.go(place)}
            >
              <Icon name={icon} size={22} />
              {words.shell.views[place]}
            </button>
          </li>
        ))}
      </ul>
    </nav>
  )
}
