// The corpora that come with the lab, each with where it is from and its licence.
import { addStarter, starterNames } from '../../state/commands'
import { useApp, useSession } from '../context'
import { words } from '../strings'

const t = words.corpus

export function Starters() {
  const app = useApp()
  const corpora = useSession((state) => state.corpora)
  const importing = useSession((state) => state.activity === 'importing')
  return (
    <section className="card stack" aria-label={t.starters}>
      <h2>{t.starters}</h2>
      <ul className="starters">
        {starterNames.map((name) => {
          const there = corpora.some(({ id }) => id === name)
          return (
            <li key={name}>
              <div>
                <h3>{t.starter[name].name}</h3>
                <p className="small">{t.starter[name].about}</p>
                <p className="small muted">{t.starterOrigin[name]}</p>
              </div>
              <button
                type="button"
                className="button small"
                disabled={there || importing}
                onClick={() => void addStarter(app, name)}
                aria-label={`${there ? t.added : t.add}: ${t.starter[name].name}`}
                data-testid={`starter-${name}`}
              >
                {there ? t.added : t.add}
              </button>
            </li>
          )
        })}
      </ul>
    </section>
  )
}
