// One setting of a run, drawn from its description in the schema; what differs from the preset is marked and
// can be reset.
import { fieldList, preset, valueAt } from '../../config/config'
import type { Field } from '../../config/field'
import { resetField, setField } from '../../state/draft'
import { useApp, useDraft } from '../context'
import { words } from '../strings'

const t = words.train
const byPath: ReadonlyMap<string, Field> = new Map(fieldList)

export const labelOf = (path: string): string =>
  (words.fields as Readonly<Record<string, string>>)[path] ?? path
/**
 * Away from its group: said with it where the label alone could be another's, or is about a time before the
 * game.
 */
export function fullLabelOf(path: string): string {
  const label = labelOf(path)
  const section = path.slice(0, path.indexOf('.'))
  const shared = fieldList.some(([other]) => other !== path && labelOf(other) === label)
  return shared || section === 'warmStart' || section === 'probe'
    ? `${(words.sections as Readonly<Record<string, string>>)[section] ?? section}: ${label}`
    : label
}
const nameOf = (path: string, option: string): string =>
  (path === 'gates.active'
    ? (words.gates as Readonly<Record<string, { name: string }>>)[option]?.name
    : words.options[option]) ?? option

/** A unit in the page's language; none where the label says it already. */
function unitOf(unit: string | undefined, label: string): string | undefined {
  const said = unit === undefined ? undefined : (words.units[unit] ?? unit)
  return said?.toLowerCase() === label.toLowerCase() ? undefined : said
}

export function valueText(path: string, value: unknown): string {
  if (typeof value === 'boolean') return value ? t.on : t.off
  if (Array.isArray(value)) return value.map((each) => nameOf(path, String(each))).join(', ')
  return typeof value === 'string' ? nameOf(path, value) : String(value)
}

function Control({
  path,
  field,
  value,
  id,
}: {
  readonly path: string
  readonly field: Field
  readonly value: unknown
  readonly id: string
}) {
  const app = useApp()
  switch (field.kind) {
    case 'integer':
    case 'number': {
      const commit = (text: string): void => {
        if (text.trim() !== '' && Number(text) !== value) setField(app.draft, path, Number(text))
      }
      return (
        <input
          id={id}
          className="input num"
          inputMode="decimal"
          key={String(value)}
          defaultValue={String(value)}
          title={t.range(String(field.min), String(field.max))}
          onBlur={(event) => commit(event.target.value)}
          onKeyDown={(event) => {
            if (event.key === 'Enter') commit(event.currentTarget.value)
          }}
        />
      )
    }
    case 'choice':
      return (
        <select
          id={id}
          className="input"
          value={String(value)}
          onChange={(event) => setField(app.draft, path, event.target.value)}
        >
          {field.options.map((option) => (
            <option key={option} value={option}>
              {nameOf(path, option)}
            </option>
          ))}
        </select>
      )
    case 'set': {
      const chosen = Array.isArray(value) ? value.map(String) : []
      return (
        <span className="set" role="group" aria-labelledby={`${id}-label`}>
          {field.options.map((option) => (
            <label key={option}>
              <input
                type="checkbox"
                checked={chosen.includes(option)}
                onChange={(event) =>
                  setField(
                    app.draft,
                    path,
                    event.target.checked ? [...chosen, option] : chosen.filter((each) => each !== option),
                  )
                }
              />
              {nameOf(path, option)}
            </label>
          ))}
        </span>
      )
    }
    case 'switch':
      return (
        <input
          id={id}
          type="checkbox"
          checked={value === true}
          onChange={(event) => setField(app.draft, path, event.target.checked)}
        />
      )
  }
}

export function FieldRow({ path, detailed = false }: { readonly path: string; readonly detailed?: boolean }) {
  const app = useApp()
  const linked = useDraft((state) => state.linked)
  const field = byPath.get(path)
  if (field === undefined) return null
  const value = valueAt(linked.config, path)
  const original = valueAt(preset(linked.preset), path)
  const changed = JSON.stringify(value) !== JSON.stringify(original)
  const id = `field-${detailed ? 'all-' : ''}${path.replace('.', '-')}`
  const label = labelOf(path)
  return (
    <div className="field" data-changed={changed} data-path={path}>
      {field.kind === 'set' ? <span id={`${id}-label`}>{label}</span> : <label htmlFor={id}>{label}</label>}
      <Control path={path} field={field} value={value} id={id} />
      <span className="small muted">
        {[
          field.kind === 'integer' || field.kind === 'number' ? unitOf(field.unit, label) : undefined,
          detailed ? t.source(field.source) : undefined,
        ]
          .filter((part) => part !== undefined)
          .join(' · ')}
      </span>
      {changed ? (
        <span className="small row">
          <span className="changed-mark">{t.presetValue(valueText(path, original))}</span>
          <button
            type="button"
            className="link"
            aria-label={t.reset(label)}
            onClick={() => resetField(app.draft, path)}
          >
            {t.resetShort}
          </button>
        </span>
      ) : null}
    </div>
  )
}
