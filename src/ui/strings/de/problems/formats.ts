// Deutsch: was mit einer Datei voller Gewichte nicht stimmt.
import type { WordsOf } from '../../../../problems'
import type { formats as english } from '../../../../problems/english/formats'

const gguf = (what: string): string => `Diese GGUF-Datei lässt sich nicht lesen: ${what}.`
const tensor = (name: string, what: string): string => `Tensor „${name}“ der Datei mit den Gewichten ${what}.`

export const formats: WordsOf<typeof english> = {
  'gguf-header': ({ megabytes }) => gguf(`ihr Kopf ist länger als ${megabytes} MB`),
  'gguf-number': ({ part, value }) => gguf(`${part} ist ${value}, und das braucht kein Modell`),
  'gguf-length': ({ part, value, left }) =>
    gguf(`${part} ist ${value}, mehr als in die ${left} Bytes dahinter passt`),
  'gguf-many': ({ part, value, most }) => gguf(`${part} ist ${value}, und gelesen werden höchstens ${most}`),
  'gguf-type': ({ part, type }) => gguf(`${part} ist vom unbekannten Typ ${type}`),
  'gguf-list-type': ({ part, type }) => gguf(`${part} ist eine Liste vom unbekannten Typ ${type}`),
  'gguf-depth': ({ part }) => gguf(`${part} ist eine Liste in einer Liste in einer Liste`),
  'gguf-short': ({ part }) => gguf(`die Datei endet in ${part}; vielleicht wurde sie abgeschnitten`),
  'gguf-magic': () => gguf('sie beginnt nicht mit „GGUF“'),
  'gguf-endian': () => gguf('sie wurde für eine Big-Endian-Maschine geschrieben'),
  'gguf-version': ({ version }) => gguf(`sie hat Version ${version}; gelesen werden die Versionen 2 und 3`),
  'gguf-key-twice': ({ key }) => gguf(`sie nennt „${key}“ zweimal`),
  'gguf-tensor-twice': ({ name }) => gguf(`sie hat zwei Tensoren mit dem Namen „${name}“`),
  'gguf-unaligned': ({ name, offset, alignment }) =>
    gguf(`Tensor „${name}“ beginnt bei ${offset}, und das ist kein Vielfaches von ${alignment}`),
  'gguf-beyond': ({ name, end, bytes }) =>
    gguf(`Tensor „${name}“ geht bis Byte ${end} von ${bytes}; vielleicht wurde die Datei abgeschnitten`),
  'gguf-overlap': ({ name }) => gguf(`Tensor „${name}“ überlappt einen anderen`),
  'gguf-alignment': ({ value }) => gguf(`ihre Ausrichtung ist ${value}, und das ist keine Zweierpotenz`),
  'gguf-dimensions': ({ name, dimensions, limit }) =>
    gguf(`Tensor „${name}“ hat ${dimensions} Dimensionen; gelesen werden 1 bis ${limit}`),
  'gguf-dtype': ({ name, type, known }) =>
    gguf(`Tensor „${name}“ enthält ${type}; gelesen werden ${known.join(', ')}`),
  'gguf-shape': ({ name, shape }) => gguf(`Tensor „${name}“ hat die Form [${shape.join(', ')}]`),
  'gguf-blocks': ({ name, columns, type, block }) =>
    gguf(`Tensor „${name}“ hat Zeilen von ${columns} Zahlen, ${type} aber kommt in Blöcken von ${block}`),
  'safetensors-json': ({ reason }) => `Der Kopf der Datei mit den Gewichten ist kein JSON: ${reason}.`,
  'safetensors-object': () => 'Der Kopf der Datei mit den Gewichten ist kein JSON-Objekt.',
  'safetensors-text': () => 'Der Kopf der Datei mit den Gewichten ist kein Text.',
  'safetensors-duplicate': ({ name }) => `Die Datei mit den Gewichten nennt „${name}“ zweimal.`,
  'safetensors-other-file': ({ name }) =>
    `der Tensor „${name}“ steht auch in einer anderen Datei dieses Modells.`,
  'safetensors-short': ({ bytes }) =>
    `Die Datei mit den Gewichten hat ${bytes} Bytes; schon ihr Kopf braucht mehr. Vielleicht wurde sie abgeschnitten.`,
  'safetensors-header': ({ length }) =>
    `Die Datei mit den Gewichten will einen Kopf von ${length} Bytes haben; sie ist keine safetensors-Datei.`,
  'safetensors-header-cut': ({ length, bytes }) =>
    `Die Datei mit den Gewichten will einen Kopf von ${length} Bytes haben, endet aber nach ${bytes}. Vielleicht wurde sie abgeschnitten.`,
  'safetensors-metadata': () => 'Die Angaben der Datei mit den Gewichten sind kein Objekt aus Texten.',
  'safetensors-metadata-value': ({ key }) => `Die Angabe „${key}“ der Datei mit den Gewichten ist kein Text.`,
  'safetensors-entry': ({ name }) => tensor(name, 'ist nicht durch ein Objekt beschrieben'),
  'safetensors-dtype': ({ name, type }) =>
    tensor(name, `enthält ${type}; gelesen werden nur F32, F16 und BF16`),
  'safetensors-shape': ({ name }) => tensor(name, 'hat eine Form, die keine Liste ganzer Zahlen ist'),
  'safetensors-shape-size': ({ name, shape }) =>
    tensor(name, `hat die Form [${shape.join(', ')}], mehr als in die Datei passt`),
  'safetensors-offsets': ({ name }) => tensor(name, 'sagt nicht, von welchem Byte bis zu welchem er geht'),
  'safetensors-beyond': ({ name, begin, end, bytes }) =>
    tensor(name, `geht von Byte ${begin} bis ${end} von ${bytes}`),
  'safetensors-size': ({ name, bytes, shape, type, needs }) =>
    tensor(name, `hat ${bytes} Bytes, seine Form [${shape.join(', ')}] in ${type} braucht aber ${needs}`),
  'safetensors-overlap': ({ name }) =>
    `Tensor „${name}“ der Datei mit den Gewichten überlappt einen anderen.`,
  'safetensors-gap': ({ bytes, name }) =>
    `Die Datei mit den Gewichten hat vor dem Tensor „${name}“ ${bytes} Bytes, die zu nichts gehören.`,
  'safetensors-left': ({ bytes }) =>
    `Die Datei mit den Gewichten hat am Ende ${bytes} Bytes, die zu nichts gehören.`,
  'model-weights': () => 'Im Ordner ist keine safetensors-Datei.',
  'model-index': () => 'model.safetensors.index.json sagt nicht, in welcher Datei jeder Tensor steht.',
  'model-index-empty': () => 'model.safetensors.index.json nennt kein Stück.',
  'model-shard': ({ shard }) => `Im Ordner fehlt das Stück „${shard}“.`,
}
