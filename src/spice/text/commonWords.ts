// Words of English and German that are no knowledge although they are no grammar either: adverbs, auxiliaries
// and the like, beside the function words. Gaps of a cloze are never one of them.

import { functionWords } from './functionWords'
import { fold } from './splitWords'

const lists = {
  english: `above actually additional against ago almost along already although always another anything apart around because become becomes behind below
    beneath beside besides better beyond cannot certain certainly clearly come comes different done due during early easily else enough especially
    even ever every everyone everything exactly example except fact far few following full fully further general generally get gets getting give gives go goes
    good got great hence however important indeed instead itself just kind know large like likely little long made mainly make makes making many
    maybe me mean means merely mine myself near nearly necessary need needs never nevertheless nothing often one's only otherwise others ourselves
    own particular perhaps please possible probably put quite rather real really recent same say says see seem seems several simply since small
    something sometimes soon special such sure take takes taken themselves therefore thing things think though thus together too
    toward towards two under unless unlike upon use used uses using usual usually various very via want wants way ways well went were whatever
    whether within work yet yourself instance order order's case cases`,
  german: `aber alle allem allen aller alles als also andere anderen anderer anderes anders außerdem beim bereits besonders bevor bis bisher bloß da dabei
    dadurch dafür dagegen daher dahin damals damit danach daneben dann daran darauf daraus darf darin darüber darum darunter davon davor dazu denn
    dennoch deren derer dessen deshalb desto deswegen dich dir diesem diesen dort durchaus dürfen ebenfalls ebenso eher eigentlich einfach einige
    einigen einiger einmal erst erste ersten etwa etwas euch falls fast gar gegen gehen geht gemacht genau genug gerade gern gewesen gibt ganz ganze ganzen große
    großen gut habe haben hätte hätten hier hinter hinaus ihm ihn ihnen ihre ihrem ihren ihrer immer indem innerhalb ins jede jedem jeden jeder
    jedes jedoch jemand jene jener können könnte konnte kommt kommen lassen lässt machen macht man manche manchmal mehr mehrere mein meine
    meist meisten mich mir möglich muss müssen musste mittels natürlich neben neue neuen nichts nie niemand noch nur ob obwohl oft ohnehin
    rund schon sehr seien sein seine seinem seinen seiner seit selbst sich sobald sofern sogar solche solchen solcher soll sollen sollte sollten
    somit sondern sonst soweit sowie sowohl statt stets teil teils tun trotz trotzdem überhaupt übrigens unser unsere unter vergleiche viel viele
    vielen vielleicht völlig vom voll wäre wären während weder wegen weil weiter weitere weiteren wenig wenige weniger wenigstens werde
    wessen wieder will wirklich wohl wollen worden wurde wurden würde würden zeit ziemlich zudem zwar zwei zwischen beispielsweise`,
} as const

const common: ReadonlySet<string> = new Set(
  Object.values(lists).flatMap((list) => list.split(/\s+/u).map(fold)),
)

/** Whether a folded word says nothing by itself in one of the languages that the lists know. */
export const isCommonWord = (word: string): boolean => functionWords.has(word) || common.has(word)
