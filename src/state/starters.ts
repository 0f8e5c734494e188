// The corpora that come with the lab (public/corpora), by name.

export const starterNames = ['stories-numbers', 'stories-relations', 'prose'] as const
export type StarterName = (typeof starterNames)[number]
