// A new version of the page is there: a quiet line, with a button while nothing is going on.
import { useState } from 'react'
import { useApp, useSession, useView } from '../context'
import { words } from '../strings'

const t = words.shell.newVersion

export function NewVersion() {
  const app = useApp()
  const here = useView((state) => state.newVersion)
  const busy = useSession((state) => state.running || state.activity !== 'idle')
  const [others, setOthers] = useState(false)
  if (!here) return null
  const take = async (): Promise<void> => setOthers(!(await app.env.versions.take()))
  return (
    <div className="notice" data-testid="new-version">
      <div>
        {t.here} {busy ? t.busy : others ? t.others : null}
      </div>
      {busy ? null : (
        <button type="button" className="button small" onClick={() => void take()}>
          {t.take}
        </button>
      )}
    </div>
  )
}
