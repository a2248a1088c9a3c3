/** Entries of a page when the request does not say. */
const DEFAULT_PAGE = 100;

/** Which page of a list a request asks for. */
export function fromPage({ pageSize, pageToken }: { readonly pageSize: number; readonly pageToken: string }) {
  return { pageSize: pageSize || DEFAULT_PAGE, ...(pageToken && { pageToken }) };
}
