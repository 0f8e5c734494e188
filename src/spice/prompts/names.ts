// The list of prompt styles, by which a configuration names them. `index.ts` has an object for each.

export const promptStyles = ['compact', 'paper', 'brief'] as const
export type PromptStyleName = (typeof promptStyles)[number]

/** The style in which a published model plays where nothing else is said. */
export const writtenStyle = 'brief' satisfies PromptStyleName

/** The one in which it is examined: it was never taught the lab's own marks. */
export const publishedStyle = 'paper' satisfies PromptStyleName
