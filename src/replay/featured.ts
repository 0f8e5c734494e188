// Which recording of public/replays plays on a cold load; the build makes its opening (vite.config.ts).
export const featured = 'spice-1'
