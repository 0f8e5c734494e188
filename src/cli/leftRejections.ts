// What a thread of Node that reads strangers' files does at a rejected promise which nobody waits for.

/**
 * Goes on, as a browser's worker does; Node would end the thread. pdf.js leaves such promises behind of
 * damaged files, some after it said what is wrong with the file and while another is read.
 */
export function outliveLeftRejections(): void {
  process.on('unhandledRejection', () => undefined)
}
