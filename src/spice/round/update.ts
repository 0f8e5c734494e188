// Update: one call to the learner with all that trains, at the round's learning rate.

import { learningRateAt } from '../../config/learningRate'
import type { Trajectory, UpdateReport } from '../seats'
import type { RoundState } from './state'

export const update = (
  { config, round, learner }: RoundState,
  trajectories: readonly Trajectory[],
): Promise<UpdateReport> => learner.update(trajectories, { learningRate: learningRateAt(config, round) })
