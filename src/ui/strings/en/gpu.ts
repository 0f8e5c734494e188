// English: what to do where there is no GPU for the page, in the very browser at hand.
import type { GuideName } from '../../../state/browser'

export const gpu = {
  title: 'WebGPU is off in this browser',
  lead: 'Training needs WebGPU. You can still explore everything with a recorded run.',
  insecure: 'WebGPU works only on https or localhost. Open this page there.',
  noAdapter: 'This browser supports WebGPU, but no GPU is available.',
  noInterface: 'This browser doesn’t offer WebGPU.',
  noWorker: 'This browser gives WebGPU to pages but not to background workers, where training runs.',
  what: 'What to do',
  turnOn: 'Turn on WebGPU',
  close: 'Hide these steps',
  steps: 'In this browser',
  elsewhere: 'Or open this page in Chrome or Edge on a recent computer.',
  again: 'Try again',
  guide: {
    chromeDesktop: {
      browser: 'Chrome',
      steps: [
        'Update Chrome to 113 or newer: Menu ⋮ → Help → About Google Chrome.',
        'Open Settings → System and switch on “Use graphics acceleration when available”.',
        'Restart Chrome and reload this page.',
      ],
    },
    chromeLinux: {
      browser: 'Chrome on Linux',
      steps: [
        'Open chrome://flags/#enable-unsafe-webgpu and choose Enabled.',
        'Open chrome://flags/#enable-vulkan and choose Enabled.',
        'Relaunch Chrome and reload this page.',
      ],
    },
    chromeAndroid: {
      browser: 'Chrome on Android',
      steps: [
        'Update Chrome to 121 or newer in the Play Store. It needs Android 12 or newer.',
        'Reload this page.',
      ],
    },
    edge: {
      browser: 'Edge',
      steps: [
        'Update Edge to 113 or newer: Menu … → Help and feedback → About Microsoft Edge.',
        'Open Settings → System and performance and switch on “Use graphics acceleration when available”.',
        'Restart Edge and reload this page.',
      ],
    },
    firefoxWindows: {
      browser: 'Firefox',
      steps: [
        'Update Firefox to 141 or newer: Menu ☰ → Help → About Firefox.',
        'Restart Firefox and reload this page.',
      ],
    },
    firefoxOther: {
      browser: 'Firefox',
      steps: [
        'Open about:config and set dom.webgpu.enabled to true.',
        'Restart Firefox and reload this page.',
        'If it stays off, use Chrome or Edge here.',
      ],
    },
    firefoxMobile: {
      browser: 'Firefox on Android',
      steps: [
        'Firefox for Android doesn’t offer WebGPU yet.',
        'Open this page in Chrome 121 or newer on this phone.',
      ],
    },
    safariMac: {
      browser: 'Safari',
      steps: ['Update to Safari 26 (macOS Tahoe 26).', 'On an older macOS, open this page in Chrome.'],
    },
    safariPhone: {
      browser: 'Safari on iPhone or iPad',
      steps: ['Update to iOS 26 or iPadOS 26: Settings → General → Software Update.', 'Reload this page.'],
    },
    other: {
      browser: 'this browser',
      steps: ['Open this page in a current Chrome, Edge, Firefox or Safari.'],
    },
  } satisfies Record<GuideName, { browser: string; steps: readonly string[] }>,
}
