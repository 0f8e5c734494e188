// Deutsch: warum ein Modell, ein Adapter oder ein Speicherpunkt sich nicht verwenden oder schreiben lässt.
import type { WordsOf } from '../../../../problems'
import type { models as english } from '../../../../problems/english/models'

const unusable = (what: string): string => `Dieses Modell lässt sich nicht verwenden: ${what}.`
const unwritable = (what: string): string =>
  `Dieses Modell lässt sich nicht als eines von transformers schreiben: ${what}.`

type Tensor = {
  readonly name: string
  readonly shape: readonly number[]
  readonly needs: readonly number[]
}
const otherShape = ({ name, shape, needs }: Tensor): string =>
  `Der Tensor „${name}“ ist [${shape.join(', ')}] in der Datei, das Modell braucht [${needs.join(', ')}].`
const tooManyLayers = ({ layers, tensors }: { layers: number; tensors: number }): string =>
  `Das Modell hat ${layers} Schichten, die Datei aber nur ${tensors} Tensoren.`

export const models: WordsOf<typeof english> = {
  'architecture-size': ({ key, value, limit }) =>
    `${key} des Modells ist ${value}; es muss eine ganze Zahl von 1 bis ${limit} sein.`,
  'architecture-positive': ({ key, value }) =>
    `${key} des Modells ist ${value}; es muss eine Zahl über 0 sein.`,
  'architecture-flag': ({ key, value }) => `${key} des Modells ist ${value}; es muss true oder false sein.`,
  'architecture-kvHeads': ({ heads, kvHeads }) =>
    `Das Modell hat ${heads} Köpfe für Anfragen und ${kvHeads} für Schlüssel und Werte; die zweite Zahl muss die erste teilen.`,
  'architecture-headDim': ({ headDim }) =>
    `headDim des Modells ist ${headDim}; die Aufmerksamkeit liest vier Kanäle auf einmal, darum muss es ein Vielfaches von 4 sein.`,
  'architecture-ropeFactors': ({ count, limit }) =>
    `ropeFactors des Modells müssen ${count} Zahlen von 1 bis ${limit} sein, eine je Paar von Kanälen.`,
  'adapter-rank': ({ rank, limit }) =>
    `Der Rang des Adapters ist ${rank}; er muss eine ganze Zahl von 1 bis ${limit} sein.`,
  'adapter-alpha': ({ alpha }) => `Alpha des Adapters ist ${alpha}; es muss eine Zahl über 0 sein.`,
  'adapter-targets': () => 'Der Adapter hat kein Ziel, darum gibt es nichts zu trainieren.',
  'model-config-object': () => unusable('sein config.json ist kein Objekt'),
  'model-family': ({ family, known }) =>
    unusable(`sein config.json nennt model_type ${family}; verwenden lassen sich ${known.join(', ')}`),
  'model-architecture': ({ family, known }) =>
    unusable(`seine Bauart ist ${family}; verwenden lassen sich ${known.join(', ')}`),
  'model-activation': ({ activation }) =>
    unusable(`seine Aktivierung ist ${activation}, und bekannt ist nur silu`),
  'model-attention-biases': () => unusable('seine Aufmerksamkeit hat Verschiebungen an jeder Abbildung'),
  'model-mlp-biases': () => unusable('seine MLP-Schichten haben Verschiebungen'),
  'model-sliding-window': () => unusable('ein Teil seiner Aufmerksamkeit sieht nur ein gleitendes Fenster'),
  'model-quantised': () =>
    unusable('seine Gewichte sind auf eine Art quantisiert, die nur aus GGUF-Dateien gelesen wird'),
  'model-partial-rotary': () => unusable('es dreht nur einen Teil jedes Kopfes'),
  'model-rotated': ({ rotated, headDim }) =>
    unusable(`es dreht ${rotated} der ${headDim} Kanäle eines Kopfes`),
  'model-value-size': () => unusable('seine Schlüssel und Werte sind verschieden lang'),
  'model-rope-freqs': ({ shape, needs }) =>
    unusable(`sein rope_freqs.weight ist [${shape.join(', ')}] statt [${needs}]`),
  'model-rope-llama3': () => unusable('die vier Zahlen seiner llama3-Drehung fehlen'),
  'model-rope-scaling': ({ kind }) =>
    unusable(`seine Drehung ist ${kind}; bekannt sind default, linear und llama3`),
  'model-rope-scaling-gguf': ({ kind }) =>
    unusable(`seine Drehung ist ${kind}; bekannt sind linear und die von Llama 3`),
  'model-ggufs': ({ count }) =>
    `Es sind ${count} GGUF-Dateien, die nicht Teile eines Modells sind; geben Sie eine davon.`,
  'model-parts': ({ count, given, missing }) =>
    `Dieses Modell ist in ${count} Dateien geteilt, und da ${given === 1 ? 'ist' : 'sind'} ${given}. Geben Sie alle; es fehlt ${missing.join(', ')}.`,
  'model-parts-tensors': ({ tensors, whole }) =>
    `Die Teile dieses Modells haben zusammen ${tensors} Tensoren, der erste nennt aber ${whole}.`,
  'model-pointer': ({ name }) =>
    `„${name}“ ist ein Zeiger von git-lfs und nicht die Datei selbst. Holen Sie die Datei mit „git lfs pull“.`,
  'model-adapter': ({ name }) =>
    `„${name}“ ist ein LoRA-Adapter, der ein Modell verändert und selbst keines ist. Geben Sie das Modell, auf dem er trainiert wurde, und den Adapter mit --adapter dazu, oder verschmelzen Sie die beiden und geben Sie das Ergebnis.`,
  'peft-folder': () =>
    'Der Ordner enthält keinen Adapter von peft: adapter_config.json und adapter_model.safetensors müssen da sein.',
  'peft-kind': ({ kind }) => `Der Adapter ist von der Art ${kind}; nur LoRA lässt sich weiter trainieren.`,
  'peft-option': ({ option, value }) =>
    `Der Adapter wurde mit ${option} = ${value} gemacht, was das Labor nicht kennt. Verschmelzen Sie ihn mit seinem Modell und geben Sie das Ergebnis.`,
  'peft-tensor': ({ name, targets }) =>
    `Der Adapter hat einen Tensor „${name}“; das Labor trainiert LoRA von ${targets.join(', ')}, in jeder Schicht des Modells, neben dem er steht.`,
  'model-zip': ({ name }) =>
    `„${name}“ ist ein Zip-Archiv. Entpacken Sie es und geben Sie den Ordner oder die GGUF-Datei darin.`,
  'model-unknown-file': ({ name }) =>
    `„${name}“ ist keine GGUF-Datei, und eine einzelne Datei anderer Art ist kein ganzes Modell: Geben Sie eine GGUF-Datei, oder einen Ordner mit config.json, tokenizer.json und safetensors.`,
  'model-files': () => 'Der Ordner ist kein Modell: Ihm fehlt config.json.',
  'model-json': ({ file, reason }) => `${file} ist kein JSON: ${reason}.`,
  'model-json-size': ({ file, bytes }) => `${file} hat ${bytes} Bytes, und die braucht kein Modell.`,
  'model-layers': tooManyLayers,
  'model-missing': ({ name }) => `Dem Modell fehlt der Tensor „${name}“.`,
  'model-shape': otherShape,
  'model-extra': ({ name, family }) =>
    `Die Datei hat einen Tensor „${name}“, den ein ${family}-Modell nicht kennt.`,
  'checkpoint-checksum': () =>
    'Die Bytes der Datei sind nicht die, die gespeichert wurden: Ihre Prüfsumme ist eine andere.',
  'checkpoint-format': () => 'Die Datei ist kein Speicherpunkt von hier: ihre Angaben sagen es nicht.',
  'checkpoint-position': () => 'Der Speicherpunkt sagt nicht, wo sein Lauf stand.',
  'checkpoint-step': ({ step }) =>
    `Der Speicherpunkt sagt, es seien ${step} Schritte des Optimierers gemacht.`,
  'checkpoint-optimizer': ({ optimizer }) =>
    `Der Speicherpunkt hat den Zustand eines Optimierers „${optimizer}“, der hier nicht bekannt ist.`,
  'checkpoint-layers': tooManyLayers,
  'checkpoint-published': () =>
    'Der Speicherpunkt begann mit einem veröffentlichten Modell, sagt aber nicht, mit welchem.',
  'checkpoint-adapter': () =>
    'Der Speicherpunkt hat einen Adapter, sagt aber nicht, von welchem Rang, Maß und Ziel und über welcher Grundlage.',
  'checkpoint-missing': ({ name }) => `Der Datei fehlt der Tensor „${name}“.`,
  'checkpoint-shape': otherShape,
  'checkpoint-unknown': ({ name }) => `Die Datei hat einen Tensor „${name}“, den das Modell nicht kennt.`,
  'own-version': () =>
    'Dieser Ordner enthält eines der eigenen Modelle des Labors, geschrieben von einer neueren Version. Aktualisieren Sie dieses Labor.',
  'own-drifted': ({ apart }) =>
    `Einbettung und Kopf dieses Modells wurden getrennt trainiert (${(100 * apart).toFixed(1)} % ihrer Größe auseinander); das Labor hält sie gleich. Binden Sie sie beim Training aneinander: eine Matrix, am Eingang skaliert.`,
  'export-rope': () =>
    'Die Drehfaktoren des Modells sind nicht die eines veröffentlichten Llama 3, darum kann kein config.json sie sagen.',
  'export-norm': ({ family, has }) =>
    unwritable(`ein ${family}-Modell ${has ? 'hat keine' : 'braucht eine'} Norm der Anfragen und Schlüssel`),
  'export-biases': ({ family, has }) =>
    unwritable(
      `ein ${family}-Modell ${has ? 'hat keine' : 'braucht'} Verschiebungen an Anfragen, Schlüsseln und Werten`,
    ),
  'export-width': ({ family }) => unwritable(`ein ${family}-Modell hat Köpfe, die seine Breite füllen`),
}
