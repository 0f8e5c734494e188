// For tests of the command line: a machine whose model is a fake and whose clocks stand still, so that two
// runs of one seed write the same bytes.

import { ok } from '../../base/result'
import { Tokenizer } from '../../text/tokenizer'
import type { EnginePorts } from '../enginePorts'
import { FakeGpu, FakeModelRuntime, type Interruption } from './fakeModel'
import { storyScript, type SeatScript } from './seatScript'

/** Answers without a memory of what was asked, so that a run goes on in another process as it would have. */
const script: SeatScript = {
  ...storyScript(),
  answer: (_, random) => ` Answer: ${random.integer(2, 20)}`,
}

export const fakeMachine = (
  moment: Interruption = () => undefined,
): Pick<EnginePorts, 'openDevice' | 'openRuntime' | 'now' | 'date'> => ({
  openDevice: async () => ok(new FakeGpu().asGpu),
  openRuntime: async (gpu, architecture, tokenizer) => {
    if (!(tokenizer instanceof Tokenizer)) throw new Error('the fake model has the tokenizer of the lab')
    return new FakeModelRuntime(gpu as unknown as FakeGpu, architecture, tokenizer, moment, script)
  },
  now: () => 0,
  date: () => 1_700_000_000_000,
})
