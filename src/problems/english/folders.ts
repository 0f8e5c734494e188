// What is wrong with a run's folder, or with a file in it, and what mends it.

import type { Cause } from '../cause'

/** Rounds of a run that are recorded without a gap, and what goes on from more than that. */
type Recorded = { readonly checkpoint: string; readonly rounds: number }

export const folders = {
  'disk-full': ({ path }: { path: string }) =>
    `The disk has no room left for ${path}. Free some space, then continue with --resume.`,
  'folder-read-only': ({ path }: { path: string }) =>
    `${path} cannot be written: its folder is read-only here. Change its permissions, or choose another folder.`,
  'path-below-file': ({ path }: { path: string }) =>
    `${path} cannot be created: part of that path is a file, not a folder. Choose another folder.`,
  'write-failed': ({ path, reason }: { path: string; reason: string }) =>
    `${path} could not be written (${reason}). Check the disk, then continue with --resume.`,
  'folder-locked': ({ path, pid, lock }: { path: string; pid: number; lock: string }) =>
    `Another process (${pid}) is writing to ${path}. Wait until it is done, or end it; if it is no longer running, delete ${lock}.`,
  'json-damaged': ({ path, empty }: { path: string; empty: boolean }) =>
    `${path} is ${empty ? 'empty' : 'damaged or cut off'}. Restore a complete copy, or start again in another folder.`,
  /** Lines are counted from 1. */
  'line-damaged': ({ path, line }: { path: string; line: number }) =>
    `Line ${line} of ${path} is damaged. Restore a complete copy of the file, or delete that line.`,
  'lines-without-checkpoint': () =>
    'The run has played before, but has no checkpoint left to resume from. Restore its checkpoints, or start a new run.',
  'chosen-checkpoint': ({ cause }: { cause: Cause }) => `${cause.message} Choose another checkpoint.`,
  'no-whole-checkpoint': ({ cause }: { cause: Cause }) =>
    `${cause.message} The run cannot resume from any other checkpoint: restore a complete copy, or start a new run.`,
  'lines-missing': ({ checkpoint, rounds }: Recorded) =>
    `Checkpoint "${checkpoint}" has played ${rounds} rounds, but some of their records are missing.`,
}
