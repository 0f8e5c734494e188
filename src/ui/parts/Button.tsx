// A button that performs an action of the registry, with its key told to those who ask.
import type { ReactNode } from 'react'
import { actions, enabled, perform, type ActionId } from '../../state/actions'
import { useApp, useSession, useView } from '../context'
import { words } from '../strings'
import { Icon, type IconName } from './Icon'

interface Props {
  readonly action: ActionId
  readonly icon?: IconName
  readonly className?: string
  readonly children: ReactNode
}

export function ActionButton({ action, icon, className = '', children }: Props) {
  const app = useApp()
  // Whether it can be done follows from these two; reading them makes the button follow.
  const able = useSession(() => enabled(app, action))
  const ableInView = useView(() => enabled(app, action))
  const key = actions[action].keys[0]
  return (
    <button
      type="button"
      className={`button ${className}`}
      disabled={!able || !ableInView}
      title={
        key === undefined ? undefined : `${words.shell.actions[action]} (${words.shell.keys[key] ?? key})`
      }
      onClick={() => perform(app, action)}
      data-action={action}
    >
      {icon === undefined ? null : <Icon name={icon} />}
      {children}
    </button>
  )
}
