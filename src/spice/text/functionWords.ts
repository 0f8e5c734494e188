// Words that a question may use although its passage does not: those that ask, link and point. They name
// nothing.
// Folded, by language; a language that is missing costs a false refusal now and then, never a false pass.

import { fold } from './splitWords'

const lists = {
  english: `a an the and or but if then so that this these those there here it its i you he she we they him her his them their my your our
    how what which who whom whose when where why is are was were be been being am do does did done has have had having can could will would
    shall should may might must not no yes in on at by for from to of off with without into onto over under up down out about after before
    during while until since between among through across as than each every all any some both either neither more most less least many much few
    later next now finally first last again also altogether total today still left given suppose let using according name find calculate compute
    determine identify choose select state say tell list explain describe afterwards once one`,
  german: `der die das den dem des ein eine einen einem einer eines und oder aber wenn dann so dass dieser diese dieses es er sie wir ihr ich du
    wie was welche welcher welches wer wem wen wessen wann wo warum wieviel wieviele ist sind war waren wird werden hat haben hatte kann in im am an auf aus
    bei mit nach von vor zu zum zur für über unter durch ohne um als nicht kein keine nun danach später zuletzt insgesamt jetzt nenne wodurch womit`,
  french: `le la les un une des du de et ou mais si alors ce cette ces cet il elle ils elles on nous vous je tu combien comment quel quelle quels
    quelles qui que quoi quand où pourquoi est sont était étaient a ont avait dans en sur sous par pour avec sans après avant à au aux ne pas plus
    ensuite puis enfin maintenant lequel laquelle`,
  spanish: `el la los las un una unos unas y o pero si entonces este esta estos estas eso él ella ellos ellas cuánto cuántos cuánta cuántas cómo
    cuál cuáles qué quién quiénes cuándo dónde por es son era eran fue tiene tienen ha han había hay en de del al con sin sobre para después antes luego
    ahora ya no más finalmente`,
  portuguese: `o os as um uma uns umas e ou mas se este esta isso ele ela eles elas quanto quantos quanta quantas como qual quais que quem quando onde
    por é são era eram foi tem em no na nos nas do da dos das com sem depois antes agora`,
  italian: `il lo gli i una uno e o ma se questo questa egli lui lei loro quanto quanti quanta quante come quale quali che chi quando dove perché è
    sono era erano ha hanno in di del della dei con senza dopo prima poi ora`,
  russian: `и или но а если то это этот эта эти он она оно они я ты мы вы его её их сколько как какой какая какое какие каким кто кого кому кем что
    чего чему чем когда где куда откуда почему зачем чей чья есть был была было были будет у в во на по за из от до с со к ко о об для без под над
    после до перед потом затем теперь сейчас всего ещё уже не нет ли же при через в итоге назовите назови`,
  ukrainian: `і й та або але якщо це він вона воно вони я ти ми ви скільки як який яка яке які хто кого що чого коли де куди чому є був була було були
    у в на по за з із від до для без після потім тепер зараз всього не`,
  greek: `ο η το οι τα του της των τον την και ή αλλά αν που πόσα πόσο πόσοι πόσες πώς ποιος ποια ποιο τι πότε πού γιατί είναι ήταν έχει είχε σε στο
    στη στην στον από με για μετά πριν τώρα δεν`,
  chinese: `多少 几个 几 什么 谁 哪 哪个 哪些 哪里 哪儿 怎么 怎样 如何 为什么 何时 何地 是否 现在 一共 总共 共有 最后 然后 之后 以后 之前 以前 后来 还有 还剩 剩下 剩 有 没有 他们 她们
    它们 我们 你们 这个 那个 这些 那些 这 那 因为 所以 如果 那么 但是 可以 能够 应该 已经 正在 是 不是 于 在 和 与 或 或者 下列 以下 哪一 哪一个 哪种 哪位 多大 多长 多高 多远 请问 关于 根据 名字 的 了 给 他 她 它 我 你 再 又 还 吗 呢 就 都 也 被 从 对 为 几 个 本 到`,
  japanese: `何 何人 何個 何冊 何本 何匹 何枚 誰 今 現在 全部 合計 最後 後 前 時 次 彼 彼女 一番 残り`,
  korean: `몇 무엇 누구 누가 어디 언제 왜 어떻게 어느 얼마나 얼마 지금 모두 전부 그리고 그 이 저 그는 그녀 그녀는 다음 후 뒤 있나요 있습니까 있는가 입니까 인가요 인가 무엇인가 남았나요 남았습니까`,
  arabic: `كم ما ماذا من متى أين كيف لماذا هل أي أية كان كانت يكون تكون هو هي هم هن في على إلى عن مع بعد قبل ثم الآن هذا هذه ذلك تلك التي الذي الذين
    لدى لديه لديها عند عنده عندها بقي تبقى أصبح صار و أو لا لم لن قد إذا أن إن كل بعض أكثر`,
  hebrew: `כמה מה מי מתי איפה היכן איך למה מדוע האם איזה איזו אילו של על עם אל את הוא היא הם הן זה זאת אלה יש אין היה היתה הייתה היו לו לה להם אחרי לפני
    עכשיו אז גם או לא כל יותר נשארו`,
  hindi: `कितने कितना कितनी क्या कौन किस किसने किसका किसकी कब कहाँ कहां क्यों कैसे है हैं था थे थी और या का की के को में से पर ने अब बाद पहले फिर वह यह वे उसके उसकी उसने पास कुल`,
  thai: `กี่ เท่าไร เท่าไหร่ อะไร ใคร ที่ไหน เมื่อไร ทำไม อย่างไร ไหน มี เป็น อยู่ และ หรือ ของ ใน ที่ กับ จาก แล้ว ตอนนี้ ทั้งหมด เหลือ คือ ได้ ให้`,
} as const

export const functionWords: ReadonlySet<string> = new Set(
  Object.values(lists).flatMap((list) => list.split(/\s+/).map(fold)),
)
