/** What the transport puts before the cause, once for each of its layers. */
const LAYERS = /^(?:\w+: (?=No connection)|No connection established\. |Last error: |\w*Error(?: \[\w+\])?: )+/;

const NOTE = /[.:\s]*\. Resolution note: ?(.*)$/s;

/** The cause of a failed connection without the layers of the transport around it; any other text as it is. */
export function plainDetails(details: string): string {
  return details.replace(LAYERS, '').replace(NOTE, (_, note: string) => (note ? ` (${note})` : ''));
}
