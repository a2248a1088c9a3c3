/** Port: everything that is kept of one user. Adapters live in `storage`. Types only. */

/** What is kept of a user, by id, the oldest first. */
export interface UserHoldings {
  readonly scripts: readonly { readonly id: string; readonly version: number; readonly sha256: string }[];
  readonly analyses: readonly string[];
  readonly jobs: readonly string[];
}

/** How much was deleted. */
export interface DeletedCounts {
  /** Scripts, every version of each. */
  readonly scripts: number;
  readonly analyses: number;
  readonly feedback: number;
  readonly jobs: number;
}

/** Finds and deletes what is kept of a user, or past its time. Throws STORAGE_UNAVAILABLE when the database does not answer. */
export interface UserDataStore {
  /** What the user owns or asked for. */
  holdings(userId: string): Promise<UserHoldings>;
  /** Deletes it all at once: the user's scripts with every analysis of them, what the user asked for and said. */
  delete(userId: string): Promise<DeletedCounts>;
  /** Deletes analyses made, and jobs ended, before these times; how many went. */
  prune(before: { readonly analyses?: Date; readonly jobs?: Date }): Promise<{ analyses: number; jobs: number }>;
}
