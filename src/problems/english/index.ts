// Every problem that the lab knows, by its code: the values that it carries, which are the parameters of its
// sentence, and the English sentence. The union `Problem` and the tables of the other languages have their
// types from here, so that a problem is one entry in each language.
import { alarms } from './alarms'
import { benchmarks } from './benchmarks'
import { corpus } from './corpus'
import { device } from './device'
import { engine } from './engine'
import { folders } from './folders'
import { formats } from './formats'
import { hub } from './hub'
import { models } from './models'
import { notices } from './notices'
import { page } from './page'
import { settings } from './settings'
import { studies } from './studies'
import { tokenizers } from './tokenizers'
import { training } from './training'

export const english = {
  /** An error of the platform or of a library, in its own words. */
  thrown: ({ message }: { message: string }) => message,
  ...alarms,
  ...benchmarks,
  ...corpus,
  ...hub,
  ...folders,
  ...formats,
  ...tokenizers,
  ...models,
  ...device,
  ...engine,
  ...notices,
  ...page,
  ...settings,
  ...studies,
  ...training,
}
