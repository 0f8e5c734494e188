// Deutsch: Fachwörter, die Formen, in denen sie in Sätzen stehen, und was sie heißen.
import type { Words } from '../en'

export const glossary: Words['glossary'] = {
  gold: {
    forms: ['Lösung', 'Lösungen', 'Gold'],
    means: 'Die Antwort, die der Challenger zu seiner Frage gibt. Mit ihr werden die Versuche verglichen.',
  },
  gate: {
    forms: ['Schranke', 'Schranken', 'Gate', 'Gates'],
    means: 'Eine Prüfung, die eine Frage bestehen muss, bevor sie gestellt wird.',
  },
  advantage: {
    forms: ['Vorteil', 'Vorteile', 'Advantage'],
    means:
      'Wie viel besser eine Antwort war als das Mittel ihrer Gruppe. Danach richtet sich, wie weit die Gewichte rücken.',
  },
  probe: {
    forms: ['Prüffrage', 'Prüffragen', 'Prüfung'],
    means: 'Feste Fragen, die im Lauf immer wieder gestellt werden und auf denen nie trainiert wird.',
  },
  premise: {
    forms: ['Prämisse', 'Prämissen', 'Tatsachen'],
    means: 'Eine Tatsache des Abschnitts, die man für die Antwort braucht.',
  },
}
