// The trial of the run that the form describes, as long as the form still says what was tried.
import { useMemo } from 'react'
import type { RunTrial } from '../../protocol/runTrial'
import { trialOf } from '../../state/runTrials'
import { useDraft, useSession } from '../context'

export function useTrial(): RunTrial | null {
  const tried = useSession((state) => state.tried)
  const linked = useDraft((state) => state.linked)
  const corpora = useDraft((state) => state.corpora)
  const startFrom = useDraft((state) => state.startFrom)
  return useMemo(
    () => trialOf({ tried }, { linked, corpora, startFrom }),
    [tried, linked, corpora, startFrom],
  )
}
