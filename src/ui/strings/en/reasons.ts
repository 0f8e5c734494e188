// English: why a task was refused. The rules have the sentences, for the records that they write.
export { english as reasons } from '../../../spice/englishReasons'
