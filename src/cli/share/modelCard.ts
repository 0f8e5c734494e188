// README.md of an exported model: what it was trained on and what was measured, from the run's own records.

import { basename, dirname, join, resolve } from 'node:path'
import { last } from '../../base/at'
import type { RoundMetrics, RunRecord } from '../../protocol/records'
import type { CorpusRecord } from '../../protocol/ports'
import { CorpusFolders } from '../corpusFolders'
import { RunFolders } from '../runFolders'

const share = (value: number | null | undefined): string =>
  value === null || value === undefined ? 'not measured' : `${(100 * value).toFixed(1)} %`

export function modelCard(
  run: RunRecord,
  lines: readonly RoundMetrics[],
  corpora: readonly Pick<CorpusRecord, 'name' | 'origin' | 'licence' | 'documents'>[],
  checkpoint: string,
): string {
  const rows = lines.length === 0 ? [] : [lines.slice(0, 1), lines.slice(-1)].flat()
  const played = lines.length === 0 ? 0 : last(lines).round + 1
  const measured = rows.map(
    (line) =>
      `| ${line.round + 1} | ${share(line.probeAccuracy)} | ${share(line.passRate)} | ${share(line.validRate)} |`,
  )
  const texts = corpora.map(
    ({ name, origin, licence, documents }) =>
      `- ${name}: ${documents} documents. ${origin} Licence: ${licence}`,
  )
  return `---
library_name: transformers
tags: [self-play, spice, reasoning]
---

# ${run.name}, checkpoint ${checkpoint}

Trained by self-play (SPICE, arXiv 2510.24684) in SPICE Lab: preset ${run.linked.preset}, seed ${run.linked.seed}, ${run.warmSteps} steps of warm start, ${played} rounds, on ${run.device || 'an unknown device'}.

## Trained on

${texts.length === 0 ? 'The record of its corpora is not here.' : texts.join('\n')}

## Measured

| round | probe | attempts right | questions valid |
|---|---|---|---|
${measured.join('\n')}

The probe is a fixed list of questions that the run is asked again and again; the other two are of the round's own play. They are this one run, with one seed. Nothing else was measured: no safety test, no benchmark of general ability.

## Meant for

Looking at what self-play does to a model. A small model of the lab reads and writes its own short forms and is of no use as an assistant.
`
}

/** The card of a checkpoint that lies in a run's folder; null for any other file or folder. */
export async function cardOf(model: string): Promise<string | null> {
  const path = resolve(model)
  const folder = dirname(dirname(path))
  if (basename(dirname(path)) !== 'checkpoints') return null
  const runs = new RunFolders(dirname(folder))
  const run = await runs.run(basename(folder))
  if (run === null) return null
  const checkpoint = basename(path).replace(/\.safetensors$/, '')
  const rounds = Number(checkpoint)
  const lines = (await runs.metrics(run.id)).filter(
    ({ round }) => !Number.isInteger(rounds) || round < rounds,
  )
  const corpora = await new CorpusFolders(join(folder, 'corpus')).corpora()
  return modelCard(run, lines, corpora, checkpoint)
}
