// Name, device, the promise that nothing leaves, theme and keys.
import { actions, perform } from '../../state/actions'
import { useApp, useSession, useView } from '../context'
import { Brand, Icon, type IconName } from '../parts/Icon'
import { words } from '../strings'
import { Language } from './Language'
import { MeasuringLight } from './MeasuringLight'

const t = words.shell
const themeIcons: Readonly<Record<'system' | 'light' | 'dark', IconName>> = {
  system: 'half',
  light: 'sun',
  dark: 'moon',
}

function DeviceBadge() {
  const gpu = useView((state) => state.gpu)
  const source = useSession((state) => state.source)
  const device = useSession((state) => state.device)
  const text = ((): string => {
    if (source === 'live' && device !== null) {
      const name = device.description || `${device.vendor} ${device.architecture}`.trim()
      return device.software ? t.device.software(name) : name
    }
    if (gpu.kind === 'absent') return t.device.none
    if (gpu.kind === 'unknown') return t.device.looking
    return gpu.software ? t.device.softwareIdle : t.device.idle
  })()
  return (
    <span className="badge device" data-testid="device" title={text}>
      <Icon name="chip" size={15} />
      <span>
        <span className="hidden-text">{t.device.label}: </span>
        {text}
      </span>
    </span>
  )
}

export function Header() {
  const app = useApp()
  const theme = useView((state) => state.theme)
  const presenter = useView((state) => state.presenter)
  return (
    <header>
      <button type="button" className="brand" onClick={() => app.go('home')}>
        <Brand />
        <span>{t.name}</span>
      </button>
      <div className="push">
        <MeasuringLight />
        <DeviceBadge />
        <span className="badge" title={t.localWhy} data-testid="local">
          <Icon name="lock" size={15} />
          <span className="full">{t.local}</span>
          <span className="brief" aria-hidden="true">
            {t.localBrief}
          </span>
        </span>
        <button
          type="button"
          className="button quiet small"
          aria-label={t.theme[theme]}
          title={t.theme[theme]}
          onClick={() => perform(app, 'page.theme')}
          data-testid="theme"
        >
          <Icon name={themeIcons[theme]} />
        </button>
        <button
          type="button"
          className="button quiet small presenter-button"
          aria-label={t.actions['page.presenter']}
          title={`${t.actions['page.presenter']} (v)`}
          aria-pressed={presenter}
          onClick={() => perform(app, 'page.presenter')}
        >
          <Icon name="present" />
        </button>
        {presenter
          ? (['page.smaller', 'page.larger', 'page.full'] as const).map((action) => (
              <button
                key={action}
                type="button"
                className="button quiet small"
                aria-label={t.actions[action]}
                title={`${t.actions[action]} (${actions[action].keys.join(', ')})`}
                onClick={() => perform(app, action)}
              >
                {action === 'page.full' ? (
                  <Icon name="full" />
                ) : (
                  <span aria-hidden="true">{action === 'page.larger' ? 'A+' : 'A−'}</span>
                )}
              </button>
            ))
          : null}
        <Language testId="language" />
        <button
          type="button"
          className="button quiet small"
          aria-label={t.help}
          title={t.help}
          onClick={() => perform(app, 'page.help')}
        >
          <Icon name="help" />
        </button>
      </div>
    </header>
  )
}
