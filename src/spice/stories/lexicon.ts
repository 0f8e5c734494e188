// The words that stories are filled with: few and short, so that a small vocabulary of tokens covers them.

export const names = {
  she: ['Ann', 'Mia', 'Eva', 'Zoe', 'Ida', 'Kim', 'Lea', 'Amy', 'Sue', 'Fay', 'May', 'Liz'],
  he: ['Ben', 'Tom', 'Sam', 'Leo', 'Max', 'Dan', 'Jim', 'Ned', 'Roy', 'Guy', 'Lee', 'Rob'],
} as const

export const isShe = (name: string): boolean => (names.she as readonly string[]).includes(name)

export const items = ['apples', 'pens', 'eggs', 'books', 'coins', 'cups', 'shells', 'stamps', 'cards', 'keys', 'nuts', 'pins', 'balls', 'hats', 'toys', 'bells', 'seeds', 'stones'] as const

export const boxes = ['box', 'bag', 'tin', 'jar', 'pot', 'bin'] as const

/** Words that may open a story. */
export const storyOpenings = ['One day', 'At first', 'Today', 'At noon', 'At night', 'At home', 'At school', 'That day', 'One night', 'Once', 'On Monday', 'On Sunday'] as const

/** Words that may open a sentence that tells what happens. */
export const eventOpenings = ['Then', 'Later', 'Soon', 'Next', 'After that', 'At noon', 'At night', 'At last', 'That day', 'Today', 'At home', 'At school', 'Once more', 'In the end', 'On the way'] as const

/** Words that may open a sentence that tells how things are. */
export const stateOpenings = ['Now', 'So', 'So now', 'By then', 'By now', 'By noon', 'By night', 'At last', 'That day', 'Today', 'Then', 'After that', 'In the end', 'In all', 'At home'] as const
