// The Challenger's reward as its formula with this question's numbers, and as a curve with its place marked.
import type { RunConfig } from '../../config/schema'
import type { Candidate, Verdict } from '../../protocol/records'
import { challengerReward, chanceLevel, correctedForChance, passRate, rewardKinds } from '../../spice/rewards'
import { count, decimal } from '../format'
import { words } from '../strings'

interface Props {
  readonly candidate: Candidate
  readonly verdicts: readonly Verdict[]
  readonly config: RunConfig['reward']
}

/** One line a step of the sum, in the order in which it is done. */
export function formulaLines(
  candidate: Candidate,
  verdicts: readonly Verdict[],
  config: RunConfig['reward'],
): readonly string[] {
  const paid = decimal(candidate.reward)
  if (!candidate.valid || candidate.task === null || verdicts.length === 0)
    return [`r = ρ = ${decimal(config.invalid)}`]
  const right = verdicts.filter((verdict) => verdict === 'right').length
  const rate = passRate(verdicts)
  const lines = [`p = ${right}/${verdicts.length} = ${decimal(rate)}`]
  let p = rate
  if (config.chanceCorrection) {
    const chance = chanceLevel(candidate.task)
    p = correctedForChance(rate, chance)
    lines.push(`p′ = max(0, (p − ${decimal(chance)}) / (1 − ${decimal(chance)})) = ${decimal(p)}`)
  }
  return [...lines, ...rewardKinds[config.challenger].formula(p, config, paid, decimal)]
}

function Plot({ candidate, verdicts, config }: Props) {
  const attempts = verdicts.length
  const task = candidate.task
  if (task === null || attempts === 0 || rewardKinds[config.challenger].basis !== 'passRate') return null
  const right = verdicts.filter((verdict) => verdict === 'right').length
  const values = Array.from({ length: attempts + 1 }, (_, k) =>
    challengerReward(
      config,
      task,
      Array.from({ length: attempts }, (_unused, i): Verdict => (i < k ? 'right' : 'wrong')),
      0,
    ),
  )
  const x = (k: number): number => 12 + (k * 196) / attempts
  const y = (value: number): number => 66 - 54 * value
  return (
    <svg className="reward-plot" viewBox="0 0 220 88" role="img" aria-label={words.episodes.rewardPlot}>
      <path d="M12 66H208" stroke="var(--line-strong)" strokeWidth="1" />
      <polyline
        points={values.map((value, k) => `${x(k)},${y(value)}`).join(' ')}
        fill="none"
        stroke="var(--challenger)"
        strokeWidth="1.5"
        opacity="0.55"
      />
      {values.map((value, k) => (
        <circle
          key={k}
          cx={x(k)}
          cy={y(value)}
          r={k === right ? 6 : 3}
          fill={k === right ? 'var(--surface)' : 'var(--challenger)'}
          stroke="var(--challenger)"
          strokeWidth={k === right ? 3 : 0}
        />
      ))}
      {values.map((_, k) => (
        <text
          key={k}
          x={x(k)}
          y={82}
          textAnchor="middle"
          fontSize="10"
          fontWeight={k === right ? 700 : 400}
          fill={k === right ? 'var(--ink)' : 'var(--muted)'}
        >
          {count(k)}
        </text>
      ))}
    </svg>
  )
}

export function Formula(props: Props) {
  return (
    <div className="formula" data-testid="formula">
      <div className="lines num">
        {formulaLines(props.candidate, props.verdicts, props.config).map((line, index, all) => (
          <p key={line} data-last={index === all.length - 1}>
            {line}
          </p>
        ))}
      </div>
      <Plot {...props} />
    </div>
  )
}
