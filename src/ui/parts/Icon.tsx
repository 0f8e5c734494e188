// The page's few drawn marks. Decorative: what they mean always stands in words beside them.
export type IconName =
  | 'corpus'
  | 'train'
  | 'episodes'
  | 'ask'
  | 'runs'
  | 'play'
  | 'pause'
  | 'step'
  | 'stop'
  | 'back'
  | 'on'
  | 'lock'
  | 'chip'
  | 'sun'
  | 'moon'
  | 'half'
  | 'help'
  | 'right'
  | 'wrong'
  | 'none'
  | 'challenger'
  | 'reasoner'
  | 'drop'
  | 'up'
  | 'down'
  | 'next'
  | 'previous'
  | 'close'
  | 'link'
  | 'table'
  | 'chart'
  | 'seat'
  | 'lessons'
  | 'present'
  | 'models'
  | 'home'
  | 'studies'
  | 'full'

const strokes: Partial<Record<IconName, string>> = {
  corpus: 'M5 3h9l5 5v13H5zM14 3v5h5M8 13h8M8 17h5',
  train: 'M4 20V4M4 20h16M7 15l4-4 3 3 6-7',
  episodes: 'M4 5h7v14H4zM13 5h7v14h-7zM6.5 9h2M6.5 12h2M15.500 12h2',
  ask: 'M4 5h16v11H9l-5 4zM9 9.500h6M9 12.500h3',
  runs: 'M4 6h16M4 12h16M4 18h16M7 4v4M13 10v4M9 16v4',
  lock: 'M6 11h12v9H6zM9 11V8a3 3 0 0 1 6 0v3',
  chip: 'M7 7h10v10H7zM10 3v4M14 3v4M10 17v4M14 17v4M3 10h4M3 14h4M17 10h4M17 14h4',
  help: 'M9 9a3 3 0 1 1 4 2.800c-.7.4-1 .9-1 1.700v.5M12 17.500v.2',
  drop: 'M12 4v11M7 11l5 5 5-5M5 20h14',
  up: 'M12 19V5M6 11l6-6 6 6',
  down: 'M12 5v14M6 13l6 6 6-6',
  next: 'M9 5l7 7-7 7',
  previous: 'M15 5l-7 7 7 7',
  close: 'M6 6l12 12M18 6L6 18',
  link: 'M10 14a4 4 0 0 0 6 0l3-3a4 4 0 0 0-6-6l-1 1M14 10a4 4 0 0 0-6 0l-3 3a4 4 0 0 0 6 6l1-1',
  table: 'M4 5h16v14H4zM4 10h16M4 14.500h16M10 5v14',
  chart: 'M4 19V5M4 19h16M8 15l4-5 3 3 5-7',
  seat: 'M6 4v9h12V4M4 13h16v4H4zM6 17v3M18 17v3',
  lessons: 'M12 6c-2-1.500-5-2-8-2v14c3 0 6 .5 8 2 2-1.500 5-2 8-2V4c-3 0-6 .5-8 2zM12 6v14',
  present: 'M3 4h18v12H3zM12 16v4M8 20h8M7 12l3-3 2 2 4-4',
  home: 'M4 11l8-7 8 7M6 10v10h12V10M10 20v-6h4v6',
  studies: 'M4 20h16M6 20v-7M11 20V5M16 20v-10M4 9h4M9 3.500h4',
  full: 'M4 9V4h5M20 9V4h-5M4 15v5h5M20 15v5h-5',
  models: 'M12 3l8 4.500v9L12 21l-8-4.500v-9zM4 7.500l8 4.500 8-4.500M12 12v9',
  sun: 'M12 8a4 4 0 1 1 0 8 4 4 0 0 1 0-8M12 3v2M12 19v2M3 12h2M19 12h2M5.600 5.600l1.500 1.500M16.900 16.900l1.500 1.500M18.400 5.600l-1.500 1.500M7.100 16.900l-1.500 1.500',
  moon: 'M19 14.500A8 8 0 0 1 9.500 5a8 8 0 1 0 9.500 9.500z',
}
const fills: Partial<Record<IconName, string>> = {
  play: 'M8 5l11 7-11 7z',
  pause: 'M7 5h4v14H7zM13 5h4v14h-4z',
  step: 'M6 5l9 7-9 7zM16 5h3v14h-3z',
  stop: 'M6 6h12v12H6z',
  on: 'M6 5l9 7-9 7zM16 5h3v14h-3z',
  back: 'M18 5l-9 7 9 7zM5 5h3v14H5z',
  challenger: 'M12 2.500l9.500 9.500-9.500 9.500L2.500 12z',
  reasoner: 'M12 3.500a8.500 8.500 0 1 0 0 17 8.500 8.500 0 0 0 0-17z',
}

export function Icon({ name, size = 18 }: { readonly name: IconName; readonly size?: number }) {
  const common = {
    width: size,
    height: size,
    viewBox: '0 0 24 24',
    'aria-hidden': true,
    focusable: false,
  } as const
  const fill = fills[name]
  if (fill !== undefined)
    return (
      <svg {...common} fill="currentColor">
        <path d={fill} />
      </svg>
    )
  if (name === 'right')
    return (
      <svg {...common}>
        <circle cx="12" cy="12" r="10" fill="currentColor" />
        <path
          d="M7.500 12.500l3 3 6-7"
          fill="none"
          stroke="var(--surface)"
          strokeWidth="2.600"
          strokeLinecap="round"
          strokeLinejoin="round"
        />
      </svg>
    )
  if (name === 'wrong')
    return (
      <svg {...common} fill="none" stroke="currentColor" strokeWidth="2.600" strokeLinecap="round">
        <path d="M6 6l12 12M18 6L6 18" />
      </svg>
    )
  if (name === 'none')
    return (
      <svg {...common} fill="none" stroke="currentColor" strokeWidth="2.600" strokeLinecap="round">
        <path d="M5 12h14" />
      </svg>
    )
  if (name === 'half')
    return (
      <svg {...common} fill="none" stroke="currentColor" strokeWidth="1.800">
        <circle cx="12" cy="12" r="8.500" />
        <path d="M12 3.500a8.500 8.500 0 0 1 0 17z" fill="currentColor" />
      </svg>
    )
  return (
    <svg
      {...common}
      fill="none"
      stroke="currentColor"
      strokeWidth="1.800"
      strokeLinecap="round"
      strokeLinejoin="round"
    >
      <path d={strokes[name]} />
    </svg>
  )
}

export function Brand({ size = 26 }: { readonly size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 32 32" aria-hidden="true">
      <path d="M12 3l9 9-9 9-9-9z" fill="var(--challenger)" />
      <circle cx="20.500" cy="20" r="8.500" fill="var(--reasoner)" stroke="var(--paper)" strokeWidth="2" />
    </svg>
  )
}
