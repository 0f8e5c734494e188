// Where the first weights of a new run come from: seeded noise, a model that comes with the lab, or a
// checkpoint.
import { useEffect, useState } from 'react'
import { builtInWeights, startFromBuiltIn, type BuiltIn } from '../../state/commands'
import type { StartFrom as From } from '../../protocol/door'
import { readModels, startFromModel } from '../../state/modelActions'
import { useApp, useDraft, useSession } from '../context'
import { words } from '../strings'

const t = words.train

const keyOf = (from: From): string => {
  switch (from.kind) {
    case 'scratch':
      return 'scratch'
    case 'builtIn':
    case 'model':
      return `${from.kind} ${from.name}`
    case 'checkpoint':
      return `checkpoint ${from.checkpoint}`
  }
}

export function StartFrom() {
  const app = useApp()
  const from = useDraft((state) => state.startFrom)
  const [known, setKnown] = useState<readonly BuiltIn[]>([])
  const models = useSession((state) => state.models)
  useEffect(() => void readModels(app), [app])
  useEffect(() => {
    let gone = false
    void builtInWeights(app).then((list) => {
      if (!gone) setKnown(list)
    })
    return () => void (gone = true)
  }, [app])
  const choices: readonly (readonly [From, string])[] = [
    [{ kind: 'scratch' }, t.startScratch],
    ...known.map(({ name, about }) => [{ kind: 'builtIn', name }, t.startBuiltIn(about)] as const),
    ...models
      .filter(({ facts }) => facts !== null)
      .map(({ id }) => [{ kind: 'model', name: id }, t.startModel(id)] as const),
    ...(from.kind === 'checkpoint' ? [[from, t.startCheckpoint(from.checkpoint)] as const] : []),
  ]
  if (choices.length === 1) return null
  return (
    <label className="field">
      <span>{t.startFrom}</span>
      <select
        className="input"
        value={keyOf(from)}
        data-testid="start-from"
        onChange={(event) => {
          const chosen = choices.find(([each]) => keyOf(each) === event.target.value)?.[0]
          const weights =
            chosen?.kind === 'builtIn' ? known.find(({ name }) => name === chosen.name) : undefined
          if (weights !== undefined) startFromBuiltIn(app, weights)
          else if (chosen?.kind === 'model') startFromModel(app, chosen.name)
          else if (chosen !== undefined) app.draft.setState({ startFrom: chosen })
        }}
      >
        {choices.map(([each, label]) => (
          <option key={keyOf(each)} value={keyOf(each)}>
            {label}
          </option>
        ))}
      </select>
    </label>
  )
}
