import type { Messages } from './messages.js';

const plural = (count: number, one: string, many: string, rest = '') => `${count}${rest} ${count === 1 ? one : many}`;

/** Spanish. */
export const es: Messages = {
  locale: 'es-MX',
  emotions: {
    joy: 'alegría',
    trust: 'confianza',
    anticipation: 'expectación',
    surprise: 'sorpresa',
    sadness: 'tristeza',
    fear: 'miedo',
    disgust: 'rechazo',
    anger: 'ira',
    neutral: 'neutra',
  },
  acts: { setup: 'Planteamiento', rising: 'Desarrollo', falling: 'Caída', resolution: 'Resolución' },
  narrativeEmotions: {
    curiosity: 'curiosidad',
    tension: 'tensión',
    climax: 'clímax',
    resolution: 'resolución',
    hope: 'esperanza',
    dread: 'temor',
    grief: 'duelo',
    triumph: 'triunfo',
  },
  formats: {
    fountain: 'Fountain',
    fdx: 'Final Draft',
    pdf: 'PDF',
    text: 'texto sin formato',
    celtx: 'Celtx',
    markdown: 'Markdown',
    unknown: 'formato desconocido',
  },
  languages: { es: 'español', en: 'inglés', undetermined: 'idioma sin determinar' },
  boundaryMethods: {
    positionPrior:
      'Los límites de los actos están puestos por la posición habitual de los puntos de giro en el cine, no por el texto de este guion. El intervalo dice entre qué escenas suele caer cada uno.',
    model: 'Los límites de los actos los encontró un modelo que leyó las escenas de este guion.',
    unknown: 'No consta cómo se pusieron los límites de los actos.',
  },

  kicker: 'Lectura emocional',
  skipToContent: 'Saltar la gráfica',
  scene: 'Escena',
  act: 'Acto',
  scenes: (count) => plural(count, 'escena', 'escenas'),
  words: (count, shown) => `${shown} ${count === 1 ? 'palabra' : 'palabras'}`,
  characters: (count, capped) =>
    plural(count, 'personaje con diálogo', 'personajes con diálogo', capped ? ' o más' : ''),
  lines: (from, to) => (from === to ? `línea ${from}` : `líneas ${from}–${to}`),
  page: (page) => `página ${page}`,
  sceneRange: (first, last) => (first === last ? `escena ${first}` : `escenas ${first}–${last}`),
  noHeading: 'Sin encabezado',
  action: 'Acción',
  nothingRead: 'sin texto que medir',

  valence: 'Valencia',
  arousal: 'Intensidad',
  tension: 'Tensión',
  sentiment: 'Sentimiento',
  pleasant: 'agradable',
  unpleasant: 'desagradable',
  calm: 'calma',
  excited: 'agitación',
  range: (low, high) => `entre ${low} y ${high}`,
  brighterThan: (share) => `más luminosa que el ${share} de las escenas de referencia`,

  overview: {
    title: 'De un vistazo',
    whole: (valence, range) => `En conjunto, el guion tiene una valencia de ${valence}${range && ` (${range})`}.`,
    reference: (share) => `Es más luminoso que el ${share} de las escenas de referencia.`,
    brightest: 'La escena más luminosa',
    darkest: 'La escena más oscura',
    intense: 'La escena más agitada',
    leadingEmotion: 'La emoción que más pesa',
    shareOfText: (share) => `${share} del texto`,
  },
  arc: {
    title: 'El arco emocional',
    intro:
      'Cada punto es una escena. Arriba, lo que se siente agradable; abajo, lo que duele. Toca un punto para ir a sus líneas.',
    description: (scenes, brightest, darkest) =>
      `Gráfica de la valencia de ${plural(scenes, 'escena', 'escenas')} en orden. La más luminosa es la escena ${brightest} y la más oscura la escena ${darkest}. La tabla que sigue dice lo mismo con números.`,
    legendPoint: 'escena',
    legendBand: (level) => `margen de duda (${level})`,
    legendTrend: 'tendencia: media de las escenas vecinas',
    legendStrong: 'escena que más destaca',
    legendAct: 'media del acto',
    axis: 'escenas en orden',
    asTable: 'Ver el arco como tabla',
    averaged: (perColumn) => `Cada columna es la media de hasta ${perColumn} escenas.`,
    noActs: 'El guion tiene muy pocas escenas para hablar de actos.',
    empty: 'No hay escenas con texto que medir.',
  },
  actsTitle: 'Los cuatro actos',
  actStart: (scene, low, high) => `empieza hacia la escena ${scene} (entre la ${low} y la ${high})`,
  emotionsTitle: 'Las emociones',
  emotionsIntro:
    'Qué parte del texto lleva cada emoción. La franja gris es el texto sin emoción marcada: en un guion suele ser la mayor.',
  wholeScript: 'Todo el guion',
  sceneByScene: 'Escena por escena',
  strongestTitle: 'Las escenas que más destacan',
  strongestIntro:
    'Las que más se apartan de la media de este guion, por lo que se siente o por su intensidad, y las líneas que las sostienen.',
  strength: (distance) => `a ${distance} desviaciones típicas de la media del guion`,
  carries: (share) => `sostiene el ${share} de la inclinación de la escena`,
  charactersTitle: 'Los personajes',
  charactersIntro:
    'La línea de cada personaje muestra la valencia de lo que dice, a lo largo del guion. La línea fina del centro es el punto neutro.',
  characterFacts: (words, cues, scenes) =>
    `${words} palabras · ${plural(cues, 'intervención', 'intervenciones')} · ${plural(scenes, 'escena', 'escenas')}`,
  sparkLabel: (name) => `Valencia de lo que dice ${name}, escena por escena`,
  noCharacters: 'No se encontró diálogo con nombre de personaje.',
  scenesTitle: 'Todas las escenas',
  scenesIntro:
    'A la derecha, la valencia de cada escena y la emoción que más pesa en ella. Abre una para ver sus medidas y las líneas que las sostienen.',
  noEvidence: 'Ninguna línea inclina esta escena con claridad.',
  speakers: 'Hablan',
  warningsTitle: 'Dudas al leer el archivo',
  warningsIntro: (count) =>
    `En ${plural(count, 'lugar', 'lugares')} el archivo se podía leer de más de una forma. Si algo se leyó mal, las medidas de esa escena no valen.`,
  noWarnings: 'El archivo se leyó sin dudas.',
  line: (line) => `Línea ${line}`,
  readingTitle: 'Cómo leer este informe',
  explanations: [
    {
      term: 'Valencia',
      meaning:
        'Si lo que se lee resulta desagradable (−1) o agradable (+1). La de una escena es la media de sus diálogos y párrafos de acción, según su extensión.',
    },
    {
      term: 'Intensidad',
      meaning:
        'Si lo que se lee está en calma (−1) o en plena agitación (+1). Una escena triste y una furiosa pueden tener la misma valencia y distinta intensidad.',
    },
    {
      term: 'Sentimiento',
      meaning:
        'La valencia puesta en contexto: qué parte de las escenas de un conjunto de guiones de referencia es más oscura que esta. 50% es la escena mediana.',
    },
    {
      term: 'Tensión',
      meaning:
        'De 0 a 1. Solo aparece cuando el motor tiene un modelo de tensión ajustado y validado; si no, se omite.',
    },
    {
      term: 'Margen de duda',
      meaning:
        'El intervalo en el que estaría la medida si la escena se hubiera escrito con otra muestra de sus mismas líneas. Cuanto más corta la escena, más ancho. Dos escenas cuyos márgenes se cruzan pueden no ser distintas.',
    },
    {
      term: 'Líneas que sostienen',
      meaning:
        'Las líneas que más inclinan la escena, con la parte de esa inclinación que se debe a cada una. Son el lugar donde comprobar si la lectura es justa.',
    },
  ],
  limitsTitle: 'Lo que este informe no sabe',
  limits: [
    'Mide lo que dicen las palabras, no lo que harán los actores, la música o el montaje.',
    'La ironía, el subtexto y el humor negro se le escapan con frecuencia: una línea amable dicha con veneno puede contar como amable.',
    'Una valencia baja no es un defecto: describe la escena, no la califica.',
  ],
  made: {
    models: 'Modelos',
    analysis: 'Análisis',
    time: (seconds) => `hecho en ${seconds} s`,
    reused: (hits, total) => `${hits} de ${total} fragmentos ya estaban calculados`,
    private: 'Este archivo contiene líneas de tu guion y no pide nada a la red. Compártelo como compartirías el guion.',
  },
};
