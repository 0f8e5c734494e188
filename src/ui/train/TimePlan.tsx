// About how long the run of the form will take on this device, and what to do instead where that is too long.
import { choosePreset, setField } from '../../state/draft'
import { planTime, shorterRun } from '../../state/plannedTime'
import { useApp, useDraft, useSession } from '../context'
import { count } from '../format'
import { words } from '../strings'
import { duration } from './duration'
import { TryFirst } from './TryFirst'
import { useSpeed } from './useSpeed'
import { useTrial } from './useTrial'

const t = words.live.time

export function TimePlan() {
  const app = useApp()
  const { speed, canMeasure } = useSpeed()
  const models = useSession((state) => state.models)
  const config = useDraft((state) => state.linked.config)
  const startFrom = useDraft((state) => state.startFrom)
  const trial = useTrial()
  if (!canMeasure) return null
  if (speed === null)
    return (
      <p className="small muted" role="status">
        {t.measuring}
      </p>
    )
  const planned = { config, startFrom }
  const time = trial?.time ?? planTime(speed, planned, models)
  const shorter = shorterRun(speed, planned, models)
  return (
    <section className="time-plan" aria-label={t.title} data-testid="time-plan" data-whole={time.whole}>
      <dl className="facts">
        {(['first', 'round', 'whole'] as const).map((part) => (
          <div key={part}>
            <dt>{t[part]}</dt>
            <dd>{duration(time[part])}</dd>
          </div>
        ))}
      </dl>
      {trial === null ? <p className="small muted">{t.rough}</p> : null}
      <TryFirst />
      {shorter === null ? null : (
        <div className="notice" role="status" data-testid="too-long">
          <div>{t.long(duration(time.whole))}</div>
          <button
            type="button"
            className="button"
            onClick={() =>
              shorter.kind === 'nano'
                ? choosePreset(app.draft, 'nano')
                : setField(app.draft, 'game.rounds', shorter.rounds)
            }
          >
            {shorter.kind === 'nano'
              ? t.smaller(duration(shorter.time))
              : t.fewer(count(shorter.rounds), duration(shorter.time))}
          </button>
        </div>
      )}
    </section>
  )
}
