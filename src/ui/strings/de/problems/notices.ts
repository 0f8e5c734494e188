// Deutsch: was von einem Lauf gesagt wird, der trotzdem weitergeht.
import type { WordsOf } from '../../../../problems'
import type { notices as english } from '../../../../problems/english/notices'

export const notices: WordsOf<typeof english> = {
  'checkpoint-skipped': ({ instead, cause }, say) =>
    `${say(cause)} Der Lauf geht vom vorigen Speicherpunkt weiter, „${instead}“.`,
  'lines-set-aside': ({ files }) =>
    `Was nach dem Speicherpunkt aufgezeichnet wurde, liegt weiterhin neben dem Lauf, in ${files.join(', ')}.`,
  'index-rebuilt': ({ path, checkpoints }) =>
    `${path} fehlte oder war beschädigt; aus den ${checkpoints} Speicherpunkten daneben wurde es neu erstellt.`,
}
