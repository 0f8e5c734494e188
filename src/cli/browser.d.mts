/** Path of a Chromium that runs here; installs one if there is none. Throws with what to do. */
export function chromium(): string
/** Path of the manifest of Chromium's software Vulkan driver, for VK_ICD_FILENAMES. */
export function softwareDriver(): string
