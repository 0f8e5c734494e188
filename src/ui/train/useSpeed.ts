// How fast this device computes, measured once it is wanted. Null until then; `canMeasure` is false where no
// engine of this page has a device.
import { useEffect } from 'react'
import type { DeviceSpeed } from '../../config/runTime'
import { useApp, useSession } from '../context'

export function useSpeed(): { readonly speed: DeviceSpeed | null; readonly canMeasure: boolean } {
  const app = useApp()
  const speed = useSession((state) => state.speed)
  const canMeasure = useSession((state) => state.source === 'live' && state.ready && state.device !== null)
  useEffect(() => {
    if (canMeasure && speed === null) void app.send({ kind: 'device.measure' })
  }, [app, canMeasure, speed])
  return { speed, canMeasure }
}
