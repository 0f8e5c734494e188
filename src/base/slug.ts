// Names of files from what a person has called something.

/** Letters and digits of any script in lower case, joined by hyphens; '' where there are none. */
export const slug = (text: string, longest: number): string =>
  (text.normalize('NFC').match(/[\p{L}\p{M}\p{N}]+/gu) ?? [])
    .join('-')
    .toLowerCase()
    .slice(0, longest)
    .replace(/-$/, '')
