import { type Kysely, type RawBuilder, sql } from 'kysely';
import type { StoredAnalysis } from '../domain/analysis.js';
import type { Language } from '../domain/script.js';
import type { AnalysisInfo } from '../domain/sentiment.js';
import type { TrendingGenre, UserCounts } from '../domain/user-insights.js';
import type { InsightStore, UserPeriod } from '../usecase/insight-store.js';
import type { Tables } from './schema.js';
import { type DaySums, toPeriods } from './score-periods.js';
import { type AnalysisWithResult, toStoredAnalysis } from './sql-analysis-store.js';
import { withStorageErrors } from './storage-error.js';

const analyses = sql.table('ml_engine.analyses');
const scores = sql.table('ml_engine.analysis_scores');

/** Days in which an analysis loses half its weight among genres. */
const HALF_LIFE_DAYS = 90;

/** Genres that are told. */
const MOST_GENRES = 10;

/** Latest analyses that the latest scripts are looked for in. */
const LATEST_ANALYSES = 400;

/** Analyses that are alike in what is counted. */
interface Group {
  readonly models: AnalysisInfo['models'];
  readonly language: Language;
  readonly genre: string | null;
  readonly count: number;
  readonly latest: Date;
  /** Recency-weighted count. */
  readonly weight: number;
}

/** Counts over the tables `analyses` and `analysis_scores`. */
export class SqlInsightStore implements InsightStore {
  constructor(private readonly db: Kysely<Tables>) {}

  count(period: UserPeriod): Promise<UserCounts> {
    return withStorageErrors(async () => {
      const [groups, scripts, days] = await Promise.all([
        groupsOf(period).execute(this.db),
        scriptsOf(period).execute(this.db),
        daysOf(period).execute(this.db),
      ]);
      const language = mostFrequent(groups.rows);
      return {
        analyses: groups.rows.reduce((sum, { count }) => sum + count, 0),
        scripts: scripts.rows[0]!.count,
        ...(language && { language }),
        genres: genresOf(groups.rows),
        models: modelsOf(groups.rows),
        scores: toPeriods(days.rows),
      };
    });
  }

  latest(period: UserPeriod, limit: number): Promise<readonly StoredAnalysis[]> {
    return withStorageErrors(async () => {
      const { rows } = await latestOf(period, limit).execute(this.db);
      return Promise.all(rows.map(toStoredAnalysis));
    });
  }
}

function within({ userId, start, end }: UserPeriod): RawBuilder<unknown> {
  const after = start ? sql` and created_at >= ${start}` : sql``;
  const before = end ? sql` and created_at < ${end}` : sql``;
  return sql`user_id = ${userId}${after}${before}`;
}

function groupsOf(period: UserPeriod) {
  return sql<Group>`
    select models, language, genre, count(*)::integer as count, max(created_at) as latest,
      sum(power(0.5::double precision, date_part('epoch', now() - created_at) / 86400 / ${HALF_LIFE_DAYS})) as weight
    from ${analyses} where ${within(period)} group by models, language, genre`;
}

/** A grouping is hashed, where a distinct count would sort. */
function scriptsOf(period: UserPeriod) {
  return sql<{ count: number }>`
    select count(*)::integer as count from (select 1 from ${analyses} where ${within(period)}
      group by coalesce(script_id, source_sha256)) s`;
}

function daysOf(period: UserPeriod) {
  return sql<DaySums>`
    select measure, day, count(*)::integer as count, sum(value) as sum, sum(value * value) as "sumOfSquares"
    from ${scores} where ${within(period)} group by measure, day`;
}

function latestOf(period: UserPeriod, limit: number) {
  return sql<AnalysisWithResult>`
    select a.* from ${analyses} a join (
      select distinct on (script) id from (
        select id, created_at, coalesce(script_id, source_sha256) as script
        from ${analyses} where ${within(period)} order by created_at desc, id desc limit ${sql.lit(LATEST_ANALYSES)}
      ) r order by script, created_at desc
    ) l on l.id = a.id order by a.created_at desc, a.id limit ${sql.lit(limit)}`;
}

function mostFrequent(groups: readonly Group[]): Language | undefined {
  const counts = new Map<Language, number>();
  for (const { language, count } of groups) counts.set(language, (counts.get(language) ?? 0) + count);
  return [...counts].sort(([, a], [, b]) => b - a)[0]?.[0];
}

function genresOf(groups: readonly Group[]): TrendingGenre[] {
  const genres = new Map<string, { count: number; weight: number }>();
  for (const { genre, count, weight } of groups) {
    if (genre === null) continue;
    const before = genres.get(genre) ?? { count: 0, weight: 0 };
    genres.set(genre, { count: before.count + count, weight: before.weight + weight });
  }
  const total = [...genres.values()].reduce((sum, { weight }) => sum + weight, 0);
  const shares = [...genres].map(([genre, { count, weight }]) => ({ genre, count, weight: weight / total }));
  return shares.sort((a, b) => b.weight - a.weight).slice(0, MOST_GENRES);
}

/** Each version once, those of the latest analyses first. */
function modelsOf(groups: readonly Group[]): AnalysisInfo['models'] {
  const newestFirst = [...groups].sort((a, b) => b.latest.getTime() - a.latest.getTime());
  const models = newestFirst.flatMap((group) => group.models);
  return [...new Map(models.map((model) => [`${model.name} ${model.version}`, model])).values()];
}
