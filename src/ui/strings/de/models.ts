// Deutsch: Modelle anderer.
import type { Words } from '../en'

export const models: Words['models'] = {
  title: 'Modelle',
  lead: 'Modelle anderer, die statt des eingebauten lernen: Llama, Qwen2 und Qwen3, als GGUF-Datei oder als Ordner von Hugging Face.',
  addTitle: 'Ein Modell hier ablegen',
  addKinds:
    'Eine .gguf-Datei, oder ein Ordner mit config.json, tokenizer.json und .safetensors. Es wird in diesen Browser kopiert.',
  pickFile: 'GGUF-Datei wählen',
  pickFolder: 'Ordner wählen',
  hubTitle: 'Vom Hub herunterladen',
  hubLabel: 'Name oder Adresse',
  hubHint:
    'owner/name, owner/name/datei.gguf, oder die Adresse einer Seite auf huggingface.co. Das ist die eine Anfrage, die an einen anderen Ort geht; nichts von Ihnen geht mit.',
  download: 'Herunterladen',
  goOn: 'Weiter',
  cancel: 'Abbrechen',
  coming: 'Kommt herein',
  ofBytes: (done, total, percent) => `${done} von ${total}, ${percent}`,
  kept: 'In diesem Browser',
  none: 'Noch kein Modell.',
  part: 'Erst ein Teil ist hier.',
  family: 'Familie',
  parameters: 'Parameter',
  size: 'Größe',
  added: 'Seit',
  from: 'Von',
  own: 'Eine eigene Datei',
  hash: 'SHA-256',
  hashChecked: 'wie der Server sagt',
  hashComputed: 'hier berechnet',
  files: (n) => `${n} Dateien`,
  memory: 'Speicher zum Trainieren',
  memoryHint: '2 048 Token, acht Versuche, Rang 16',
  fittings: {
    'all weights': 'Alle Gewichte',
    'LoRA, 16 bits': 'LoRA, 16 Bit',
    'LoRA, 8 bits': 'LoRA, 8 Bit',
    'LoRA, 4 bits': 'LoRA, 4 Bit',
  },
  seat: 'In einen Lauf setzen',
  remove: 'Löschen',
  removeSure: (name, size) =>
    `„${name}“ (${size}) löschen? Läufe, die damit begannen, brauchen es zum Weitergehen.`,
  keep: 'Behalten',
  plan: (total) => `Dieser Lauf braucht etwa ${total} vom Speicher des Geräts`,
  planParts: (weights, optimizer, activations, sampling) =>
    `Gewichte ${weights}, Gradienten und Optimierer ${optimizer}, Aktivierungen ${activations}, Sampling ${sampling}`,
  planning: 'Der Speicher für diesen Lauf wird ausgerechnet …',
}
