/** A short film as a writer would plan and write it in the dashboard: fifteen layers, some of them in screenplay form. */
import type { BeatKind } from '../src/domain/beats.js';
import type { TreeBeatKind } from '../src/domain/script-tree.js';

/** [kind, text, characters, emotions] of a beat. */
export type FilmBeat = readonly [TreeBeatKind, string, string?, string?];

/** A minute of the film: title, planned tension, rhythm, beats. */
export interface FilmMinute {
  readonly titulo: string;
  readonly tension: number | null;
  readonly ritmo: string;
  readonly beats: readonly FilmBeat[];
}

/** A layer: which beat of the sheet it is, its title and minutes. */
export interface FilmLayer {
  readonly tipo: BeatKind;
  readonly titulo: string;
  readonly minutos: readonly FilmMinute[];
}

const minuto = (titulo: string, tension: number | null, ritmo: string, ...beats: FilmBeat[]): FilmMinute => ({
  titulo,
  tension,
  ritmo,
  beats,
});

const capa = (tipo: BeatKind, titulo: string, ...minutos: FilmMinute[]): FilmLayer => ({ tipo, titulo, minutos });

/** `El faro de Punta Brava`: the keeper of a lighthouse that is to be switched off waits for her brother's boat. */
export const FARO: readonly FilmLayer[] = [
  capa(
    'OPENING_IMAGE',
    'La luz',
    minuto(
      'Amanece en el faro',
      2,
      'lento',
      [
        'DESCRIPCION',
        'EXT. FARO DE PUNTA BRAVA - AMANECER\n\nEl mar golpea la roca. La luz del faro gira una última vez y se apaga.',
        '',
        'calma',
      ],
      ['ACCION', 'REMEDIOS, 60, baja la escalera contando los peldaños en voz baja.', 'Remedios', 'calma, nostalgia'],
    ),
  ),
  capa(
    'THEME_STATED',
    'Para quién alumbras',
    minuto(
      'La cocina',
      2,
      'lento',
      ['DESCRIPCION', 'INT. FARO, COCINA - DÍA\n\nTOÑO, 12, moja pan en el café mientras Remedios limpia una lente.'],
      [
        'DIALOGO',
        'TOÑO: ¿Y si ya nadie mira la luz, abuela?\nREMEDIOS: (sin dejar de limpiar) La luz no pregunta quién la mira.',
        'Remedios, Toño',
        'ternura',
      ],
    ),
  ),
  capa(
    'SETUP',
    'La carta',
    minuto(
      'Llega el cartero',
      3,
      'medio',
      [
        'ACCION',
        'EXT. CAMINO DEL FARO - DÍA\n\nUn CARTERO empuja la bicicleta cuesta arriba. Trae un sobre con sello oficial.',
        'Cartero',
      ],
      [
        'DIALOGO',
        'CARTERO\nEs de la capitanía. Dicen que hay que firmar.\n\nREMEDIOS\nYo ya firmé una vez. Con eso basta.',
        'Cartero, Remedios',
        'inquietud',
      ],
    ),
    minuto(
      'El hermano',
      4,
      'medio',
      [
        'DIALOGO',
        'Salgo esta noche a la bajura. Si el viento cambia, me traes tú con la luz, como siempre.',
        'Julián',
        'confianza',
      ],
      ['ACCION', 'Julián le besa la frente y se va sin cerrar la puerta.', 'Julián, Remedios', 'amor'],
    ),
  ),
  capa(
    'CATALYST',
    'La orden',
    minuto(
      'El técnico',
      6,
      'rápido',
      ['DESCRIPCION', 'INT. FARO, SALA DE MÁQUINAS - TARDE\n\nUn TÉCNICO desconecta cables con guantes nuevos.'],
      [
        'DIALOGO',
        'TÉCNICO\nA las seis se corta la corriente. Lo siento, señora.\n\nREMEDIOS\nMi hermano está afuera. ¿Me oye? ¡Está afuera!',
        'Técnico, Remedios',
        'ira, miedo',
      ],
    ),
  ),
  capa(
    'DEBATE',
    'Obedecer o no',
    minuto(
      'La radio',
      6,
      'medio',
      ['ACCION', 'INT. FARO, COCINA - NOCHE\n\nLa radio escupe estática. El barómetro cae.', 'Remedios'],
      ['DIALOGO', 'No puedo pedirle a un niño que suba conmigo. No puedo.', 'Remedios', 'culpa, miedo'],
    ),
  ),
  capa(
    'BREAK_INTO_TWO',
    'Subir',
    minuto('Ciento doce peldaños', 7, 'rápido', [
      'ACCION',
      'Remedios sube la escalera con dos bidones de aceite. Toño la sigue a escondidas.',
      'Remedios, Toño',
      'determinación',
    ]),
  ),
  capa(
    'B_STORY',
    'Toño',
    minuto('El niño que cuenta', 5, 'medio', [
      'DIALOGO',
      'TOÑO: Cuarenta y uno. Cuarenta y dos. Si pierdo la cuenta, ¿el barco se pierde?\nREMEDIOS: No. Si la pierdes, empezamos otra vez.',
      'Toño, Remedios',
      'ternura, miedo',
    ]),
  ),
  capa(
    'FUN_AND_GAMES',
    'La luz vieja',
    minuto('Mecha y aceite', 5, 'rápido', [
      'MONTAJE',
      'Trapos, aceite, cerillas que se apagan. Los dos ríen, negros de hollín. La primera llama prende.',
      'Remedios, Toño',
      'alegría',
    ]),
  ),
  capa(
    'MIDPOINT',
    'Una respuesta',
    minuto('Tres destellos', 6, 'medio', [
      'ACCION',
      'Lejos, entre la lluvia, tres destellos contestan. Toño grita de alegría.',
      'Toño',
      'esperanza, alegría',
    ]),
  ),
  capa(
    'BAD_GUYS_CLOSE_IN',
    'Golpes en la puerta',
    minuto(
      'Los guardias',
      8,
      'rápido',
      ['ACCION', 'EXT. FARO - NOCHE\n\nDos GUARDIAS golpean la puerta con las linternas.', 'Guardias'],
      ['DIALOGO', 'GUARDIA\n¡Abra o la tiramos abajo!\n\nTOÑO\nAbuela, tengo miedo.', 'Guardia, Toño', 'miedo'],
    ),
  ),
  capa(
    'ALL_IS_LOST',
    'Oscuridad',
    minuto('El aceite', 9, 'rápido', [
      'ACCION',
      'INT. FARO, LINTERNA - NOCHE\n\nEl viento revienta un vidrio. La llama muere. Afuera, el mar se traga los destellos.',
      '',
      'desesperación',
    ]),
  ),
  capa(
    'DARK_NIGHT_SOUL',
    'La cuenta',
    minuto('En el suelo', 8, 'lento', [
      'DIALOGO',
      'Lo dejé solo. Toda la vida alumbrando a desconocidos y lo dejé solo a él.',
      'Remedios',
      'tristeza, culpa',
    ]),
  ),
  capa(
    'BREAK_INTO_THREE',
    'Empezamos otra vez',
    minuto('Uno', 8, 'medio', [
      'DIALOGO',
      'TOÑO: Uno.\nREMEDIOS: ¿Qué haces?\nTOÑO: Empezar otra vez. Dos. Tres.',
      'Toño, Remedios',
      'esperanza',
    ]),
  ),
  capa(
    'FINALE',
    'El pueblo',
    minuto(
      'Cien lámparas',
      10,
      'rápido',
      [
        'ACCION',
        'EXT. MALECÓN - NOCHE\n\nUna a una se encienden las lámparas del pueblo: cocinas, coches, teléfonos. El malecón entero es un faro.',
        '',
        'asombro, alegría',
      ],
      ['DIALOGO', 'JULIÁN (O.S.)\n¡Veo la costa! ¡La veo!', 'Julián', 'alivio'],
      ['TRANSICION', 'Corte a negro'],
    ),
  ),
  capa(
    'FINAL_IMAGE',
    'El mar',
    minuto('Amanece otra vez', null, 'lento', [
      'DESCRIPCION',
      'EXT. PUNTA BRAVA - AMANECER\n\nEl faro apagado. En la roca, Toño cuenta las olas. Julián duerme envuelto en una manta junto a Remedios.',
      'Toño, Julián, Remedios',
      'paz',
    ]),
  ),
];
