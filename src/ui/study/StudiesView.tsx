// The view of the studies that come with the lab.
import { ViewHead } from '../parts/ViewHead'
import { words } from '../strings'
import Studies from './Studies'

export default function StudiesView() {
  return (
    <div className="view">
      <ViewHead title={words.study.title} lead={words.study.lead} />
      <Studies />
    </div>
  )
}
