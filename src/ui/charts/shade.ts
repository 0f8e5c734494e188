// Shades for what has no colour of its own, such as the gates: order, gaps and the legend tell them apart
// too.

/** Per cent of ink in the surface: the lightest still stands out from a card, the darkest is ink itself. */
export const shadeShare = (index: number): number => Math.min(100, 52 + 6 * index)
