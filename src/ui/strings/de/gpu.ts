// Deutsch: was zu tun ist, wo die Seite keine GPU hat, in eben diesem Browser.
import type { Words } from '../en'

export const gpu: Words['gpu'] = {
  title: 'WebGPU ist in diesem Browser ausgeschaltet',
  lead: 'Training braucht WebGPU. Alles andere können Sie mit einem aufgezeichneten Lauf erkunden.',
  insecure: 'WebGPU gibt es nur über https oder auf localhost. Öffnen Sie diese Seite dort.',
  noAdapter: 'Dieser Browser unterstützt WebGPU, aber es ist keine GPU verfügbar.',
  noInterface: 'Dieser Browser bietet kein WebGPU an.',
  noWorker:
    'Dieser Browser gibt WebGPU nur Seiten, nicht den Workern im Hintergrund, in denen das Training läuft.',
  what: 'Was tun?',
  turnOn: 'WebGPU einschalten',
  close: 'Diese Schritte ausblenden',
  steps: 'In diesem Browser',
  elsewhere: 'Oder öffnen Sie diese Seite in Chrome oder Edge auf einem neueren Computer.',
  again: 'Noch einmal versuchen',
  guide: {
    chromeDesktop: {
      browser: 'Chrome',
      steps: [
        'Chrome auf Version 113 oder neuer aktualisieren: Menü ⋮ → Hilfe → Über Google Chrome.',
        'Einstellungen → System öffnen und „Grafikbeschleunigung verwenden, falls verfügbar“ einschalten.',
        'Chrome neu starten und diese Seite neu laden.',
      ],
    },
    chromeLinux: {
      browser: 'Chrome unter Linux',
      steps: [
        'chrome://flags/#enable-unsafe-webgpu öffnen und „Enabled“ wählen.',
        'chrome://flags/#enable-vulkan öffnen und „Enabled“ wählen.',
        'Chrome neu starten und diese Seite neu laden.',
      ],
    },
    chromeAndroid: {
      browser: 'Chrome auf Android',
      steps: [
        'Chrome im Play Store auf Version 121 oder neuer aktualisieren; nötig ist Android 12 oder neuer.',
        'Diese Seite neu laden.',
      ],
    },
    edge: {
      browser: 'Edge',
      steps: [
        'Edge auf Version 113 oder neuer aktualisieren: Menü … → Hilfe und Feedback → Infos zu Microsoft Edge.',
        'Einstellungen → System und Leistung öffnen und „Grafikbeschleunigung verwenden, falls verfügbar“ einschalten.',
        'Edge neu starten und diese Seite neu laden.',
      ],
    },
    firefoxWindows: {
      browser: 'Firefox',
      steps: [
        'Firefox auf Version 141 oder neuer aktualisieren: Menü ☰ → Hilfe → Über Firefox.',
        'Firefox neu starten und diese Seite neu laden.',
      ],
    },
    firefoxOther: {
      browser: 'Firefox',
      steps: [
        'about:config öffnen und dom.webgpu.enabled auf true setzen.',
        'Firefox neu starten und diese Seite neu laden.',
        'Bleibt WebGPU aus, verwenden Sie hier Chrome oder Edge.',
      ],
    },
    firefoxMobile: {
      browser: 'Firefox auf Android',
      steps: [
        'Firefox auf Android bietet WebGPU noch nicht an.',
        'Diese Seite auf diesem Telefon in Chrome 121 oder neuer öffnen.',
      ],
    },
    safariMac: {
      browser: 'Safari',
      steps: [
        'Auf Safari 26 (macOS Tahoe 26) aktualisieren.',
        'Auf älterem macOS diese Seite in Chrome öffnen.',
      ],
    },
    safariPhone: {
      browser: 'Safari auf iPhone oder iPad',
      steps: [
        'Auf iOS 26 oder iPadOS 26 aktualisieren: Einstellungen → Allgemein → Softwareupdate.',
        'Diese Seite neu laden.',
      ],
    },
    other: {
      browser: 'diesem Browser',
      steps: ['Diese Seite in einem aktuellen Chrome, Edge, Firefox oder Safari öffnen.'],
    },
  },
}
