// What the page itself cannot do: start or reach the engine, read what is stored, a recording or a lesson.

const stops = {
  error: (reason: string) =>
    `The engine stopped: ${reason || 'its worker failed'}. Reload the page; the run resumes from its last checkpoint.`,
  ended: () =>
    'The browser ended the engine, perhaps because it was short of memory. Reload the page; the run resumes from its last checkpoint.',
  unreadable: () => 'The engine sent something that the page could not read. Reload the page.',
  closed: () => 'The engine was closed.',
}

/** As it is put into a sentence. */
const oneLine = (reason: string): string => reason.replace(/\s+/g, ' ').replace(/\.$/, '')

export const page = {
  /** `reason` is empty where none was told. */
  'engine-stopped': ({ how, reason }: { how: keyof typeof stops; reason: string }) => stops[how](reason),
  'engine-hangs': () =>
    'The engine no longer answered, so it was ended and started again. What was recorded is kept; a run resumes from its last checkpoint.',
  'part-missing': () =>
    'Part of the page could not be loaded: there may be a new version of SPICE Lab, or no connection. Reload the page; a run resumes from its last checkpoint.',
  'engine-missing': ({ reason }: { reason: string }) => `The engine could not be started: ${reason}`,
  'second-tab': () =>
    'SPICE Lab is open in another tab, and only one tab can work at a time. Close the other one, and this tab takes over.',
  'not-open': () => 'The engine is not running in this tab.',
  'storage-memory': ({ reason }: { reason: string }) =>
    `This browser does not store anything for the page (${oneLine(reason)}), as in a private window. SPICE Lab continues in memory, and runs and documents are lost when this tab is closed. Export what you want to keep.`,
  'store-cleared': () =>
    'This page’s data was deleted while the page was open, by the browser or by hand, so nothing more can be saved. Export what you want to keep, then reload the page.',
  'storage-closed': ({ reason }: { reason: string }) =>
    `This browser does not let the page store anything: ${reason}. A private window is often the reason.`,
  'page-file-missing': ({ path }: { path: string }) =>
    `The page's own file ${path} is missing. Reload the page.`,
  'page-file-unread': ({ path, reason }: { path: string; reason: string }) =>
    `The page's own file ${path} could not be loaded (${reason}). Check the connection, or open the page once while online.`,
  unreadable: ({ path }: { path: string }) => `${path} could not be read; the other files are still added.`,
  'unreadable-model': ({ path }: { path: string }) => `${path} could not be read.`,
  'corpus-not-chosen': () => 'The run has no corpus yet. Choose a starter corpus or drop documents first.',
  /** Of the code or the browser, in its own words. */
  'drop-failed': ({ message }: { message: string }) => message,
  'action-failed': ({ message }: { message: string }) => message,
  'check-failed': ({ reason }: { reason: string }) => `The check could not run: ${reason}`,
  'measurement-failed': ({ reason }: { reason: string }) => `The measurement could not run: ${reason}`,
  'serial-absent': () =>
    'This browser does not support Web Serial, which is needed to read a device. Use Chrome or Edge on a computer, or type readings in.',
  'speech-absent': () =>
    'This browser can’t recognize speech on this device, and SPICE Lab sends no audio anywhere else. Type it in, or add a transcript as a file.',
  'measuring-refused': () =>
    'No device was chosen, or the browser does not let the page use it. Nothing is being measured. Choose the source again to be asked again.',
  'measuring-failed': ({ reason }: { reason: string }) =>
    `The device could not be opened (${oneLine(reason)}). Check the cable, the baud rate, and that no other program uses it.`,
  'measuring-ended': ({ reason }: { reason: string }) =>
    `Measuring ended (${oneLine(reason)}). Readings up to then are kept. Choose the source again to continue.`,
  'no-check': ({ operation }: { operation: string }) => `There is no check called "${operation}".`,
  /** Of a server that plays a seat; its name stands before. */
  'player-silent': ({ reason }: { reason: string }) =>
    `no answer (${reason}). Check the address and that the server allows this page's origin.`,
  'player-status': ({ status, text }: { status: number; text: string }) => `answered ${status} ${text}.`,
  'player-deadline': ({ seconds }: { seconds: number }) => `no answer within ${seconds} seconds.`,
  'player-budget': ({ used, budget }: { used: number; budget: number }) =>
    `${used} of its budget of ${budget} tokens are used. Resume with a larger budget.`,
  'player-reply': () => 'its answer is not a chat completion.',
  'recording-only': () =>
    'This is a recorded run: it can be played back but not changed. Go live to make changes.',
  'recording-run': () => 'run.json of the recording has no id and name.',
  'recording-unread': ({ reason }: { reason: string }) =>
    `run.json of the recording could not be read: ${reason}`,
  'recording-missing': ({ base }: { base: string }) => `There is no recorded run at ${base}.`,
  'recording-empty': ({ base }: { base: string }) =>
    `The recorded run at ${base} has no rounds in metrics.jsonl.`,
  lesson: ({ name }: { name: string }) => `There is no lesson called "${name}".`,
  'lesson-object': () => 'This is not a lesson: a lesson is a JSON object with title and steps.',
  'lesson-version': ({ version, reads }: { version: string; reads: number }) =>
    `This lesson has version ${version}; this page reads version ${reads}.`,
  'answers-file': () => 'This file contains no lesson answers. Open one saved with “Save my answers”.',
  'lesson-steps': () => 'This lesson has no steps. Add one, with a title and a text.',
  'lesson-json': () => 'This file is not JSON, so it isn’t a lesson.',
  'lesson-link': () =>
    'The lesson in this link is broken: the link was cut off or changed. Ask for it again.',
}
