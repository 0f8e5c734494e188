// The encodings that a person can choose: those of old files that browsers know (WHATWG Encoding Standard).

export type Script =
  | 'unicode'
  | 'western'
  | 'central'
  | 'cyrillic'
  | 'greek'
  | 'turkish'
  | 'hebrew'
  | 'arabic'
  | 'baltic'
  | 'vietnamese'
  | 'thai'
  | 'japanese'
  | 'simplified'
  | 'traditional'
  | 'korean'

export const encodings: readonly (readonly [name: string, script: Script])[] = [
  ['utf-8', 'unicode'],
  ['utf-16le', 'unicode'],
  ['utf-16be', 'unicode'],
  ['windows-1252', 'western'],
  ['iso-8859-15', 'western'],
  ['macintosh', 'western'],
  ['windows-1250', 'central'],
  ['iso-8859-2', 'central'],
  ['windows-1251', 'cyrillic'],
  ['koi8-r', 'cyrillic'],
  ['koi8-u', 'cyrillic'],
  ['ibm866', 'cyrillic'],
  ['iso-8859-5', 'cyrillic'],
  ['x-mac-cyrillic', 'cyrillic'],
  ['windows-1253', 'greek'],
  ['iso-8859-7', 'greek'],
  ['windows-1254', 'turkish'],
  ['windows-1255', 'hebrew'],
  ['windows-1256', 'arabic'],
  ['windows-1257', 'baltic'],
  ['windows-1258', 'vietnamese'],
  ['windows-874', 'thai'],
  ['shift_jis', 'japanese'],
  ['euc-jp', 'japanese'],
  ['iso-2022-jp', 'japanese'],
  ['gb18030', 'simplified'],
  ['gbk', 'simplified'],
  ['big5', 'traditional'],
  ['euc-kr', 'korean'],
]

export const isEncoding = (name: string): boolean => encodings.some(([known]) => known === name)
