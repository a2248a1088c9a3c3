import type { UserInsights } from '../domain/user-insights.js';
import type { AnswerLanguage } from '../insight/messages.js';
import { recommend } from '../insight/recommend.js';
import { averages, trends } from '../insight/score-trends.js';
import type { InsightStore, UserPeriod } from './insight-store.js';

/** Scripts that recommendations are read from: the latest ones, since each result is unpacked. */
const LATEST_SCRIPTS = 20;

/** What a user's analyses say together; a user nobody has heard of has none. */
export async function getInsights(
  period: UserPeriod,
  language: AnswerLanguage | undefined,
  insights: InsightStore,
): Promise<UserInsights> {
  const [counts, latest] = await Promise.all([insights.count(period), insights.latest(period, LATEST_SCRIPTS)]);
  const means = averages(counts.scores);
  const spoken = language ?? (counts.language === 'es' ? 'es' : 'en');
  return {
    counts,
    averages: means,
    trends: trends(counts.scores),
    recommendations: recommend(latest, means, spoken),
  };
}
