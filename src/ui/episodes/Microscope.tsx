// One token, looked at closely: its numbers, what else could have stood there, other futures from it, and
// what it looked at.
import { at } from '../../base/at'
import { useState } from 'react'
import type { Episode } from '../../protocol/records'
import {
  attendAt,
  forkAt,
  inspectedToken,
  needOf,
  sameTokens,
  contextOf,
  type TokenInspection,
  type InspectionNeed,
} from '../../state/tokenInspection'
import type { Pin } from '../../state/view'
import { judge } from '../../spice/verifier'
import { goLiveWithBuiltIn } from '../../state/commands'
import { useApp, useSession, useView } from '../context'
import { decimal, percent, signed, visible } from '../format'
import { Icon } from '../parts/Icon'
import { words } from '../strings'
import { AttentionStrip } from './AttentionStrip'
import { pushOf, textOf, topOf } from './TokenRun'

const t = words.episodes
const m = words.episodes.microscope

interface Props {
  readonly episode: Episode
  readonly pin: Pin
  readonly vocabulary: readonly string[]
  readonly advantage: number | null
}

function Needs({ need }: { readonly need: Exclude<InspectionNeed, null> }) {
  const app = useApp()
  return (
    <p className="small needs" data-testid="needs" data-need={need}>
      {m.need[need]}{' '}
      {need === 'live' ? (
        <button type="button" className="link" onClick={() => void goLiveWithBuiltIn(app)}>
          {words.home.live}
        </button>
      ) : null}
      {need === 'pause' ? (
        <button type="button" className="link" onClick={() => void app.send({ kind: 'run.pause' })}>
          {words.train.pause}
        </button>
      ) : null}
    </p>
  )
}

function Futures({
  episode,
  pin,
  looked,
}: {
  readonly episode: Episode
  readonly pin: Pin
  readonly looked: TokenInspection
}) {
  const forked = useSession((state) => state.forked)
  if (forked === null || !sameTokens(forked.prefix.slice(0, -1), looked.generated.tokens.slice(0, pin.token)))
    return null
  const attempt = pin.of === 'attempt' ? episode.attempts[pin.index] : undefined
  const task = attempt === undefined ? null : episode.candidates[attempt.candidate]?.task
  const verdict = (text: string, stopped: boolean) => {
    if (task == null) return null
    const { verdict: is, answer } = judge({ text, stopped }, task)
    return (
      <span className="verdict" data-verdict={is}>
        <span className="num">{answer ?? t.noAnswer}</span>
        <Icon name={is === 'right' ? 'right' : is === 'wrong' ? 'wrong' : 'none'} size={15} />
        <span className="hidden-text">{t.verdict[is]}</span>
      </span>
    )
  }
  return (
    <div className="futures" data-testid="futures">
      <div>
        <h4>{m.went}</h4>
        <p className="future">
          <span>{looked.generated.text}</span>
          {verdict(looked.generated.text, looked.generated.stopped)}
        </p>
      </div>
      <div>
        <h4>{m.other(forked.checkpoint)}</h4>
        {forked.futures.map((future, index) => (
          <p key={index} className="future" data-testid="future">
            <span>
              <span className="muted">{forked.prefixText}</span>
              {future.text}
            </span>
            {verdict(forked.prefixText + future.text, future.stopped)}
          </p>
        ))}
      </div>
    </div>
  )
}

export default function Microscope({ episode, pin, vocabulary, advantage }: Props) {
  const app = useApp()
  const source = useSession((state) => state.source)
  const running = useSession((state) => state.running)
  const activity = useSession((state) => state.activity)
  const checkpoints = useSession((state) => state.checkpoints)
  const attended = useSession((state) => state.attended)
  const gpu = useView((state) => state.gpu)
  const ownership = useView((state) => state.ownership)
  const [busy, setBusy] = useState(false)
  const looked = inspectedToken(episode, pin)
  if (looked === null) return null
  const { generated } = looked
  const token = generated.tokens[pin.token]
  if (token === undefined) return null
  const need = needOf({ source, running, activity, checkpoints }, { gpu, ownership }, looked)
  const p = at(generated.logp, pin.token)
  const during = (work: Promise<unknown>): void => {
    setBusy(true)
    void work.finally(() => setBusy(false))
  }
  const context = contextOf(looked, pin.token)
  return (
    <section
      className="microscope"
      aria-label={m.title(visible(textOf(vocabulary, token)))}
      data-testid="microscope"
    >
      <div className="row">
        <strong>{m.title(visible(textOf(vocabulary, token)))}</strong>
        <button
          type="button"
          className="button small quiet push"
          aria-label={m.close}
          onClick={() => app.view.setState({ pin: null })}
        >
          <Icon name="close" size={15} />
        </button>
      </div>
      <dl className="numbers">
        <div>
          <dt>{t.probability}</dt>
          <dd className="num">{percent(Math.exp(p), 1)}</dd>
        </div>
        <div>
          <dt>{t.entropy}</dt>
          <dd className="num">
            {decimal(at(generated.entropy, pin.token))} {t.nats}
          </dd>
        </div>
        {advantage === null ? null : (
          <div>
            <dt>{t.advantages}</dt>
            <dd className="num">{signed(advantage)}</dd>
          </div>
        )}
        {advantage === null ? null : (
          <div>
            <dt>{t.push}</dt>
            <dd className="num">{signed(pushOf(advantage, p))}</dd>
          </div>
        )}
      </dl>
      {topOf(generated, pin.token).length === 0 ? (
        <p className="muted small">{t.thinned}</p>
      ) : (
        <>
          <p className="small muted">{m.fork}</p>
          <ul className="rivals">
            {topOf(generated, pin.token).map(({ id, p: share }) => (
              <li key={id}>
                <button
                  type="button"
                  disabled={need !== null || busy}
                  data-own={id === token}
                  onClick={() => during(forkAt(app, episode, pin, id))}
                  aria-label={m.forkWith(textOf(vocabulary, id), percent(share, 1))}
                >
                  <code>{visible(textOf(vocabulary, id))}</code>
                  <span className="num small">{percent(share, 1)}</span>
                </button>
              </li>
            ))}
          </ul>
        </>
      )}
      <div className="row">
        <button
          type="button"
          className="button small"
          disabled={need !== null || busy}
          onClick={() => during(attendAt(app, episode, pin))}
          data-testid="attend"
        >
          {m.attend}
        </button>
        {busy ? (
          <span className="small muted" role="status">
            {m.busy}
          </span>
        ) : null}
      </div>
      {need === null ? null : <Needs need={need} />}
      <Futures episode={episode} pin={pin} looked={looked} />
      {attended !== null && sameTokens(attended.tokens, context) ? (
        <AttentionStrip
          tokens={attended.tokens}
          layers={attended.layers}
          vocabulary={vocabulary}
          checkpoint={attended.checkpoint}
        />
      ) : null}
    </section>
  )
}
