// How a model of others is played where nothing else is said: the brief prompts, gates that such models need,
// and a short warm start of an adapter on examples of both seats. Page and command line both ask here.

import { withValues } from './config'
import { writtenStyle, type RunConfig } from './schema'

/** Of a model that writes its questions: what it copies, makes up or gives away is no question. */
const writingGates = ['parse', 'goldInPassage', 'leak', 'duplicate', 'openBook'] as const

const warmed = {
  'warmStart.steps': 300,
  'warmStart.batchTokens': 1024,
  'warmStart.learningRate': 2e-4,
  'warmStart.languageShare': 0.1,
}

const adapted = { 'weights.trained': 'adapter', 'weights.storage': 'q4' }

/** What it is asked and what counts as its question. In the game of gaps the gates stay as they are. */
export const withWriting = (config: RunConfig): RunConfig =>
  withValues(config, {
    'game.prompts': writtenStyle,
    ...(config.game.world === 'cloze' ? {} : { 'gates.active': writingGates }),
  })

/** The same as an adapter over weights in four bits, with a warm start. */
export const withSeatedModel = (config: RunConfig): RunConfig =>
  withValues(withWriting(config), { ...adapted, ...warmed })
