import { readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import type { Episode, RunRecord } from '../protocol/records'
import { featured } from '../replay/featured'
import { sampleEpisode } from '../replay/samples'
import { answerAs, askedIn, completionOf, payTable, questionAs, score } from './personSeat'

const folder = new URL(`../../public/replays/${featured}/`, import.meta.url)
const run = JSON.parse(readFileSync(new URL('run.json', folder), 'utf8')) as RunRecord
const episodes = gunzipSync(readFileSync(new URL('episodes.jsonl.gz', folder)))
  .toString('utf8')
  .split('\n')
  .filter((line) => line !== '')
  .slice(0, 30)
  .map((line) => JSON.parse(line) as Episode)
const episode = episodes.find(({ chosen }) => chosen !== null) ?? sampleEpisode(0)
const task = episode.candidates[episode.chosen ?? 0]?.task
if (task == null) throw new Error('the recording has no valid question')
const { config } = run.linked
const failed = (written: Parameters<typeof questionAs>[1], asked: readonly string[] = []) =>
  questionAs(episode, written, config, asked).gates.find(({ passed }) => !passed)?.gate

describe('a person as the Reasoner', () => {
  it('is judged by the verifier of the game, with or without the form', () => {
    expect(answerAs(episode, task.gold)?.verdict).toBe('right')
    expect(answerAs(episode, `1+1=2 Answer: ${task.gold}`)?.verdict).toBe('right')
    expect(answerAs(episode, '987654321')?.verdict).toBe('wrong')
    expect(answerAs({ ...episode, chosen: null }, '1')).toBeNull()
    expect(completionOf('7').text).toContain('Answer: 7')
  })
  it('is scored beside the model', () => {
    const right = answerAs(episode, task.gold)
    const wrong = answerAs(episode, '987654321')
    if (right === null || wrong === null) throw new Error('no task')
    expect(score([])).toBeNull()
    expect(score([right, wrong])).toEqual({ person: 0.5, model: right.right / right.attempts })
  })
})

describe('a person as the Challenger', () => {
  const written = { question: task.question, gold: task.gold, type: task.type }
  it('passes the gates with a question that the model was paid for', () => {
    expect(questionAs(episode, written, config, []).gates.filter(({ passed }) => !passed)).toEqual([])
  })
  it('is stopped for a repeat, a leak, a strange number, and a gold that the passage does not have', () => {
    expect(failed(written, [task.question])).toBe('duplicate')
    expect(failed({ ...written, question: `The answer is ${task.gold}. What is it?` })).toBe('leak')
    expect(failed({ ...written, gold: '987654' })).toBe('goldInPassage')
    expect(failed({ ...written, question: '' })).toBe('parse')
  })
  it('knows what was asked before, and what each number of right attempts pays', () => {
    expect(askedIn([[episode]])).toContain(task.question)
    const pay = payTable(task, config.reward, 8) ?? []
    expect(pay).toHaveLength(9)
    expect(Math.max(...pay)).toBe(pay[4])
    expect(payTable(task, { ...config.reward, challenger: 'random' }, 8)).toBeNull()
  })
})
