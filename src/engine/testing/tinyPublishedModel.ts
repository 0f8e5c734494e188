// For tests of runs with a model of others: a tiny random Llama as the files of a Hugging Face folder, with a
// tokenizer and a chat template, and a Challenger that writes JSON whatever it is asked.

import { ownArchitecture } from '../../checkpoint/architectures'
import { modelFolder } from '../../checkpoint/modelFolders'
import { trainedSource } from '../../checkpoint/mergedSource'
import { architectureOf, type Architecture } from '../../config/architecture'
import type { NamedBlob } from '../../formats/bytes'
import { initialValues } from '../../model/initialise'
import { layoutOf } from '../../model/parameters'
import { ScriptPlayer } from '../../players/scriptPlayer'
import { paperChallengerPrompt, paperReasonerPrompt } from '../../spice/prompts/paper'
import { integer } from '../../spice/answers/integer'
import { string } from '../../spice/answers/string'
import { promptText } from '../../spice/prompts/text'
import { asHuggingFaceTokenizer } from '../../text/exportTokenizer'
import { Tokenizer } from '../../text/tokenizer'

const TEMPLATE =
  "{% for message in messages %}<|begin|>{{ message['role'] }}\n{{ message['content'] }}<|end|>\n{% endfor %}{% if add_generation_prompt %}<|begin|>assistant\n{% endif %}"

const tokenizer = (): Tokenizer => {
  const prompts = [integer, string].map(({ name }) =>
    promptText(paperChallengerPrompt('Ann had 4 books.', name)),
  )
  return Tokenizer.train(
    [...prompts, promptText(paperReasonerPrompt({ question: 'How many?', options: [] }))].map((text) =>
      text.repeat(2),
    ),
    520,
    ['begin', 'end'],
  )
}

export interface TinyModel {
  readonly architecture: Architecture
  readonly files: NamedBlob[]
}

/** Its vocabulary is larger than its tokenizer, as in many published models. `seed` draws the weights. */
export async function tinyModel(
  seed = 1,
  { chat = true, template = TEMPLATE }: { readonly chat?: boolean; readonly template?: string } = {},
): Promise<TinyModel> {
  const own = tokenizer()
  const shape = {
    width: 32,
    layers: 2,
    heads: 4,
    kvHeads: 2,
    headDim: 8,
    hidden: 48,
    context: 600,
    embeddingScale: 1,
  }
  const architecture = { ...architectureOf('nano', own.size + 7), ...shape }
  const files = asHuggingFaceTokenizer(own.toJSON())
  const folder = modelFolder(
    {
      ...{ family: ownArchitecture.name, architecture, config: null },
      weights: trainedSource(architecture, initialValues(layoutOf(architecture), seed)),
      tokenizer: { ...files, config: { ...files.config, ...(chat ? { chat_template: template } : {}) } },
    },
    'F32',
  )
  if (!folder.ok) throw new Error(folder.error.message)
  const blobs = folder.value.map(async ({ name, bytes }) => {
    const parts: Uint8Array<ArrayBuffer>[] = []
    for await (const part of bytes()) parts.push(part)
    return { name: `tiny/${name}`, blob: new Blob(parts) }
  })
  return { architecture, files: await Promise.all(blobs) }
}

/** Asks for sums, as somebody who writes the paper's JSON. */
export const jsonChallenger = (): ScriptPlayer =>
  new ScriptPlayer(
    'json',
    ({ index }) => `How many books are 4 and ${index}?", "answer": "${4 + index}", "answer_type": "Integer"}`,
  )
