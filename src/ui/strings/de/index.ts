// Deutsch. Der Typ verlangt jedes Wort, das es auf Englisch gibt.
import type { Words } from '../en'
import { corpus, home } from './corpus'
import { ask, episodes, runs } from './episodes'
import { fields, options, sections, units } from './fields'
import { gpu } from './gpu'
import { chartWindow, compare, saveChart } from './compare'
import { documents } from './documents'
import { glossary } from './glossary'
import { lessons } from './lessons'
import { live } from './live'
import { play } from './play'
import { xray } from './xray'
import { models } from './models'
import { problems } from './problems'
import { reasons } from './reasons'
import { qr, shell } from './shell'
import { study } from './study'
import { alarms, gates, train } from './train'
import { trial } from './trial'

export const de: Words = {
  shell,
  qr,
  glossary,
  home,
  corpus,
  documents,
  train,
  gates,
  reasons,
  alarms,
  fields,
  options,
  sections,
  units,
  episodes,
  ask,
  runs,
  gpu,
  play,
  lessons,
  live,
  compare,
  saveChart,
  chartWindow,
  xray,
  study,
  trial,
  models,
  problems,
}
