// What a run is called in a file's name: by what the run is called, in letters that every system takes.

import { slug } from '../base/slug'
import type { RunRecord } from './records'

const longest = 60

/** The run's id where its name has no letter. */
export const fileNameOf = ({ id, name }: Pick<RunRecord, 'id' | 'name'>): string => slug(name, longest) || id

/** The file that *Import a run* takes. */
export const bundleNameOf = (run: Pick<RunRecord, 'id' | 'name'>): string =>
  `${fileNameOf(run)}.spice-run.zip`
