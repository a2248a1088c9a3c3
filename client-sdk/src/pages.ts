/** A page of a list as the engine answers it. */
export interface Page<Entry> {
  readonly entries: readonly Entry[];
  /** Empty on the last page. */
  readonly nextPageToken: string;
}

/** The entries of a list, read page by page as the loop goes on. */
export async function* readPages<Entry>(
  read: (pageToken: string) => Promise<Page<Entry>>,
): AsyncGenerator<Entry, void, undefined> {
  let pageToken = '';
  do {
    const page = await read(pageToken);
    yield* page.entries;
    pageToken = page.nextPageToken;
  } while (pageToken);
}
