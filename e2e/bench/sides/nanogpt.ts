// @genai-fi/nanogpt on WebGPU, as its documentation says: TeachableLLM.create, selectBackend('webgpu'),
// training.job, responses.create. Its own log tells a step's duration; a job that stops at every log gives
// one step a turn.
import { data, TeachableLLM } from '@genai-fi/nanogpt'
import {
  checkFirst,
  checkLosses,
  UnsupportedTask,
  timed,
  WrongResult,
  type Ready,
  type Side,
  type Turn,
} from '../side'
import type { ModelSize, SampleTask, TrainTask } from '../benchTasks'

/** Words in an order that a model can learn a little of in a few steps. */
const who = ['the old mill', 'a red boat', 'seven apples', 'her brother']
const did = [' stood by', ' sailed past', ' lay under']
const text = Array.from({ length: 1500 }, (_, i) => `${who[(i * 7) % 4]}${did[i % 3]} the river. `).join('')

const streams = async (): Promise<unknown[]> => [
  await data.loadTextData(new File([text], 'words.txt', { type: 'text/plain' })),
]

async function model(
  { width, layers, heads, vocabulary }: ModelSize,
  blockSize: number,
): Promise<TeachableLLM> {
  const made = TeachableLLM.create('char', {
    modelType: 'GenAI_NanoGPT_v2',
    vocabSize: vocabulary,
    blockSize,
    nLayer: layers,
    nHead: heads,
    nEmbed: width,
    mlpFactor: 4,
  })
  await TeachableLLM.selectBackend('webgpu')
  await made.trainTokeniser(await streams())
  return made
}

interface Step {
  readonly loss: number
  readonly seconds: number
}

/** Steps of one job, one at a time. */
class Training {
  private waiting: { resolve: (step: Step) => void; reject: (error: Error) => void } | undefined
  private id = ''
  private begun = 0

  constructor(
    private readonly llm: TeachableLLM,
    private readonly batch: number,
  ) {
    llm.training.on('paused', (id) => {
      const entry = llm.training.getJob(id)?.history?.at(-1)
      if (entry === undefined) return
      const seconds = (entry.duration - this.begun) / 1000
      this.begun = entry.duration
      this.waiting?.resolve({ loss: entry.trainingMetrics.loss, seconds })
    })
    llm.training.on('error', (_, error) => this.waiting?.reject(error))
  }

  async step(): Promise<Step> {
    const done = new Promise<Step>((resolve, reject) => {
      this.waiting = { resolve, reject }
    })
    if (this.id !== '') await this.llm.training.resume(this.id)
    else {
      // logInterval is in milliseconds: every step is logged, and the break stops the job at its log.
      const job = await this.llm.training.job(
        {
          method: { type: 'pretraining' },
          batchSize: this.batch,
          logInterval: 1,
          learningRate: 1e-3,
          warmupSteps: 1,
        },
        await streams(),
        [{ id: 'words', name: 'words' }],
      )
      this.id = job.id
      this.llm.training.addBreak(job.id)
    }
    return done
  }
}

async function prepareTraining({ model: size, batch, length }: TrainTask): Promise<Ready> {
  const llm = await model(size, length)
  const run = new Training(llm, batch)
  const losses: number[] = []
  for (let i = 0; i < 4; i++) losses.push((await run.step()).loss)
  return {
    checked: checkLosses(losses, 'its own log', Math.log(size.vocabulary), 0.02),
    parameters: llm.getNumParams(),
    async turn(): Promise<Turn> {
      const { seconds, loss } = await run.step()
      if (!Number.isFinite(loss)) throw new WrongResult(`the loss is ${loss}`)
      return { amount: batch * length, seconds }
    },
    end: () => llm.training.cancel(),
  }
}

function prepareFirst(task: TrainTask): Ready {
  return {
    checked: 'the loss of the first step is about ln V',
    turn: () =>
      timed(1, async () => {
        const { loss } = await new Training(await model(task.model, task.length), task.batch).step()
        checkFirst(loss, Math.log(task.model.vocabulary), 0.4)
      }),
    end: () => undefined,
  }
}

/** It samples one sequence at a time, so a roll-out of many has the rate of one. */
async function prepareSampling({ model: size, promptLength, newTokens }: SampleTask): Promise<Ready> {
  const llm = await model(size, 128)
  const run = async (): Promise<number> => {
    const { output } = await llm.responses.create({
      input: text.slice(0, promptLength),
      maxLength: newTokens,
      temperature: 1,
      nonConversational: true,
      allowSpecial: true,
    })
    const made = output?.at(-1)?.content.length ?? 0
    if (made < 1) throw new WrongResult('it answered nothing')
    return made
  }
  await run()
  return {
    checked: 'text came back; its values are not known',
    parameters: llm.getNumParams(),
    async turn() {
      const began = performance.now()
      const made = await run()
      return { amount: made, seconds: (performance.now() - began) / 1000 }
    },
    end: () => undefined,
  }
}

export const side: Side = {
  async prepare(task) {
    switch (task.work) {
      case 'train':
        return prepareTraining(task)
      case 'first-step':
        return prepareFirst(task)
      case 'rollout':
      case 'decode':
        return prepareSampling(task)
      default:
        throw new UnsupportedTask('it does not offer this')
    }
  },
}
