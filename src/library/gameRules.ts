// `import { selfPlayRound } from 'spice-lab/rules'`: a round of the game, its gates, rewards and verifier,
// which know no tensors. Players and learner are the caller's.

export { selfPlayRound, type RoundResult } from '../spice/algorithm'
export { answers } from '../spice/answers'
export { activeGates } from '../spice/gates'
export { rewardKinds, passRate } from '../spice/rewards'
export { challengerReward, reasonerReward } from '../spice/rewards'
export { promptStyle } from '../spice/prompts'
export { parseTask, goldText } from '../spice/task'
export { equalAnswers, judge } from '../spice/verifier'
export type { PassageSampler, RoundSetup } from '../spice/round/state'
export type { Learner, Player, PromptPart, PromptRequest, Trajectory } from '../spice/seats'
export { storyAnalyser } from '../spice/stories/analyse'
export { ScriptPlayer, sumChallenger, sumReasoner } from '../players/scriptPlayer'
export { Random } from '../base/random'
export type { Candidate, Generated, Passage, Task, Verdict } from '../protocol/records'
