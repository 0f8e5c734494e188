// The corpora that come with the lab (public/corpora), by name.

export const starterNames = ['stories-numbers', 'stories-relations', 'stories-ambiguous', 'prose'] as const
export type StarterName = (typeof starterNames)[number]
