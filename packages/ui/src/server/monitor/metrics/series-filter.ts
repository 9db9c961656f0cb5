import { RE2JS, RE2JSException } from 're2js';

export interface SeriesOptions {
  /** RE2 patterns of the topics and groups that `/metrics` has, found anywhere in the name. Default: all. */
  metricsTopics?: string;
  metricsGroups?: string;
}

/** Which topics and groups are exported. */
export interface SeriesFilters {
  hasTopic: (name: string) => boolean;
  hasGroup: (groupId: string) => boolean;
}

/** Throws for a pattern that RE2 does not know. */
export function seriesFilters({ metricsTopics, metricsGroups }: SeriesOptions): SeriesFilters {
  return {
    hasTopic: nameFilter('--metrics-topics', metricsTopics),
    hasGroup: nameFilter('--metrics-groups', metricsGroups),
  };
}

/** Whether a name has the pattern somewhere; without a pattern all names do. */
function nameFilter(option: string, pattern: string | undefined): (name: string) => boolean {
  if (pattern === undefined) return () => true;
  try {
    const compiled = RE2JS.compile(pattern);
    return (name) => compiled.test(name);
  } catch (error) {
    if (!(error instanceof RE2JSException)) throw error;
    throw new Error(`${option} ${pattern}: ${error.message}. Expected a regular expression of RE2`, { cause: error });
  }
}
