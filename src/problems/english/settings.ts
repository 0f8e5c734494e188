// What a configuration or a link asks for that does not fit, and what is used in its place.

/** Values as JSON. */
type Refused = { path: string; value: string; used: string }

export const settings = {
  'setting-number': ({ path, value, used }: Refused) => `${path}: ${value} is not a number; ${used} is used.`,
  'setting-switch': ({ path, value, used }: Refused) =>
    `${path}: ${value} is not true or false; ${used} is used.`,
  'setting-choice': ({ path, value, used, options }: Refused & { options: readonly string[] }) =>
    `${path}: ${value} is not one of ${options.join(', ')}; ${used} is used.`,
  'setting-set': ({ path, value, used, options }: Refused & { options: readonly string[] }) =>
    `${path}: ${value} is not a list of ${options.join(', ')}; ${used} is used.`,
  'setting-clamped': (values: { path: string; value: number; used: number; min: number; max: number }) =>
    `${values.path}: ${values.value} was set to ${values.used} (${values.min} to ${values.max}).`,
  'setting-items': ({ path, items }: { path: string; items: readonly string[] }) =>
    `${path}: ${items.join(', ')} is unknown and was left out.`,
  'setting-unknown': ({ path }: { path: string }) => `${path} is unknown and was left out.`,
  'setting-of-weights': ({ path, from, to }: { path: string; from: string; to: string }) =>
    `${path}: ${from} was set to ${to} to match these weights.`,
  'link-version': ({ version, reads }: { version: string; reads: number }) =>
    `The link has version ${version}; this page reads version ${reads}.`,
  'link-preset': ({ name }: { name: string }) => `preset: "${name}" is unknown; default is used.`,
  'link-seed': ({ text, seed }: { text: string; seed: number }) =>
    `seed: "${text}" was set to ${seed} (0 to 4294967295).`,
  'seed-clamped': ({ text, seed }: { text: string; seed: number }) =>
    `seed: ${text} was set to ${seed} (0 to 4294967295).`,
}
