/** Path of a Chromium that runs here; installs one if there is none. */
export function chromium(): string
/** Path of the manifest of Chromium's software Vulkan driver. */
export function softwareDriver(): string
