// Walks through the page and checks of the kernels, in Chromium with WebGPU: on a software adapter where
// there is no GPU.
// What is tagged @long runs with `npm run test:long` alone.
import { defineConfig } from '@playwright/test'
import { chromium } from './src/cli/browser.mjs'

const port = Number(process.env.SPICE_PORT ?? 4310)
const lab = `http://localhost:${port}/`
const kernels = `http://localhost:${port + 1}/`
// Servers that already run on a port named by hand are used as they are.
const reuseExistingServer = process.env.SPICE_PORT !== undefined
const long = process.env.SPICE_LONG === '1'

export default defineConfig({
  testDir: 'e2e',
  outputDir: 'test-results',
  workers: 1,
  forbidOnly: true,
  timeout: long ? 1_800_000 : 300_000,
  expect: { timeout: 30_000 },
  reporter: [['list']],
  ...(long ? { grep: /@long/ } : { grepInvert: /@long/ }),
  use: {
    screenshot: 'only-on-failure',
    launchOptions: {
      executablePath: chromium(),
      // Playwright's own flags turn features off that a visitor's browser has; these bring WebGPU's software
      // adapter.
      args: [
        '--enable-unsafe-webgpu',
        '--disable-background-networking',
        ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
      ],
    },
  },
  projects: [
    { name: 'page', testMatch: '*.spec.ts', testIgnore: [/e2e\/(kernels|lab)\//], use: { baseURL: lab } },
    { name: 'kernels', testDir: 'e2e/kernels', use: { baseURL: kernels } },
    { name: 'lab', testDir: 'e2e/lab', use: { baseURL: lab } },
  ],
  webServer: [
    {
      command: `npx vite preview --port ${port} --strictPort`,
      url: lab,
      stdout: 'ignore',
      reuseExistingServer,
    },
    {
      command: `npx vite --config e2e/kernels/vite.config.ts --port ${port + 1} --strictPort`,
      url: kernels,
      stdout: 'ignore',
      reuseExistingServer,
    },
  ],
})
