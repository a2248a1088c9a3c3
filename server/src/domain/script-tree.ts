/**
 * A script as the dashboard keeps it: not one text but a tree of layers (capas), minutes (minutos) and beats, each with
 * what the writer means it to do. Types only.
 */
import type { BeatKind } from './beats.js';

/** What the text of a beat is. */
export type TreeBeatKind = 'ACCION' | 'DIALOGO' | 'DESCRIPCION' | 'TRANSICION' | 'MONTAJE';

/** A beat: the leaf that holds the script's text. */
export interface TreeBeat {
  /** Position among the beats of its minute, as the writer counts. */
  readonly number: number;
  readonly title?: string;
  /** The text. Script text: never logged. */
  readonly content: string;
  readonly kind?: TreeBeatKind;
  /** Who takes part, as written. */
  readonly characters: readonly string[];
  /** What the writer wants felt, in the writer's words. */
  readonly emotions: readonly string[];
}

/** A minute of the film. */
export interface TreeMinute {
  /** Position among the minutes of its layer, as the writer counts. */
  readonly number: number;
  readonly title?: string;
  /** Planned length in seconds. */
  readonly seconds?: number;
  /** Planned tension, 1 (calm) .. 10, whole. */
  readonly tension?: number;
  /** Planned rhythm, in the writer's words. */
  readonly rhythm?: string;
  readonly beats: readonly TreeBeat[];
}

/** A layer (capa): one beat of Blake Snyder's sheet. */
export interface TreeLayer {
  readonly number: number;
  readonly title?: string;
  /** Which beat it is meant to be; left out when the writer named none of the fifteen. */
  readonly beat?: BeatKind;
  /** Planned pages, from 1. */
  readonly pages?: { readonly first: number; readonly last: number };
  /** Planned minutes of the film, from 0. */
  readonly minutes?: { readonly first: number; readonly last: number };
  readonly parts: readonly TreeMinute[];
}

/** The film that a tree belongs to. */
export interface PlannedFilm {
  readonly title: string;
  readonly subtitle?: string;
  /** In the writer's words, e.g. `Drama`. */
  readonly genre?: string;
  readonly logline?: string;
  readonly synopsis?: string;
  /** Planned running time in minutes. */
  readonly runtimeMinutes?: number;
  /** Where it is meant to be shown, e.g. `THEATRICAL`. */
  readonly platform?: string;
  /** Whom it is told to, e.g. `MEXICO`. */
  readonly culturalContext?: string;
}

/** A whole tree, ordered by the numbers of its layers, minutes and beats. */
export interface ScriptTree {
  /** Id of the film, which is the id of the script. */
  readonly id: string;
  /** Who owns it; left out when the database names nobody. */
  readonly ownerId?: string;
  readonly film: PlannedFilm;
  readonly layers: readonly TreeLayer[];
  readonly createdAt: Date;
  /** The latest change anywhere in the tree. */
  readonly updatedAt: Date;
}
