// English: what can be done with a person's own documents.

export const documents = {
  title: 'What you can do with these documents',
  now: 'Fill in the gaps in their sentences',
  nowWhy:
    'Starts right away on this device, with built-in weights. The Challenger removes a word, name or number from a sentence and picks three wrong options; the Reasoner, which never sees the passage, chooses among the four. A fifth of the documents is held out for testing, starting with the first round.',
  time: (first: string, whole: string) =>
    `First round after ${first}, ${whole} in all. Every question is valid.`,
  start: 'Start with these documents',
  controls: 'Is it really self-play? Control runs',
  controlsWhy:
    'The same run with one thing changed. If plain reading does just as well, the gain comes from reading, not from self-play.',
  control: {
    reading: 'Plain reading, same number of tokens',
    shuffled: 'Shuffled rewards',
    frozen: 'Fixed Challenger',
  },
  larger: 'Or with a larger model',
  largerWhy: (download: string, memory: string) => `${download} to download, about ${memory} of GPU memory.`,
  bring: (name: string) => `Download ${name}`,
  seat: (name: string) => `Use ${name}`,
  gentle:
    'Expect it to remember what it read. Whether it understands documents it never read is measured separately.',
}
