// Deutsch: die Kernel unter dem Boden.
import type { Words } from '../en'

export const xray: Words['xray'] = {
  title: 'Kernel unter Röntgen',
  lead: (size) =>
    `Was unter dem Boden läuft: das Modell als die Kernel, aus denen es besteht, in der Größe ${size}. Wählen Sie einen Block.`,
  model: 'Blöcke des Modells',
  layer: 'einmal je Schicht',
  blocks: {
    embedding: 'Einbettung',
    attentionNorm: 'Norm',
    qkv: 'Anfragen, Schlüssel, Werte',
    rope: 'Drehende Positionen',
    attention: 'Aufmerksamkeit',
    attentionOut: 'Projektion',
    mlpNorm: 'Norm',
    gateUp: 'Tor und hinauf',
    swiglu: 'SwiGLU',
    down: 'Hinunter',
    logits: 'Logits',
    sample: 'Ziehen',
    decode: 'Aufmerksamkeit mit Speicher',
    policyLoss: 'Verlust',
    gradientNorm: 'Norm des Gradienten',
    adamw: 'AdamW',
  },
  check: 'Jetzt prüfen',
  checking: 'Wird mit der Referenz verglichen …',
  passed: (n) => `Alle ${n} Vergleiche mit der f64-Referenz stimmen.`,
  failed: (n, all) => `${n} von ${all} Vergleichen stimmen nicht.`,
  on: (device) => `auf ${device}`,
  worst: (name, ratio, tolerance) =>
    `Am schlechtesten: ${name}, Fehler je Summe der Beträge ${ratio}, erlaubt ${tolerance}.`,
  noTimes: 'Dieses Gerät gibt keine Zeitstempel; einzelne Aufrufe lassen sich nicht messen.',
  noGpu:
    'Eine Prüfung läuft auf der GPU, die dieser Browser der Seite nicht gibt. Lesen kann man den Code trotzdem.',
  dispatch: 'Aufruf',
  times: 'Anzahl',
  each: 'Zeit je Aufruf',
  files: 'Dateien',
  roofline: {
    title: 'Dachlinie',
    why: 'Was das Gerät höchstens kann, hier und jetzt gemessen: Multiplikationen mit Addition und Bytes je Sekunde. Jeder Kernel eines Trainingsschritts wird für sich gemessen und steht unter diesem Dach. Das dauert einige Sekunden, auf einem Software-Adapter länger.',
    noGpu: 'Gemessen wird auf der GPU, die dieser Browser der Seite nicht gibt.',
    measure: 'Jetzt messen',
    measuring: 'Es wird gemessen …',
    peak: (flops, bytes) => `Höchstens ${flops}, ${bytes}.`,
    whole: (rows, size, ms, share) =>
      `Ein Trainingsschritt mit ${rows} Token, Größe ${size}: ${ms} ms als Summe seiner Kernel, ${share} vom Höchsten.`,
    spoken: (label, time, roof) => `${label}: ${time} der Zeit, bei ${roof} seines Dachs`,
    brief: (time, roof) => `${time} der Zeit, bei ${roof} vom Dach`,
    most: 'Kernel mit der meisten Zeit',
    over: 'Über 100 %: das Gerät war anderweitig beschäftigt, als sein Höchstes gemessen wurde.',
    intensity: 'Rechnungen je Byte',
    ofTime: 'Anteil der Zeit',
    ofRoof: 'Anteil vom Dach',
    bound: 'Begrenzt durch',
    bounds: { compute: 'Rechnen', memory: 'Speicher' },
    boundBy: { compute: 'durch Rechnen begrenzt', memory: 'durch den Speicher begrenzt' },
    area: 'je größer, desto mehr von der Zeit',
    clock: {
      device:
        'Mit der Uhr des Geräts gemessen, die Aufrufe jedes Kernels stapelweise; wo der Browser diese Uhr auf nichts rundet, von außen.',
      outside:
        'Dieses Gerät gibt keine Zeitstempel: jede Zahl ist die vergangene Zeit für einen Stapel von Aufrufen, samt ihrem Start. Kurze Kernel sehen langsamer aus, als sie sind.',
    },
    bytes:
      'Gezählt werden die Bytes von allem, was gebunden ist, jeder Tensor einmal je Aufruf: ein Kernel, der nur einen Teil einer Tabelle liest, bewegt weniger.',
  },
}
