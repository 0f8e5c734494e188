// Deutsch: eigene und heruntergeladene Modelle.
import type { Words } from '../en'

export const models: Words['models'] = {
  title: 'Modelle',
  lead: 'Trainieren Sie statt des eingebauten ein eigenes Modell: Llama, Qwen2 oder Qwen3, als GGUF-Datei oder als Ordner von Hugging Face.',
  addTitle: 'Ein Modell hier ablegen',
  addKinds:
    'Eine .gguf-Datei oder ein Ordner mit config.json, tokenizer.json und .safetensors. Das Modell wird in diesen Browser kopiert.',
  pickFile: 'GGUF-Datei wählen',
  pickFolder: 'Ordner wählen',
  hubTitle: 'Von Hugging Face herunterladen',
  hubLabel: 'Name oder Adresse',
  hubHint:
    'owner/name, owner/name/datei.gguf oder die Adresse einer Seite auf huggingface.co. Das ist die einzige Anfrage ins Netz; von Ihren Daten wird nichts gesendet.',
  download: 'Herunterladen',
  goOn: 'Fortsetzen',
  cancel: 'Abbrechen',
  coming: 'Wird heruntergeladen',
  ofBytes: (done, total, percent) => `${done} von ${total}, ${percent}`,
  kept: 'In diesem Browser gespeichert',
  none: 'Noch kein Modell.',
  part: 'Noch nicht vollständig heruntergeladen.',
  family: 'Familie',
  parameters: 'Parameter',
  size: 'Größe',
  added: 'Hinzugefügt',
  from: 'Von',
  own: 'Eine eigene Datei',
  hash: 'SHA-256',
  hashChecked: 'stimmt mit dem Server überein',
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
  seat: 'Dieses Modell trainieren',
  remove: 'Löschen',
  removeSure: (name, size) =>
    `„${name}“ (${size}) löschen? Läufe, die damit begannen, brauchen es zum Fortsetzen.`,
  keep: 'Behalten',
  plan: (total) => `Dieser Lauf braucht etwa ${total} Gerätespeicher`,
  planParts: (weights, optimizer, activations, sampling) =>
    `Gewichte ${weights}, Gradienten und Optimierer ${optimizer}, Aktivierungen ${activations}, Sampling ${sampling}`,
  planning: 'Der Speicherbedarf wird geschätzt …',
}
