// What a lesson's step can wait for, as the builder offers it: a first value of each kind, and the one
// further choice that some kinds have.
import { gateNames } from '../../config/schema'
import { viewNames } from '../../state/address'
import { waitKinds, type Wait } from '../../state/lesson'
import { phases } from '../../state/timeline'
import { words } from '../strings'

export const freshWait = (kind: string): Wait | undefined => {
  switch (waitKinds.find((each) => each === kind)) {
    case undefined:
      return undefined
    case 'phase':
      return { kind: 'phase', phase: 'verdicts' }
    case 'right':
      return { kind: 'right', right: 4 }
    case 'learns':
      return { kind: 'learns', trains: 'reasoner' }
    case 'view':
      return { kind: 'view', view: 'episodes' }
    case 'asked':
      return { kind: 'asked', gate: 'valid' }
    case 'compared':
      return { kind: 'compared', runs: 2 }
    case 'token':
      return { kind: 'token' }
    case 'answered':
      return { kind: 'answered' }
    case 'live':
      return { kind: 'live' }
    case 'measured':
      return { kind: 'measured', readings: 5 }
  }
}

/** The one further choice that some kinds of waiting have. */
export function WaitDetail({
  wait,
  onChange,
  name,
}: {
  readonly wait: Wait
  readonly onChange: (wait: Wait) => void
  readonly name: string
}) {
  const choose = <T extends string>(
    options: readonly T[],
    value: T,
    label: (option: T) => string,
    to: (option: T) => Wait,
  ) => (
    <select
      className="input"
      aria-label={name}
      value={value}
      onChange={(event) => onChange(to(options.find((each) => each === event.target.value) ?? value))}
    >
      {options.map((each) => (
        <option key={each} value={each}>
          {label(each)}
        </option>
      ))}
    </select>
  )
  switch (wait.kind) {
    case 'phase':
      return choose(
        phases,
        wait.phase,
        (each) => words.episodes.phase[each],
        (phase) => ({ kind: 'phase', phase }),
      )
    case 'view':
      return choose(
        viewNames,
        wait.view,
        (each) => words.shell.views[each],
        (view) => ({ kind: 'view', view }),
      )
    case 'learns':
      return choose(
        ['both', 'challenger', 'reasoner'] as const,
        wait.trains === 'none' ? 'both' : wait.trains,
        (each) => words.episodes.learns[each],
        (trains) => ({ kind: 'learns', trains }),
      )
    case 'asked':
      return choose(
        [...gateNames, 'valid'] as const,
        wait.gate,
        (each) => (each === 'valid' ? words.episodes.valid : words.gates[each].name),
        (gate) => ({ kind: 'asked', gate }),
      )
    case 'right':
      return (
        <input
          type="number"
          min={0}
          max={64}
          className="input"
          aria-label={name}
          value={wait.right}
          onChange={(event) =>
            onChange({ kind: 'right', right: Math.max(0, Number(event.target.value) || 0) })
          }
        />
      )
    case 'compared':
    case 'token':
    case 'answered':
    case 'live':
    case 'measured':
      return null
  }
}
