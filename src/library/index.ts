// `import { openLab } from 'spice-lab'`: the engine, for a page and for Node, and the configuration of a run.

export {
  Lab,
  openLab,
  type LabDocument,
  type LabOptions,
  type TrainedRun,
  type TrainOptions,
} from './openLab'
export { fieldList, preset, readConfig, withValue } from '../config/config'
export { presetNames, type PresetName } from '../config/field'
export { parseLink, printLink, type RunLink } from '../config/link'
export type { RunConfig } from '../config/schema'
export type { MachineAbout, MachineLink, OpenMachine } from '../engine/machine/machineLink'
export type { Recogniser, Recognised } from '../corpus'
export { EngineError } from '../engine/errors'
export { ProblemError, type Problem } from '../problems'
export type { Command, Event } from '../protocol/door'
export type { Episode, ProbeRecord, RoundMetrics, RunRecord } from '../protocol/records'
export { corpusTexts as storyTexts } from '../spice/stories/storyCorpus'
