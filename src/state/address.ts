// The part of the address after '#': which view, round and episode are open, and a shared configuration
// (config/link).

import type { Problem } from '../problems'
import { parseLink, printLink, type RunLink } from '../config/link'

export const viewNames = [
  'home',
  'corpus',
  'train',
  'episodes',
  'play',
  'ask',
  'runs',
  'studies',
  'lessons',
  'xray',
  'models',
] as const
export type ViewName = (typeof viewNames)[number]

export interface Address {
  readonly view: ViewName | null
  readonly round: number | null
  readonly episode: number | null
  /** Runs to compare, and a lesson: its name, or the whole of it. */
  readonly compare: readonly string[]
  readonly lesson: string | null
  readonly linked: (RunLink & { readonly notes: readonly Problem[] }) | null
}

const own = ['view', 'round', 'episode', 'compare', 'lesson'] as const

function whole(text: string | null): number | null {
  return text !== null && /^\d{1,9}$/.test(text) ? Number(text) : null
}

export function parseAddress(hash: string): Address {
  const query = new URLSearchParams(hash.replace(/^#/, ''))
  const asked = query.get('view')
  const view = viewNames.find((name) => name === asked) ?? null
  const round = whole(query.get('round'))
  const episode = whole(query.get('episode'))
  const compare = (query.get('compare') ?? '')
    .split(',')
    .filter((id) => /^[\w:-]+$/.test(id))
    .slice(0, 10)
  const lesson = query.get('lesson')
  for (const key of own) query.delete(key)
  const linked = query.has('v') || query.has('preset') ? parseLink(query.toString()) : null
  return { view, round, episode, compare, lesson, linked }
}

export function printAddress(address: {
  readonly view: ViewName
  readonly round?: number | null
  readonly episode?: number | null
  readonly compare?: readonly string[]
  readonly lesson?: string | null
  readonly linked?: RunLink | null
}): string {
  const query = new URLSearchParams({ view: address.view })
  if (address.view === 'episodes' && address.round != null) {
    query.set('round', String(address.round))
    if (address.episode != null) query.set('episode', String(address.episode))
  }
  if (address.view === 'runs' && address.compare !== undefined && address.compare.length > 0)
    query.set('compare', address.compare.join(','))
  if (address.lesson != null) query.set('lesson', address.lesson)
  return `#${query.toString().replaceAll('%2C', ',').replaceAll('%3A', ':')}${address.linked == null ? '' : `&${printLink(address.linked)}`}`
}
