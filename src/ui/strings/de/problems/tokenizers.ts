// Deutsch: warum ein Tokenizer oder eine Gesprächsvorlage sich nicht verwenden lässt.
import type { WordsOf } from '../../../../problems'
import type { tokenizers as english } from '../../../../problems/english/tokenizers'

const unread = (what: string): string => `Dieser Tokenizer lässt sich nicht lesen: ${what}.`
const untokenized = (what: string): string =>
  `Text für dieses Modell lässt sich nicht in Token teilen: ${what}.`

export const tokenizers: WordsOf<typeof english> = {
  'tokenizer-missing': () => unread('seine Dateien sind nicht da'),
  'tokenizer-no-model': () => unread('in seinem tokenizer.json fehlt das Modell'),
  'tokenizer-kind': ({ type }) => unread(`sein Modell ist ${type}; gelesen wird BPE`),
  'tokenizer-no-merges': () => unread('seinem BPE fehlen Vokabular und Verschmelzungen'),
  'tokenizer-added': () => unread('seine zusätzlichen Token sind keine Liste von Token'),
  'tokenizer-ids': () => unread('seine Nummern sind keine kleinen ganzen Zahlen'),
  'tokenizer-library': ({ reason }) => unread(reason),
  'tokenizer-work': () =>
    'Dieser Tokenizer lässt sich nicht verwenden: einer seiner regulären Ausdrücke braucht auf einem Text zu viele Schritte.',
  'tokenizer-pattern': ({ part }) =>
    unread(`in einem seiner regulären Ausdrücke steht ${part}, was kein bekannter Tokenizer hat`),
  'tokenizer-growth': () =>
    'Dieser Tokenizer ist nicht zu gebrauchen: Seine Schritte machen einen Text um ein Vielfaches länger als die jedes bekannten.',
  'tokenizer-object': () => unread('er ist kein Objekt'),
  'tokenizer-byteBpe': () => unread('seine Art ist nicht byteBpe, Version 1'),
  'tokenizer-marks': () => unread('seine Marken sind keine verschiedenen Namen'),
  'tokenizer-merges': () => unread('ihm fehlt eine Liste von Verschmelzungen passender Länge'),
  'tokenizer-merge': ({ index }) => unread(`Verschmelzung ${index} ist kein Paar früherer Nummern`),
  'tokenizer-merge-twice': ({ index }) => unread(`Verschmelzung ${index} steht zweimal da`),
  'tokenizer-vocabulary': ({ vocabulary, size }) =>
    `Das Modell hat ${vocabulary} Token, sein Tokenizer aber ${size}.`,
  'tokenizer-end': () =>
    'Der Tokenizer nennt kein Token, das einen Text beendet; keine Antwort dieses Modells würde je enden.',
  'tokenizer-nested': ({ most }) =>
    unread(`seine Teile enthalten Teile, die tiefer als ${most} Ebenen liegen`),
  'tokenizer-gguf-kind': ({ kind }) =>
    untokenized(
      `sein Tokenizer ist von der Art ${kind}, und aus GGUF-Dateien werden nur BPE über Bytes („gpt2“) und SentencePiece („llama“) gelesen; der Hugging-Face-Ordner des Modells bringt einen eigenen mit`,
    ),
  'tokenizer-gguf-split': ({ way }) =>
    untokenized(
      `sein Tokenizer trennt Text auf die Art ${way}, und die ist hier nicht bekannt; der Hugging-Face-Ordner des Modells bringt einen eigenen mit`,
    ),
  'tokenizer-gguf-default': () =>
    'Die Datei sagt nicht, wie ihr Tokenizer Text trennt (tokenizer.ggml.pre); er trennt deshalb wie der von GPT-2, wie in llama.cpp. Eine neuere Kopie des Modells sagt es vielleicht.',
  'tokenizer-gguf-lists': () => untokenized('seinem Tokenizer fehlt die Liste der Token und Verschmelzungen'),
  'tokenizer-no-file': () => untokenized('in seinem Ordner fehlt tokenizer.json'),
  'chat-template': ({ reason }) => `Die Gesprächsvorlage des Modells lässt sich nicht verwenden: ${reason}.`,
  'chat-template-long': ({ characters, limit }) =>
    `Die Gesprächsvorlage des Modells hat ${characters} Zeichen; gelesen werden höchstens ${limit}.`,
  'chat-template-work': () =>
    'Die Gesprächsvorlage des Modells wurde beendet: sie braucht mehr Schritte oder größere Werte als jede, die nur ein Gespräch aufschreibt.',
  'chat-template-leaves-out': ({ missing, messages }) =>
    `Die Gesprächsvorlage des Modells lässt ${missing} von ${messages} Nachrichten weg.`,
  'chat-template-none': () =>
    'Dieses Modell hat keine Gesprächsvorlage: es ist ein Grundmodell, das einen Text fortsetzt.',
  'chat-template-own': () =>
    'Eigene Speicherpunkte haben keine Gesprächsvorlage; lassen Sie das Gespräch weg.',
}
