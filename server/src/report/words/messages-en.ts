import type { Messages } from './messages.js';

const plural = (count: number, one: string, many: string, rest = '') => `${count}${rest} ${count === 1 ? one : many}`;

/** English. */
export const en: Messages = {
  locale: 'en-US',
  emotions: {
    joy: 'joy',
    trust: 'trust',
    anticipation: 'anticipation',
    surprise: 'surprise',
    sadness: 'sadness',
    fear: 'fear',
    disgust: 'disgust',
    anger: 'anger',
    neutral: 'neutral',
  },
  acts: { setup: 'Setup', rising: 'Rising action', falling: 'Falling action', resolution: 'Resolution' },
  narrativeEmotions: {
    curiosity: 'curiosity',
    tension: 'tension',
    climax: 'climax',
    resolution: 'resolution',
    hope: 'hope',
    dread: 'dread',
    grief: 'grief',
    triumph: 'triumph',
  },
  formats: {
    fountain: 'Fountain',
    fdx: 'Final Draft',
    pdf: 'PDF',
    text: 'plain text',
    celtx: 'Celtx',
    fadein: 'Fade In',
    highland: 'Highland',
    markdown: 'Markdown',
    unknown: 'unknown format',
  },
  languages: { es: 'Spanish', en: 'English', undetermined: 'undetermined language' },
  boundaryMethods: {
    positionPrior:
      'Act boundaries are placed by the usual position of turning points in films, not by the words of this script. The range says between which scenes each one usually falls.',
    model: 'Act boundaries were found by a model that read the scenes of this script.',
    unknown: 'How the act boundaries were placed is not recorded.',
  },

  kicker: 'Emotional reading',
  skipToContent: 'Skip the chart',
  scene: 'Scene',
  act: 'Act',
  scenes: (count) => plural(count, 'scene', 'scenes'),
  words: (count, shown) => `${shown} ${count === 1 ? 'word' : 'words'}`,
  characters: (count, capped) => plural(count, 'speaking character', 'speaking characters', capped ? ' or more' : ''),
  lines: (from, to) => (from === to ? `line ${from}` : `lines ${from}–${to}`),
  page: (page) => `page ${page}`,
  sceneRange: (first, last) => (first === last ? `scene ${first}` : `scenes ${first}–${last}`),
  noHeading: 'No heading',
  action: 'Action',
  nothingRead: 'no text to measure',

  valence: 'Valence',
  arousal: 'Arousal',
  tension: 'Tension',
  sentiment: 'Tone',
  brighter: 'brighter',
  darker: 'darker',
  median: 'middle of the reference scenes',
  range: (low, high) => `${low} to ${high}`,
  shareRange: (low, high) => `${low} to ${high}`,
  brighterThan: (share) => `brighter than ${share} of reference scenes`,
  brighterThanAll: 'brighter than every reference scene',
  darkerThanAll: 'darker than every reference scene',
  noMargin: 'The text is too short for a margin of doubt: the percentage is no more than a hint.',
  nearMedian: 'The margin holds the middle: it cannot be told from an ordinary reference scene.',
  directions: { brighter: 'brighter', darker: 'darker', livelier: 'more agitated', calmer: 'calmer' },
  degrees: { slightly: 'somewhat', clearly: 'clearly', far: 'far' },
  contrast: (degree, directions) => `${degree} ${directions.join(' and ')} than the average of this script`,
  contrastUnsure: ', though within its margin of doubt',
  moreThanScript: (lifts) => `more ${lifts.join(' and more ')} than the script as a whole`,
  likeScript: 'no emotion above the script as a whole',
  dominates: (emotion) => `${emotion} dominates`,
  noneDominates: 'evenly spread, none dominates',

  overview: {
    title: 'At a glance',
    whole: (standing) => `Read as one long scene, it would be ${standing}.`,
    brightest: 'Brightest scene',
    darkest: 'Darkest scene',
    intense: 'Most agitated scene',
    intenseScale: 'on a scale from −1 (calm) to +1 (agitated)',
    emotions: 'Emotions most present',
  },
  arc: {
    title: 'The emotional arc',
    intro:
      'Each dot is a scene; its height is the percentage of reference scenes that are darker. Up is what feels pleasant, down is what hurts. Follow a dot to its lines.',
    description: (scenes, brightest, darkest) =>
      `Chart of the tone of ${plural(scenes, 'scene', 'scenes')} in order. The brightest is scene ${brightest} and the darkest is scene ${darkest}. The table below says the same in numbers.`,
    legendPoint: 'bright or dark scene',
    axis: 'Height: the percentage of reference scenes that are darker.',
    legendMedian: 'scene that cannot be told from the middle',
    legendBand: (level) => `margin of doubt (${level})`,
    legendTrend: 'trend: average of neighbouring scenes',
    legendStrong: 'scene that stands out',
    legendAct: 'act, read as one scene',
    asTable: 'See the arc as a table',
    emotionColumn: 'More than the script',
    averaged: (perColumn) => `Each column is the average of up to ${perColumn} scenes.`,
    noActs: 'The script has too few scenes to speak of acts.',
    empty: 'There are no scenes with text to measure.',
  },
  actsTitle: 'The four acts',
  actStart: (scene, low, high) => `begins around scene ${scene} (between ${low} and ${high})`,
  emotionsTitle: 'The emotions',
  emotionsIntro:
    'The model divides each line among nine emotions and is seldom sure of a single one, so the shares look much alike. What tells something is where a part differs from the script as a whole.',
  wholeScript: 'Whole script',
  sceneByScene: 'Where there is more of each emotion',
  liftIntro:
    'One column a scene. The stronger the colour, the more clearly the scene has more of that emotion than the script as a whole.',
  liftLabel: (emotion, scenes) =>
    scenes.length > 0 ? `${emotion}: more in scenes ${scenes.join(', ')}` : `${emotion}: more in no scene`,
  strongestTitle: 'The scenes that stand out',
  strongestIntro:
    'Those furthest from the average of this script, by their tone or by their arousal, and the lines that carry their tone.',
  carries: (share) => `carries ${share} of the scene's tilt`,
  charactersTitle: 'The characters',
  charactersIntro:
    'The tone of what each character says, and its line along the script: above the thin line they speak brighter than the script, below it darker.',
  charactersTone: 'Percentage: what they say is brighter than that share of reference scenes.',
  sparkScale: (center, reach) =>
    `All lines have the same scale: the thin one is the valence of the script (${center}); the edges are ${reach} away from it.`,
  characterFacts: (words, cues, scenes) =>
    `${words} · ${plural(cues, 'cue', 'cues')} · ${plural(scenes, 'scene', 'scenes')}`,
  sparkLabel: (name) => `Valence of what ${name} says, scene by scene`,
  moreCharacters: (count) => plural(count, 'more character', 'more characters'),
  noCharacters: 'No dialogue with a character name was found.',
  scenesTitle: 'Every scene',
  scenesIntro:
    'On the right, the tone of each scene and the emotion that sets it most apart from the script. Open one for its measures and the lines that carry them.',
  noEvidence: 'No line tilts this scene clearly.',
  speakers: 'Speaking',
  warningsTitle: 'Doubts while reading the file',
  warningsIntro: (count) =>
    `In ${plural(count, 'place', 'places')} the file could be read in more than one way. If something was read wrongly, the measures of that scene do not hold.`,
  noWarnings: 'The file was read without doubts.',
  line: (line) => `Line ${line}`,
  readingTitle: 'How to read this report',
  explanations: [
    {
      term: 'Tone',
      meaning:
        'The main measure: the percentage of reference scenes that are darker. 50% is the median scene. It comes from comparing the valence with theirs.',
    },
    {
      term: 'Valence',
      meaning:
        "The raw measure: whether what is read feels unpleasant (−1) or pleasant (+1). A scene's valence is the average of its dialogue and action paragraphs, by length. A scene mixes many lines, so it is nearly always close to zero.",
    },
    {
      term: 'Arousal',
      meaning:
        'Whether what is read is calm (−1) or fully excited (+1). A sad scene and a furious one may share a valence and differ in arousal.',
    },
    {
      term: 'Emotions',
      meaning:
        '“More fear (+44%)” means that the share of fear is 44% larger than in this script as a whole. It is named when the difference is larger than parts of that length usually show by chance; a short scene needs a larger one. Scripts of fewer than eight scenes are not compared.',
    },
    {
      term: 'Standing out',
      meaning:
        'How far the tone and the arousal of a scene are from the average of the scenes, in standard deviations: “somewhat” up to 1.5, “clearly” up to 2.5, “far” from there.',
    },
    {
      term: 'Tension',
      meaning: '0 to 1. Shown only when the engine has a fitted and validated tension model; otherwise it is left out.',
    },
    {
      term: 'Margin of doubt',
      meaning:
        'The range the measure would fall in had the scene been written with another sample of its own lines. The shorter the scene, the wider. Two scenes whose ranges cross may not differ at all.',
    },
    {
      term: 'Lines that carry a scene',
      meaning:
        'The lines that tilt the scene most, with the share of the tilt that each accounts for. They are the place to check whether the reading is fair.',
    },
  ],
  reference: {
    term: 'Reference scenes',
    first:
      'They are 130 scenes of five public-domain plays: Macbeth, The Importance of Being Earnest, Luces de bohemia, Divinas palabras and Electra. They are classic theatre, not films of today: compare scenes with each other rather than read the percentage as a mark.',
    other: 'They are those the engine was calibrated with; the version of the calibration is given below.',
  },
  limitsTitle: 'What this report does not know',
  limits: [
    'It measures what the words say, not what actors, music or editing will do.',
    'Irony, subtext and black humour often escape it: a kind line spoken with venom may count as kind.',
    'A dark tone is no flaw: it describes the scene and does not grade it.',
  ],
  made: {
    models: 'Models',
    analysis: 'Analysis',
    time: (seconds) => `made in ${seconds} s`,
    reused: (hits, total) => `${hits} of ${total} passages were already computed`,
    private: 'This file holds lines of your script and asks nothing of the network. Share it as you would the script.',
  },
};
