// The words that stories are filled with: few and short, so that a small vocabulary of tokens covers them.

export const names = {
  she: ['Ann', 'Mia', 'Eva', 'Zoe', 'Ida', 'Kim', 'Amy', 'Sue', 'Nora', 'Lily', 'Rosa', 'Vera'],
  he: ['Ben', 'Tom', 'Sam', 'Leo', 'Max', 'Dan', 'Jim', 'Roy', 'Hugo', 'Paul', 'Finn', 'Karl'],
} as const

export const isShe = (name: string): boolean => (names.she as readonly string[]).includes(name)

export const items = [
  'apples',
  'pens',
  'eggs',
  'books',
  'coins',
  'cups',
  'shells',
  'stamps',
  'cards',
  'keys',
  'nuts',
  'balls',
  'pears',
  'rings',
  'plums',
  'maps',
] as const

export const boxes = ['box', 'bag', 'tin', 'jar', 'pot'] as const

/** Words that may open a story. */
export const storyOpenings = [
  'One day',
  'At first',
  'Today',
  'One night',
  'Once',
  'On Monday',
  'On Sunday',
  'This morning',
  'Last week',
  'At home',
  'At school',
  'Long ago',
  'Last year',
  'In spring',
] as const

/**
 * Words that may open a sentence that tells what happens. No other sentence has them, and a story has each
 * once at most.
 */
export const eventOpenings = [
  'Then',
  'Later',
  'Soon',
  'Next',
  'After that',
  'At noon',
  'At night',
  'Once more',
  'On the way',
  'The next day',
  'One hour later',
  'Before long',
  'A bit later',
  'In the yard',
  'In town',
  'That night',
] as const

/** The same for sentences that tell how things are. */
export const stateOpenings = [
  'Now',
  'So',
  'So now',
  'By then',
  'By now',
  'By noon',
  'By night',
  'At last',
  'In the end',
  'At that point',
  'With that',
  'By evening',
  'As a result',
  'For a while',
  'After all that',
  'From then on',
] as const
