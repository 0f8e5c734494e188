// How a model of others is played where nothing else is said: the brief prompts, gates that such models need,
// and a short warm start of an adapter on examples of both seats. Page and command line both ask here.

import { withValue } from './config'
import { writtenStyle, type RunConfig } from './schema'

/** Of a model that writes its questions: what it copies, makes up or gives away is no question. */
const writingGates = ['parse', 'goldInPassage', 'leak', 'duplicate', 'openBook'] as const

/** In the game of gaps the gates stay as they are. */
const written = (config: RunConfig): readonly (readonly [string, unknown])[] => [
  ['game.prompts', writtenStyle],
  ...(config.game.world === 'cloze' ? [] : [['gates.active', writingGates] as const]),
]

const warmed = [
  ['warmStart.steps', 300],
  ['warmStart.batchTokens', 1024],
  ['warmStart.learningRate', 2e-4],
  ['warmStart.languageShare', 0.1],
] as const

const adapted = [
  ['weights.trained', 'adapter'],
  ['weights.storage', 'q4'],
] as const

const changed = (config: RunConfig, values: readonly (readonly [string, unknown])[]): RunConfig =>
  values.reduce<RunConfig>((now, [path, value]) => withValue(now, path, value), config)

/** What it is asked and what counts as its question. */
export const withWriting = (config: RunConfig): RunConfig => changed(config, written(config))

/** The same as an adapter over weights in four bits, with a warm start. */
export const withSeatedModel = (config: RunConfig): RunConfig =>
  changed(withWriting(config), [...adapted, ...warmed])
