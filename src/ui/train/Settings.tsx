// Every setting of a run, in the groups of the schema.
import { fieldList } from '../../config/config'
import { schema, type Schema } from '../../config/schema'
import { words } from '../strings'
import { FieldRow } from './FieldRow'

const groups = Object.keys(schema) as readonly (keyof Schema)[]

export function Settings() {
  return (
    <div className="stack">
      {groups.map((group) => (
        <fieldset key={group}>
          <legend>
            <h3>{words.sections[group]}</h3>
          </legend>
          <div className="fields">
            {fieldList
              .filter(([path]) => path.startsWith(`${group}.`))
              .map(([path]) => (
                <FieldRow key={path} path={path} detailed />
              ))}
          </div>
        </fieldset>
      ))}
    </div>
  )
}
