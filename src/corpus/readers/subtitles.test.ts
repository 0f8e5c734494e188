import { describe, expect, it } from 'vitest'
import { kindOfText } from '../kinds'
import { readSubtitles } from './subtitles'

describe('what is said, with the second it is said at', () => {
  it('of SubRip, a mark at least every few seconds', () => {
    const cues = [1, 2, 70].map(
      (second, i) =>
        `${i + 1}\n00:0${Math.floor(second / 60)}:${String(second % 60).padStart(2, '0')},000 --> 00:0${Math.floor(second / 60)}:${String((second % 60) + 1).padStart(2, '0')},500\nLine  ${i}.\n`,
    )
    const { text, marks } = readSubtitles(cues.join('\n'))
    expect(text).toBe('Line 0.\nLine 1.\n\nLine 2.')
    expect(marks).toEqual({
      unit: 'seconds',
      at: [
        [0, 1],
        [text.indexOf('Line 2'), 70],
      ],
    })
  })

  it('of Advanced SubStation', () => {
    const source =
      '[Script Info]\nTitle: x\n\n[Events]\nFormat: Layer, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text\n' +
      'Dialogue: 0,0:01:05.20,0:01:07.00,Default,,0,0,0,,{\\i1}Water boils,{\\i0} they say,\\Nat 100 degrees.\n' +
      'Comment: 0,0:01:08.00,0:01:09.00,Default,,0,0,0,,not this\n'
    expect(kindOfText(source, 'film.txt')).toBe('subtitles')
    const { text, marks } = readSubtitles(source)
    expect(text).toBe('Water boils, they say,\nat 100 degrees.')
    expect(marks.at).toEqual([[0, 65]])
  })

  it('of transcripts and chapters, and of no other text', () => {
    const transcript =
      '[00:00] Welcome.\n[00:12] Today we boil water.\n[01:03] It boils.\nat last\n[1:00:00] Goodbye.\n'
    expect(kindOfText(transcript, 'talk.txt')).toBe('subtitles')
    expect(readSubtitles(transcript)).toEqual({
      text: 'Welcome.\nToday we boil water.\nIt boils.\nat last\nGoodbye.',
      marks: {
        unit: 'seconds',
        at: [
          [0, 0],
          [9, 12],
          [30, 63],
          [48, 3600],
        ],
      },
    })
    const chapters =
      'CHAPTER01=00:00:00.000\nCHAPTER01NAME=Ice\nCHAPTER02=00:02:30.000\nCHAPTER02NAME=Steam\n'
    expect(readSubtitles(chapters).marks.at).toEqual([
      [0, 0],
      [5, 150],
    ])
    expect(readSubtitles(chapters).text).toBe('Ice\n\nSteam')
    expect(kindOfText('At 9:00 he rose.\n10:00 came.\nThen 11:00.\nAnd so on.\n', 'a.txt')).toBe('text')
    expect(kindOfText('10:00 tea\n9:00 milk\n11:00 cake\n8:00 bread\n', 'a.txt')).toBe('text')
  })
})
