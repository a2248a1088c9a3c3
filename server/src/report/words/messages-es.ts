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
    disgust: 'asco',
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
    fadein: 'Fade In',
    highland: 'Highland',
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
  sentiment: 'Tono',
  brighter: 'más luminosa',
  darker: 'más oscura',
  median: 'mitad de las escenas de referencia',
  range: (low, high) => `entre ${low} y ${high}`,
  shareRange: (low, high) => `entre el ${low} y el ${high}`,
  brighterThan: (share) => `más luminosa que el ${share} de las escenas de referencia`,
  brighterThanAll: 'más luminosa que todas las escenas de referencia',
  darkerThanAll: 'más oscura que todas las escenas de referencia',
  noMargin: 'El texto es demasiado corto para dar un margen de duda: el porcentaje es solo una indicación.',
  nearMedian: 'El margen incluye la mitad: no se distingue de una escena de referencia corriente.',
  directions: {
    brighter: 'más luminosa',
    darker: 'más oscura',
    livelier: 'más agitada',
    calmer: 'más tranquila',
  },
  degrees: { slightly: 'algo', clearly: 'bastante', far: 'mucho' },
  contrast: (degree, directions) => `${degree} ${directions.join(' y ')} que la media de este guion`,
  contrastUnsure: ', aunque dentro de su margen de duda',
  moreThanScript: (lifts) => `más ${lifts.join(' y más ')} que en el conjunto del guion`,
  likeScript: 'ninguna emoción destaca sobre el conjunto del guion',
  dominates: (emotion) => `domina: ${emotion}`,
  noneDominates: 'muy repartidas, ninguna domina',

  overview: {
    title: 'De un vistazo',
    whole: (standing) => `Leído como una sola escena larga, el guion sería una escena ${standing}.`,
    brightest: 'La escena más luminosa',
    darkest: 'La escena más oscura',
    intense: 'La escena más agitada',
    intenseScale: 'en una escala de −1 (calma) a +1 (agitación)',
    emotions: 'Las emociones más presentes',
  },
  arc: {
    title: 'El arco emocional',
    intro:
      'Cada punto es una escena; su altura, el porcentaje de escenas de referencia que son más oscuras. Arriba, lo que se siente agradable; abajo, lo que duele. Toca un punto para ir a sus líneas.',
    description: (scenes, brightest, darkest) =>
      `Gráfica del tono de ${plural(scenes, 'escena', 'escenas')} en orden. La más luminosa es la escena ${brightest} y la más oscura la escena ${darkest}. La tabla que sigue dice lo mismo con números.`,
    legendPoint: 'escena luminosa u oscura',
    axis: 'Altura: qué porcentaje de las escenas de referencia es más oscuro.',
    legendMedian: 'escena que no se distingue de la mitad',
    legendBand: (level) => `margen de duda (${level})`,
    legendTrend: 'tendencia: media de las escenas vecinas',
    legendStrong: 'escena que más destaca',
    legendAct: 'acto, leído como una sola escena',
    asTable: 'Ver el arco como tabla',
    emotionColumn: 'Más que en el guion',
    averaged: (perColumn) => `Cada columna es la media de hasta ${perColumn} escenas.`,
    noActs: 'El guion tiene muy pocas escenas para hablar de actos.',
    empty: 'No hay escenas con texto que medir.',
  },
  actsTitle: 'Los cuatro actos',
  actStart: (scene, low, high) => `empieza hacia la escena ${scene} (entre la ${low} y la ${high})`,
  emotionsTitle: 'Las emociones',
  emotionsIntro:
    'El modelo reparte cada línea entre nueve emociones y rara vez está seguro de una sola, así que los repartos se parecen mucho. Lo que dice algo es en qué se aparta una parte del conjunto del guion.',
  wholeScript: 'Todo el guion',
  sceneByScene: 'Dónde hay más de cada emoción',
  liftIntro:
    'Una columna por escena. Cuanto más intenso el color, con más claridad tiene la escena más de esa emoción que el conjunto del guion.',
  liftLabel: (emotion, scenes) =>
    scenes.length > 0 ? `${emotion}: más en las escenas ${scenes.join(', ')}` : `${emotion}: en ninguna escena más`,
  strongestTitle: 'Las escenas que más destacan',
  strongestIntro:
    'Las que más se apartan de la media de este guion, por su tono o por su intensidad, y las líneas que sostienen su tono.',
  carries: (share) => `sostiene el ${share} de la inclinación de la escena`,
  charactersTitle: 'Los personajes',
  charactersIntro:
    'El tono de lo que dice cada personaje, y su línea a lo largo del guion: por encima de la línea fina habla más luminoso que el guion; por debajo, más oscuro.',
  charactersTone: 'El porcentaje: lo que dice es más luminoso que esa parte de las escenas de referencia.',
  sparkScale: (center, reach) =>
    `Todas las líneas tienen la misma escala: la fina es la valencia del guion (${center}); los bordes están a ${reach} de ella.`,
  characterFacts: (words, cues, scenes) =>
    `${words} · ${plural(cues, 'intervención', 'intervenciones')} · ${plural(scenes, 'escena', 'escenas')}`,
  sparkLabel: (name) => `Valencia de lo que dice ${name}, escena por escena`,
  moreCharacters: (count) => plural(count, 'personaje más', 'personajes más'),
  noCharacters: 'No se encontró diálogo con nombre de personaje.',
  scenesTitle: 'Todas las escenas',
  scenesIntro:
    'A la derecha, el tono de cada escena y la emoción que más la aparta del guion. Abre una para ver sus medidas y las líneas que las sostienen.',
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
      term: 'Tono',
      meaning:
        'La medida principal: qué porcentaje de las escenas de referencia es más oscuro. 50% es la escena mediana. Sale de comparar la valencia con la de esas escenas.',
    },
    {
      term: 'Valencia',
      meaning:
        'La medida en bruto: si lo que se lee resulta desagradable (−1) o agradable (+1). La de una escena es la media de sus diálogos y párrafos de acción, según su extensión. Una escena mezcla muchas líneas, y por eso queda casi siempre cerca de cero.',
    },
    {
      term: 'Intensidad',
      meaning:
        'Si lo que se lee está en calma (−1) o en plena agitación (+1). Una escena triste y una furiosa pueden tener la misma valencia y distinta intensidad.',
    },
    {
      term: 'Emociones',
      meaning:
        '«Más miedo (+44%)» quiere decir que la parte del miedo es un 44% mayor que en el conjunto de este guion. Se nombra cuando la diferencia es mayor que la que suelen tener por azar las partes de esa extensión; una escena corta necesita una diferencia más grande. Con menos de ocho escenas no se compara.',
    },
    {
      term: 'Destacar',
      meaning:
        'Lo lejos que están el tono y la intensidad de una escena de la media de sus escenas, en desviaciones típicas: «algo» hasta 1.5, «bastante» hasta 2.5, «mucho» desde ahí.',
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
  reference: {
    term: 'Escenas de referencia',
    first:
      'Son 130 escenas de cinco obras de teatro de dominio público: Macbeth, The Importance of Being Earnest, Luces de bohemia, Divinas palabras y Electra. Son teatro clásico, no cine de hoy: vale más comparar escenas entre sí que leer el porcentaje como una nota.',
    other: 'Son aquellas con las que se calibró el motor; la versión de la calibración está al pie.',
  },
  limitsTitle: 'Lo que este informe no sabe',
  limits: [
    'Mide lo que dicen las palabras, no lo que harán los actores, la música o el montaje.',
    'La ironía, el subtexto y el humor negro se le escapan con frecuencia: una línea amable dicha con veneno puede contar como amable.',
    'Un tono oscuro no es un defecto: describe la escena, no la califica.',
  ],
  made: {
    models: 'Modelos',
    analysis: 'Análisis',
    time: (seconds) => `hecho en ${seconds} s`,
    reused: (hits, total) => `${hits} de ${total} fragmentos ya estaban calculados`,
    private: 'Este archivo contiene líneas de tu guion y no pide nada a la red. Compártelo como compartirías el guion.',
  },
};
