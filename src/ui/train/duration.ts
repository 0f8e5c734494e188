// How long something takes, in the words of the page.
import { spokenDuration } from '../../state/plannedTime'
import { words } from '../strings'

export function duration(seconds: number): string {
  const [unit, n] = spokenDuration(seconds)
  return unit === 'years' ? words.live.about.years : words.live.about[unit](n)
}
