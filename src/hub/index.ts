// Models from a hub: their names, their files, what has come of them.
export { HUB, nameOf, parseModelAddress } from './modelAddress'
export { Digest } from './digest'
export type { Fetch } from './download'
export { pause } from './pause'
export { downloadModel, type DownloadState, type ModelPlace, type ModelProgress } from './modelDownload'
