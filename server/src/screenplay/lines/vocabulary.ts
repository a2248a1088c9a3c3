/**
 * Words that tell speech from description, in English and Spanish. Closed lists: they say how a line talks, not what
 * about.
 */

const words = (list: string): ReadonlySet<string> => new Set(list.trim().split(/\s+/));

/** Words of one who speaks to another. */
const SPEAKING = words(`
  i me my mine myself you your yours yourself yourselves we us our ours ourselves i'm i've i'll i'd you're you've you'll
  you'd we're we've we'll let's gonna wanna gotta ain't y'all ya thee thou thy thine hast dost
  yo mí mi mis mío mía conmigo tú te ti tu tus tuyo tuya contigo usted ustedes nos nosotros nosotras nuestro nuestra
  nuestros nuestras os vosotros vuestro vuestra vuestras vuestros soy estoy tengo quiero voy sé creo puedo digo hago eres
  estás tienes quieres vas sabes puedes dices haces somos estamos tenemos vamos sois estáis tenéis
`);
/** Words that open or fill what is said. */
const INTERJECTIONS = words(`
  oh ah hey yes yeah no nope well okay ok please thanks thank hello hi sorry maybe look listen why what who how huh uh um
  sure god jesus sir ma'am mister fuck shit damn hell
  sí oye pues ay eh bueno gracias hola perdón adiós vale claro mira oiga venga ojalá quizá señor señora qué quién cómo
  dónde cuándo
`);
/** Words for people who are spoken of. */
const NARRATED = words(`
  he she they him her his hers their them himself herself themselves
  él ella ellos ellas se su sus sí
`);
/** Contractions without an apostrophe of possession. */
const CONTRACTION = /\p{L}['’](?:t|re|ve|ll|d|m)\b/iu;
const ARTICLES = words('the a an el la los las un una unos unas al');
/** What people do in descriptions, beside the English third person in -s. */
const NARRATING = words(`
  entra entran sale salen mira miran camina caminan abre abren cierra cierran toma toman coge cogen deja dejan sienta
  sientan levanta levantan corre corren llega llegan observa observan aparece aparecen desaparece suena suenan vemos
  oímos oye sonríe sonríen ríe ríen llora lloran grita gritan besa besan abraza abrazan acerca acercan aleja alejan
  detiene detienen vuelve vuelven saca sacan pone ponen cae caen apaga enciende asiente niega sube suben baja bajan
  está están lleva llevan queda quedan
`);
/** Words in -s that are no verbs of a description. */
const NO_VERBS = words(`
  is was his this its us as has does yes thus always perhaps sometimes hers ours yours theirs unless across towards
  los las unos unas sus mis tus nos les es más pues después antes entonces menos dos tres seis
`);
const CAMERA = words(`
  angle angles close closeup close-up closer shot shots pov p.o.v insert camera pan pans panning pull push dolly tracking
  wide wider series montage flash superimpose super title view widen reverse continued favoring intercut
  plano planos cámara detalle contraplano travelling panorámica picado contrapicado inserto rótulo sobreimpresión título
  montaje subjetiva
`);

const WORD = /[\p{L}\p{N}]+(?:[.'’-][\p{L}\p{N}]+)*/gu;
/** Words looked at: enough of a long paragraph to tell. */
const MAX_WORDS = 40;

/** How a line talks: shares of its words and signs, all 0..1. */
export interface Diction {
  readonly speaking: number;
  readonly interjection: number;
  readonly narrated: number;
  readonly contraction: number;
  readonly article: number;
  readonly narrating: number;
  readonly camera: number;
  readonly opensWithArticle: number;
  readonly opensWithNarrated: number;
  /** 1 where the second or third word has the form of an English third person. */
  readonly thirdPerson: number;
  readonly gerund: number;
}

/** Measures how a line talks. */
export function measureDiction(text: string): Diction {
  const found = (text.match(WORD) ?? []).slice(0, MAX_WORDS).map((word) => word.toLowerCase().replace('’', "'"));
  const share = (list: ReadonlySet<string>): number => shareOf(found, (word) => list.has(word));
  return {
    speaking: share(SPEAKING),
    interjection: share(INTERJECTIONS),
    narrated: share(NARRATED),
    contraction: CONTRACTION.test(text) ? 1 : 0,
    article: share(ARTICLES),
    narrating: share(NARRATING),
    camera: share(CAMERA),
    opensWithArticle: ARTICLES.has(found[0] ?? '') ? 1 : 0,
    opensWithNarrated: NARRATED.has(found[0] ?? '') ? 1 : 0,
    thirdPerson: found.slice(1, 3).some(isThirdPerson) ? 1 : 0,
    gerund: shareOf(found, (word) => word.length > 5 && /(?:ing|ndo)$/.test(word)),
  };
}

const isThirdPerson = (word: string): boolean => /[a-z]{2}s$/.test(word) && !NO_VERBS.has(word);

function shareOf(found: readonly string[], accept: (word: string) => boolean): number {
  return found.length === 0 ? 0 : Math.min(1, (3 * found.filter(accept).length) / found.length);
}
