/** Jobs: work that nobody waits for. Types only. */
import type { AnalysisSection } from './analysis.js';
import type { Language } from './script.js';
import type { Progress } from './sentiment.js';

/** States of a job and of an item of it. */
export const JOB_STATES = ['pending', 'running', 'succeeded', 'failed', 'cancelled', 'parked'] as const;

/** One of {@link JOB_STATES}. */
export type JobState = (typeof JOB_STATES)[number];

/** Why a job or an item failed. */
export interface JobFault {
  /** Stable reason, of the table of errors. */
  readonly reason: string;
  /** What is wrong, in English; never quotes the script. */
  readonly message: string;
}

/** How the items of a job are done. */
export interface JobOptions {
  readonly answerLanguage?: Extract<Language, 'es' | 'en'>;
  readonly priority: 'live' | 'interactive' | 'background';
  /** Most evidence a scene, from 1. */
  readonly evidenceLimit: number;
  /** Parts of the analysis to make; every one that can be made when empty. */
  readonly sections: readonly AnalysisSection[];
  /** Genre of the films, as a slug. */
  readonly genre?: string;
  /** Scripts that the same models analysed in the same version are not analysed again. */
  readonly onlyNew: boolean;
}

/** A job as it stands. */
export interface Job {
  readonly id: string;
  /** Chosen by who submitted it: the same key is the same job. */
  readonly key: string;
  readonly userId?: string;
  readonly state: JobState;
  readonly itemsTotal: number;
  readonly itemsSucceeded: number;
  /** Failed or parked. */
  readonly itemsFailed: number;
  readonly createdAt: Date;
  readonly startedAt?: Date;
  readonly endedAt?: Date;
}

/** One item of a job: one script. */
export interface JobItem {
  /** Position in the job, from 0. */
  readonly index: number;
  /** Left out when the script came inline or from a folder. */
  readonly scriptId?: string;
  /** Name for people; empty when it has none. */
  readonly name: string;
  readonly state: JobState;
  /** Times it was tried. */
  readonly attempts: number;
  readonly analysisId?: string;
  readonly fault?: JobFault;
  readonly progress?: Progress;
}
