// Part of the service worker: a new version waits until the pages of the one before are closed, or until the
// only one that is open asks for it. Answers whether it was the only one.
self.addEventListener('message', (event) => {
  if (event.data !== 'take-over') return
  event.waitUntil(
    (async () => {
      const windows = await self.clients.matchAll({ type: 'window', includeUncontrolled: true })
      const alone = windows.filter(({ url }) => url.startsWith(self.registration.scope)).length <= 1
      event.ports[0]?.postMessage(alone)
      if (alone) await self.skipWaiting()
    })(),
  )
})
