// What a run is called on the page: by the name it was given or made from its corpus, else (older runs) by
// its preset, what differs from it in the page's words, and its seed.
import { differences, preset } from '../../config/config'
import type { RunRecord } from '../../protocol/records'
import { automaticName } from '../../state/draft'
import { starterNames } from '../../state/starters'
import { words } from '../strings'
import { fullLabelOf, valueText } from '../train/FieldRow'

/** Differences that a name has room for. */
const most = 2

export function runName({ name, linked }: Pick<RunRecord, 'name' | 'linked'>): string {
  const starter = starterNames.find((each) => name.startsWith(`${each} `))
  if (starter !== undefined && /^( \+\d+)? \d+$/.test(name.slice(starter.length)))
    return `${words.corpus.starter[starter].name}${name.slice(starter.length)}`
  if (name !== automaticName(linked)) return name
  return runMakeUp({ linked })
}

/** A configuration as its preset and what differs from it. */
export function configurationName(linked: RunRecord['linked']): string {
  const changed = differences(preset(linked.preset), linked.config)
  const told = changed.slice(0, most).map(({ path, to }) => `${fullLabelOf(path)} ${valueText(path, to)}`)
  return [
    words.train.presets[linked.preset].name,
    ...told,
    ...(changed.length > most ? [words.train.further(String(changed.length - most))] : []),
  ].join(' · ')
}

/** What a run is made of, for the line beside its name. */
export const runMakeUp = ({ linked }: Pick<RunRecord, 'linked'>): string =>
  `${configurationName(linked)} · ${words.train.seed} ${linked.seed}`
