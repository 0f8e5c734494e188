// English: what can be done with a person's own documents.

export const documents = {
  title: 'What you can do with these documents',
  now: 'Ask gaps in their sentences',
  nowWhy:
    'With weights that come with the lab, on this device, at once. The Challenger points at a word, a name or a number in a sentence and at three wrong options; the Reasoner, who never sees the passage, chooses. A fifth of the documents is held out and asked about from the first round on.',
  time: (first: string, whole: string) =>
    `First round after ${first}, ${whole} in all, every question valid.`,
  start: 'Start with these documents',
  controls: 'Is it the game? Runs to hold it against',
  controlsWhy:
    'The same run with one thing changed. If plain reading does as well, it was the reading and not the game.',
  control: {
    reading: 'Plain reading, as many tokens',
    shuffled: 'Shuffled rewards',
    frozen: 'A Challenger that does not learn',
  },
  larger: 'Or with a larger model',
  largerWhy: (download: string, memory: string) => `${download} to download, about ${memory} of GPU memory.`,
  bring: (name: string) => `Download ${name}`,
  seat: (name: string) => `Use ${name}`,
  gentle: 'Expect it to remember what it read; understanding documents it never read is measured beside it.',
}
