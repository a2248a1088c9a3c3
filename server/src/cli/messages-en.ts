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
  sentiment: 'Sentiment',
  pleasant: 'pleasant',
  unpleasant: 'unpleasant',
  calm: 'calm',
  excited: 'excited',
  range: (low, high) => `${low} to ${high}`,
  brighterThan: (share) => `brighter than ${share} of reference scenes`,

  overview: {
    title: 'At a glance',
    whole: (valence, range) => `As a whole, the script has a valence of ${valence}${range && ` (${range})`}.`,
    reference: (share) => `It is brighter than ${share} of reference scenes.`,
    brightest: 'Brightest scene',
    darkest: 'Darkest scene',
    intense: 'Most excited scene',
    leadingEmotion: 'Leading emotion',
    shareOfText: (share) => `${share} of the text`,
  },
  arc: {
    title: 'The emotional arc',
    intro: 'Each dot is a scene. Up is what feels pleasant, down is what hurts. Follow a dot to its lines.',
    description: (scenes, brightest, darkest) =>
      `Chart of the valence of ${plural(scenes, 'scene', 'scenes')} in order. The brightest is scene ${brightest} and the darkest is scene ${darkest}. The table below says the same in numbers.`,
    legendPoint: 'scene',
    legendBand: (level) => `margin of doubt (${level})`,
    legendTrend: 'trend: average of neighbouring scenes',
    legendStrong: 'scene that stands out',
    legendAct: 'act average',
    axis: 'scenes in order',
    asTable: 'See the arc as a table',
    averaged: (perColumn) => `Each column is the average of up to ${perColumn} scenes.`,
    noActs: 'The script has too few scenes to speak of acts.',
    empty: 'There are no scenes with text to measure.',
  },
  actsTitle: 'The four acts',
  actStart: (scene, low, high) => `begins around scene ${scene} (between ${low} and ${high})`,
  emotionsTitle: 'The emotions',
  emotionsIntro:
    'How much of the text carries each emotion. The grey share is text without a marked emotion: in a screenplay it is usually the largest.',
  wholeScript: 'Whole script',
  sceneByScene: 'Scene by scene',
  strongestTitle: 'The scenes that stand out',
  strongestIntro:
    'Those furthest from the average of this script, by what they make one feel or by how strongly, and the lines that carry them.',
  strength: (distance) => `${distance} standard deviations from the script's average`,
  carries: (share) => `carries ${share} of the scene's tilt`,
  charactersTitle: 'The characters',
  charactersIntro:
    'Each line shows the valence of what the character says along the script. The thin line in the middle is neutral.',
  characterFacts: (words, cues, scenes) =>
    `${words} words · ${plural(cues, 'cue', 'cues')} · ${plural(scenes, 'scene', 'scenes')}`,
  sparkLabel: (name) => `Valence of what ${name} says, scene by scene`,
  noCharacters: 'No dialogue with a character name was found.',
  scenesTitle: 'Every scene',
  scenesIntro:
    'On the right, the valence of each scene and its leading emotion. Open one for its measures and the lines that carry them.',
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
      term: 'Valence',
      meaning:
        "Whether what is read feels unpleasant (−1) or pleasant (+1). A scene's valence is the average of its dialogue and action paragraphs, by length.",
    },
    {
      term: 'Arousal',
      meaning:
        'Whether what is read is calm (−1) or fully excited (+1). A sad scene and a furious one may share a valence and differ in arousal.',
    },
    {
      term: 'Sentiment',
      meaning:
        'Valence put in context: the share of scenes in a set of reference scripts that are darker than this one. 50% is the median scene.',
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
  limitsTitle: 'What this report does not know',
  limits: [
    'It measures what the words say, not what actors, music or editing will do.',
    'Irony, subtext and black humour often escape it: a kind line spoken with venom may count as kind.',
    'A low valence is no flaw: it describes the scene and does not grade it.',
  ],
  made: {
    models: 'Models',
    analysis: 'Analysis',
    time: (seconds) => `made in ${seconds} s`,
    reused: (hits, total) => `${hits} of ${total} passages were already computed`,
    private: 'This file holds lines of your script and asks nothing of the network. Share it as you would the script.',
  },
};
