// The page's root: joins the state to the browser and to what is stored in it, draws it, and makes it work
// offline. A composition root.
import '@fontsource-variable/inter/wght.css'
import '@fontsource-variable/source-serif-4/wght.css'
import './ui/styles/index.css'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { featured } from './replay/featured'
import { storeDoor } from './protocol/storeDoor'
import { createApp } from './state/createApp'
import { browserEnvironment } from './state/environment'
import { App } from './ui/App'
import device from './deviceWorker.ts?worker&url'
import engine from './worker.ts?worker&url'
import gpu from './gpuWorker.ts?worker&url'
import xray from './xrayWorker.ts?worker&url'

const app = createApp(
  browserEnvironment({ engine, xray, device, gpu }, './replays', featured, async () => {
    const { openStores } = await import('./storage/index')
    const stores = await openStores()
    if (stores.inMemory !== null) app.trouble(stores.inMemory)
    return storeDoor(stores)
  }),
)
const root = document.getElementById('root')
if (root === null) throw new Error('index.html has no element "root"')
createRoot(root).render(
  <StrictMode>
    <App app={app} />
  </StrictMode>,
)
void app.boot()

app.env.versions.watch(() => app.view.setState({ newVersion: true }))
