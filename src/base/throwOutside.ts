// Makes what a promise rejects with an error of the whole thread, as whoever started the thread hears of no
// rejection.

/** To be given to `catch`. The error comes after what is running now, and `error` events tell of it. */
export function throwOutside(thrown: unknown): void {
  setTimeout(() => {
    throw thrown
  })
}
