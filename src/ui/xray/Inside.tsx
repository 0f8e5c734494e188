// A picture of the model itself: a question of one's own goes through it, and everything on the way can be
// looked at, token by token. Before that, or without a GPU, an example that comes with the page.
import { at } from '../../base/at'
import { useEffect, useId, useRef, useState } from 'react'
import type { ModelLook } from '../../protocol/modelLook'
import { exampleLook, lookInto, lookNeeds, readMost, type Head } from '../../state/modelPicture'
import { useWidth } from '../charts/useWidth'
import { useApp, useSession, useView } from '../context'
import { count, percent, visible } from '../format'
import { Icon } from '../parts/Icon'
import { pictureOf } from '../rivalry/svgImage'
import { words } from '../strings'
import { Flow } from './Flow'
import { Heads } from './Heads'
import { NextToken } from './NextToken'

const t = words.xray.inside
/** Milliseconds a token when it plays. */
const BEAT = 1100

function Picture({ look }: { readonly look: ModelLook }) {
  const app = useApp()
  const frame = useRef<HTMLDivElement>(null)
  const picture = useRef<SVGSVGElement>(null)
  const width = useWidth(frame, 760)
  const last = look.tokens.length - 1
  // The token after which the answer's value is written, where it is one token; the work shows best there.
  const [pinned, setPinned] = useState(Math.max(0, Math.min(last, look.tokens.length - 3)))
  const [pointed, setPointed] = useState<number | null>(null)
  const [chosen, setChosen] = useState<Head | null>(null)
  const [playing, setPlaying] = useState(false)
  const token = pointed ?? pinned
  useEffect(() => {
    if (!playing) return undefined
    const timer = setTimeout(() => {
      if (pinned >= last) setPlaying(false)
      else setPinned(pinned + 1)
    }, BEAT)
    return () => clearTimeout(timer)
  }, [playing, pinned, last])
  const expects = at(look.guesses, token).at(-1)?.[0]
  const reads = readMost(look, token, chosen)
    .map(({ from, share }) => `“${visible(at(look.pieces, from))}” ${percent(share)}`)
    .join(', ')
  return (
    <>
      <div className="row">
        <button
          type="button"
          className="button"
          onClick={() => {
            if (!playing && pinned >= last) setPinned(0)
            setPlaying(!playing)
          }}
        >
          <Icon name={playing ? 'pause' : 'play'} size={15} /> {playing ? t.pause : t.play}
        </button>
        <span className="small muted">{t.of(look.model)}</span>
        <button
          type="button"
          className="button small push"
          onClick={() => {
            if (picture.current !== null)
              void pictureOf(picture.current).then((data) => app.env.save('model.png', data))
          }}
        >
          <Icon name="down" size={15} /> {t.save}
        </button>
      </div>
      <p className="inside-says" role="status" data-testid="inside-says">
        {t.says(
          visible(at(look.pieces, token)),
          reads,
          expects === undefined ? '–' : `“${visible(expects.piece)}” ${percent(expects.p)}`,
        )}
      </p>
      <div className="inside">
        <div ref={frame} className="inside-frame">
          <Flow
            look={look}
            width={width}
            token={token}
            chosen={chosen}
            onToken={(next) => {
              setPlaying(false)
              setPointed(null)
              setPinned(next)
            }}
            onPoint={playing ? () => undefined : setPointed}
            picture={picture}
          />
        </div>
        <NextToken look={look} token={token} />
      </div>
      <details className="how-to-read">
        <summary>{t.how}</summary>
        <ul className="small">
          {t.reading.map((line) => (
            <li key={line}>{line}</li>
          ))}
        </ul>
      </details>
      <h3>{t.heads}</h3>
      <p className="small muted">
        {chosen === null ? t.headsWhy : t.headChosen(count(chosen.layer + 1), count(chosen.head + 1))}{' '}
        {chosen === null ? null : (
          <button type="button" className="link" onClick={() => setChosen(null)}>
            {t.allHeads}
          </button>
        )}
      </p>
      <Heads look={look} token={token} chosen={chosen} onChoose={setChosen} />
    </>
  )
}

export default function Inside() {
  const app = useApp()
  const id = useId()
  const live = useSession((state) => state.look)
  const source = useSession((state) => state.source)
  const running = useSession((state) => state.running)
  const activity = useSession((state) => state.activity)
  const gpu = useView((state) => state.gpu)
  const ownership = useView((state) => state.ownership)
  const [example, setExample] = useState<ModelLook | null>(null)
  const [question, setQuestion] = useState<string>(t.question)
  const [busy, setBusy] = useState(false)
  useEffect(() => {
    let gone = false
    void exampleLook(app).then((look) => {
      if (!gone) setExample(look)
    })
    return () => void (gone = true)
  }, [app])
  const look = live ?? example
  const need = lookNeeds({ source, running, activity }, { gpu, ownership })
  const submit = (): void => {
    setBusy(true)
    void lookInto(app, question).finally(() => setBusy(false))
  }
  return (
    <section className="card stack" aria-labelledby={`${id}-title`} data-testid="inside">
      <h2 id={`${id}-title`}>{t.title}</h2>
      <p className="muted">{t.lead}</p>
      <form
        className="row inside-form"
        onSubmit={(event) => {
          event.preventDefault()
          submit()
        }}
      >
        <label className="hidden-text" htmlFor={`${id}-q`}>
          {t.ask}
        </label>
        <input
          id={`${id}-q`}
          className="input"
          value={question}
          autoComplete="off"
          onChange={(event) => setQuestion(event.target.value)}
          data-testid="inside-question"
        />
        <button
          type="submit"
          className="button primary"
          disabled={need !== null || busy || question.trim() === ''}
          data-testid="inside-run"
        >
          {t.run}
        </button>
      </form>
      {need === null ? null : <p className="small needs">{t.need[need]}</p>}
      {busy ? (
        <p className="small muted" role="status">
          {t.busy}
        </p>
      ) : null}
      {look === null ? (
        <p className="muted">{words.shell.loading}</p>
      ) : (
        // A look anew: the token and head that were shown may not be there.
        <Picture key={`${look.model} ${look.tokens.join(' ')}`} look={look} />
      )}
    </section>
  )
}
