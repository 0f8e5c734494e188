// Deutsch: Fachwörter, die Formen, in denen sie in Sätzen stehen, und was sie heißen.
import type { Words } from '../en'

export const glossary: Words['glossary'] = {
  gold: {
    forms: ['Lösung', 'Lösungen', 'Gold'],
    means: 'Die Antwort, die der Challenger zu seiner Frage gibt. Mit ihr werden die Versuche verglichen.',
  },
  gate: {
    forms: ['Prüfung', 'Prüfungen'],
    means:
      'Was eine Frage erfüllen muss, bevor sie gestellt wird, zum Beispiel: „Die Antwort steht nicht in der Frage“.',
  },
  advantage: {
    forms: ['Vorteil', 'Vorteile'],
    means:
      'Wie viel besser eine Antwort war als das Mittel ihrer Gruppe. Danach richtet sich, wie weit sich die Gewichte bewegen.',
  },
  probe: {
    forms: ['Testfrage', 'Testfragen', 'zurückgehaltene Fragen'],
    means:
      'Feste Fragen, die während eines Laufs immer wieder gestellt werden und mit denen nie trainiert wird.',
  },
  premise: {
    forms: ['Angabe', 'Angaben', 'Angaben je Frage'],
    means: 'Eine Tatsache aus dem Abschnitt, die man für die Antwort braucht.',
  },
}
