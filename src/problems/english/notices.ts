// What is said of a run that goes on all the same: what was found damaged, and what was done about it.

import type { Cause } from '../cause'

export const notices = {
  'checkpoint-skipped': (values: { instead: string; cause: Cause }) =>
    `${values.cause.message} The run resumes from the checkpoint before it, "${values.instead}".`,
  'lines-set-aside': ({ files }: { files: readonly string[] }) =>
    `What was recorded after the checkpoint is kept beside the run, in ${files.join(', ')}.`,
  'index-rebuilt': ({ path, checkpoints }: { path: string; checkpoints: number }) =>
    `${path} was missing or damaged; it was rebuilt from the ${checkpoints} checkpoints beside it.`,
}
