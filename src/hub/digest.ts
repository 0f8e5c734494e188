// Hashes that grow with a file, in JavaScript: the platform's digest wants all bytes at once, and the page's
// policy forbids
// WebAssembly.
import { sha1 } from '@noble/hashes/legacy.js'
import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex } from '@noble/hashes/utils.js'

/** What a server says of a file: its SHA-256, or the name that git gives its bytes. */
export interface ExpectedHash {
  readonly kind: 'sha256' | 'git'
  readonly hex: string
}

export class Digest {
  private readonly sha = sha256.create()
  private readonly git: ReturnType<typeof sha1.create> | null

  /** git's hash begins with the length, so that has to be known: null where it is not, or not asked for. */
  constructor(gitBytes: number | null) {
    this.git = gitBytes === null ? null : sha1.create().update(new TextEncoder().encode(`blob ${gitBytes}\0`))
  }

  add(bytes: Uint8Array): void {
    this.sha.update(bytes)
    this.git?.update(bytes)
  }

  /** Ends the digest. */
  end(): { readonly sha256: string; readonly git: string | null } {
    return {
      sha256: bytesToHex(this.sha.digest()),
      git: this.git === null ? null : bytesToHex(this.git.digest()),
    }
  }
}
