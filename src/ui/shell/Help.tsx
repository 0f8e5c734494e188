// The map of keys, made of the registry of actions.
import { actionIds, actions } from '../../state/actions'
import { useApp, useView } from '../context'
import { Modal } from '../parts/Confirm'
import { Language } from './Language'
import { words } from '../strings'

const t = words.shell

export function Help() {
  const app = useApp()
  const open = useView((state) => state.help)
  const shortcuts = useView((state) => state.shortcuts)
  if (!open) return null
  const close = (): void => app.view.setState({ help: false })
  return (
    <Modal title={t.helpTitle} onClose={close} testId="help" reads>
      <dl className="key-list">
        {actionIds
          .filter((id) => actions[id].keys.length > 0)
          .map((id) => (
            <div key={id}>
              <dt>{t.actions[id]}</dt>
              <dd>
                {actions[id].keys.map((key) => (
                  <kbd key={key}>{t.keys[key] ?? key}</kbd>
                ))}
              </dd>
            </div>
          ))}
      </dl>
      <div className="row">
        <label className="row">
          <input
            type="checkbox"
            checked={shortcuts}
            onChange={(event) => app.view.setState({ shortcuts: event.target.checked })}
          />
          {t.helpSingle}
        </label>
        <Language />
        <button type="button" className="button primary push" onClick={close}>
          {t.close}
        </button>
      </div>
    </Modal>
  )
}
