// English, whole; its type is what the other languages are held to.
import { english, type ProblemWords } from '../../../problems'
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
import { reasons } from './reasons'
import { qr, shell } from './shell'
import { study } from './study'
import { alarms, gates, train } from './train'
import { trial } from './trial'

/** A sentence for each problem; English ones stand beside the codes, as the command line says them too. */
const problems: ProblemWords = english

export const en = {
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
  study,
  play,
  lessons,
  live,
  compare,
  saveChart,
  chartWindow,
  xray,
  trial,
  models,
  problems,
}

/** What every language has to say. */
export type Words = typeof en
