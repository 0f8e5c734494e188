// Trains a small model on stories by playing against itself, and keeps the weights. In an empty folder:
// npm install spice-lab webgpu && node train.mjs
import { writeFile } from 'node:fs/promises'
import { storyTexts } from 'spice-lab'
import { openNodeLab } from 'spice-lab/node'

const lab = await openNodeLab()
const run = await lab.train({
  documents: storyTexts('numbers', 60, 1).map((data, i) => ({ path: `story-${i}.txt`, data })),
  weights: 'nano-numbers',
  preset: 'nano',
  rounds: 2,
  set: { 'game.passages': 2, 'probe.questions': 8 },
  onRound: ({ round, validRate, passRate }) => console.log({ round, validRate, passRate }),
})
await writeFile('weights.safetensors', run.weights)
await lab.close()
