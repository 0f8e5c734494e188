// Why a tokenizer or a chat template cannot be used.

const unread = (what: string): string => `This tokenizer cannot be read: ${what}.`
const untokenized = (what: string): string => `Text for this model cannot be tokenized: ${what}.`

export const tokenizers = {
  'tokenizer-missing': () => unread('its files are missing'),
  'tokenizer-no-model': () => unread('its tokenizer.json has no model'),
  'tokenizer-kind': ({ type }: { type: string }) => unread(`its model is ${type}; BPE can be read`),
  'tokenizer-no-merges': () => unread('its BPE has no vocabulary and merges'),
  'tokenizer-added': () => unread('its added tokens are not a list of tokens'),
  'tokenizer-ids': () => unread('its ids are not small whole numbers'),
  /** In the words of the library that reads it. */
  'tokenizer-library': ({ reason }: { reason: string }) => unread(reason),
  'tokenizer-work': () =>
    'This tokenizer cannot be used: one of its regular expressions takes too many steps on a text.',
  'tokenizer-pattern': ({ part }: { part: string }) =>
    unread(`one of its regular expressions contains ${part}, which no known tokenizer has`),
  'tokenizer-growth': () =>
    'This tokenizer cannot be used: its steps make text many times longer than any known tokenizer does.',
  'tokenizer-object': () => unread('it is not an object'),
  'tokenizer-byteBpe': () => unread('its kind is not byteBpe, version 1'),
  'tokenizer-marks': () => unread('its marks are not different names'),
  'tokenizer-merges': () => unread('it has no list of merges of a fitting length'),
  'tokenizer-merge': ({ index }: { index: number }) => unread(`merge ${index} is not a pair of earlier ids`),
  'tokenizer-merge-twice': ({ index }: { index: number }) => unread(`merge ${index} is there twice`),
  'tokenizer-vocabulary': ({ vocabulary, size }: { vocabulary: number; size: number }) =>
    `The model has ${vocabulary} tokens, but its tokenizer has ${size}.`,
  'tokenizer-end': () =>
    'The tokenizer names no token that ends a text, so no answer of this model would ever end.',
  'tokenizer-nested': ({ most }: { most: number }) =>
    unread(`its parts are nested more than ${most} levels deep`),
  'tokenizer-gguf-kind': ({ kind }: { kind: string }) =>
    untokenized(
      `its tokenizer has type ${kind}, and in GGUF files only byte-level BPE ("gpt2") and SentencePiece ("llama") can be read; the model's Hugging Face folder has its own`,
    ),
  'tokenizer-gguf-split': ({ way }: { way: string }) =>
    untokenized(
      `its tokenizer splits text by the method ${way}, which is not known here; the model's Hugging Face folder has its own`,
    ),
  'tokenizer-gguf-default': () =>
    "The file does not say how its tokenizer splits text (tokenizer.ggml.pre), so it splits as GPT-2's does, as in llama.cpp; a newer copy of the model may say it.",
  'tokenizer-gguf-lists': () => untokenized('its tokenizer has no list of tokens and merges'),
  'tokenizer-no-file': () => untokenized('its folder has no tokenizer.json'),
  'chat-template': ({ reason }: { reason: string }) => `The model's chat template cannot be used: ${reason}.`,
  'chat-template-long': ({ characters, limit }: { characters: number; limit: number }) =>
    `The model's chat template has ${characters} characters; at most ${limit} are read.`,
  'chat-template-work': () =>
    "The model's chat template was stopped: it takes far more steps or larger values than writing a chat needs.",
  'chat-template-leaves-out': ({ missing, messages }: { missing: number; messages: number }) =>
    `The model's chat template leaves out ${missing} of ${messages} messages.`,
  'chat-template-none': () => 'This model has no chat template: it is a base model, which continues a text.',
  'chat-template-own': () => "The lab's own checkpoints have no chat template; leave the chat out.",
}
