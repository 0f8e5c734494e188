// rules.mjs: the rules of the game as one file that Node runs without anything beside it. Lines of JSON come
// on stdin and go to stdout; see docs/rules-protocol.md.

import { createInterface } from 'node:readline'
import { RulesSession } from './rulesSession'

const session = new RulesSession((line) => process.stdout.write(`${JSON.stringify(line)}\n`))
createInterface({ input: process.stdin })
  .on('line', (text) => void session.hear(text))
  .on('close', () => process.exit(0))
