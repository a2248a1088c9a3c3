/**
 * Several forms as one.
 */

/** One pattern for several: it fits what any of them fits. They have the same flags and hold no numbered references. */
export function anyOf(forms: readonly RegExp[]): RegExp {
  return new RegExp(forms.map(({ source }) => `(?:${source})`).join('|'), forms[0]!.flags);
}
