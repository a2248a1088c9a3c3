import { type Kysely, type RawBuilder, sql } from 'kysely';
import type { MeasureName, StoredAnalysis } from '../domain/analysis.js';
import type { Language } from '../domain/script.js';
import type { AnalysisInfo } from '../domain/sentiment.js';
import type { TrendingGenre, UserCounts } from '../domain/user-insights.js';
import type { InsightStore, UserPeriod } from '../usecase/insight-store.js';
import type { Tables } from './schema.js';
import { type AnalysisWithResult, toStoredAnalysis } from './sql-analysis-store.js';
import { withStorageErrors } from './storage-error.js';

const analyses = sql.table('ml_engine.analyses');
const scores = sql.table('ml_engine.analysis_scores');

/** Days in which an analysis loses half its weight among genres. */
const HALF_LIFE_DAYS = 90;

/** Genres that are told. */
const MOST_GENRES = 10;

/** Days after which months are counted in place of weeks. */
const DAYS_BY_WEEK = 365;

interface TotalsRow {
  readonly analyses: number;
  readonly scripts: number;
  readonly language: Language | null;
  readonly days: number | null;
}

interface SumsRow {
  readonly measure: MeasureName;
  readonly start: Date;
  readonly count: number;
  readonly sum: number;
  readonly squares: number;
  readonly times: number;
  readonly times_squared: number;
  readonly products: number;
}

/** Counts over the tables `analyses` and `analysis_scores`. */
export class SqlInsightStore implements InsightStore {
  constructor(private readonly db: Kysely<Tables>) {}

  count(period: UserPeriod): Promise<UserCounts> {
    return withStorageErrors(async () => {
      const { rows } = await totalsOf(period).execute(this.db);
      const totals = rows[0]!;
      const [genres, models, sums] = await Promise.all([
        genresOf(period).execute(this.db),
        modelsOf(period).execute(this.db),
        sumsOf(period, (totals.days ?? 0) > DAYS_BY_WEEK ? 'month' : 'week').execute(this.db),
      ]);
      return {
        analyses: totals.analyses,
        scripts: totals.scripts,
        ...(totals.language && { language: totals.language }),
        genres: genres.rows,
        models: models.rows,
        scores: sums.rows.map(({ squares, times_squared, ...row }) => ({
          ...row,
          sumOfSquares: squares,
          timesSquared: times_squared,
        })),
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

function totalsOf(period: UserPeriod) {
  return sql<TotalsRow>`
    select count(*)::integer as analyses, count(distinct coalesce(script_id, source_sha256))::integer as scripts,
      mode() within group (order by language) as language,
      extract(day from max(created_at) - min(created_at))::integer as days
    from ${analyses} where ${within(period)}`;
}

function genresOf(period: UserPeriod) {
  const age = sql`extract(epoch from now() - created_at) / 86400`;
  const weight = sql`sum(power(0.5::double precision, (${age})::double precision / ${HALF_LIFE_DAYS}))`;
  return sql<TrendingGenre>`
    select genre, count, weight / sum(weight) over () as weight
    from (select genre, count(*)::integer as count, ${weight} as weight
      from ${analyses} where ${within(period)} and genre is not null group by genre) g
    order by weight desc, genre limit ${sql.lit(MOST_GENRES)}`;
}

function modelsOf(period: UserPeriod) {
  return sql<AnalysisInfo['models'][number]>`
    select m->>'name' as name, m->>'version' as version
    from (select models, max(created_at) as latest from ${analyses} where ${within(period)} group by models) a,
      jsonb_array_elements(models) m
    group by 1, 2 order by max(latest) desc, 1, 2`;
}

/** Times count from now: numbers as small as they can be keep the sums exact. */
function sumsOf(period: UserPeriod, unit: 'week' | 'month') {
  return sql<SumsRow>`
    select measure, date_trunc(${sql.lit(unit)}, created_at, 'UTC') as start, count(*)::integer as count,
      sum(value) as sum, sum(value * value) as squares, sum(t) as times, sum(t * t) as times_squared,
      sum(t * value) as products
    from (select measure, created_at, value,
        (extract(epoch from created_at - now()) / (30 * 86400))::double precision as t
      from ${scores} where ${within(period)}) s
    group by 1, 2`;
}

function latestOf(period: UserPeriod, limit: number) {
  return sql<AnalysisWithResult>`
    select a.* from ${analyses} a join (
      select distinct on (coalesce(script_id, source_sha256)) id, created_at
      from ${analyses} where ${within(period)}
      order by coalesce(script_id, source_sha256), created_at desc
    ) l on l.id = a.id order by a.created_at desc, a.id limit ${sql.lit(limit)}`;
}
