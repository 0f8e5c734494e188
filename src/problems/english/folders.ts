// What is wrong with a run's folder, or with a file in it, and what mends it.

import type { Cause } from '../cause'

/** Rounds of a run that are recorded without a gap, and what goes on from more than that. */
type Recorded = { readonly checkpoint: string; readonly rounds: number }

export const folders = {
  'disk-full': ({ path }: { path: string }) =>
    `The disk has no room left for ${path}. Free some, then go on with --resume.`,
  'folder-read-only': ({ path }: { path: string }) =>
    `${path} cannot be written: its folder is read-only here. Change its rights, or name another folder.`,
  'path-below-file': ({ path }: { path: string }) =>
    `${path} cannot be made: a part of that path is a file, not a folder. Name another folder.`,
  'write-failed': ({ path, reason }: { path: string; reason: string }) =>
    `${path} could not be written (${reason}). Check the disk, then go on with --resume.`,
  'folder-locked': ({ path, pid, lock }: { path: string; pid: number; lock: string }) =>
    `Another process (${pid}) writes to ${path}. Wait until it is done, or end it; if none is there any more, delete ${lock}.`,
  'json-damaged': ({ path, empty }: { path: string; empty: boolean }) =>
    `${path} is ${empty ? 'empty' : 'damaged or cut off'}. Put a whole copy of it back, or begin anew in another folder.`,
  /** Lines are counted from 1. */
  'line-damaged': ({ path, line }: { path: string; line: number }) =>
    `Line ${line} of ${path} is damaged. Put a whole copy of the file back, or take that line out.`,
  'lines-without-checkpoint': () =>
    'The run has played before, but no checkpoint of it is left to go on from. Put its checkpoints back, or begin a new run.',
  'chosen-checkpoint': ({ cause }: { cause: Cause }) => `${cause.message} Choose another checkpoint.`,
  'no-whole-checkpoint': ({ cause }: { cause: Cause }) =>
    `${cause.message} No other checkpoint can be gone on from: put a whole copy back, or begin a new run.`,
  'lines-missing': ({ checkpoint, rounds }: Recorded) =>
    `Checkpoint "${checkpoint}" has played ${rounds} rounds, and not all that led to it is recorded any more.`,
}
