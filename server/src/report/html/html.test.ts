import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { html } from './html.js';

describe('html', () => {
  it('escapes what is put into it and keeps what was made by it', () => {
    const name = html`<b>${'<script>alert("1")</script>'}</b>`;
    expect(html`<p title="${`a'b"`}">${name} & ${7}</p>`.text).toBe(
      '<p title="a&#39;b&quot;"><b>&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt;</b> & 7</p>',
    );
  });

  it('joins lists and leaves out undefined and false, but not zero', () => {
    expect(html`${[html`<i>1</i>`, 'a<']}${undefined}${false}${0}`.text).toBe('<i>1</i>a&lt;0');
  });

  it('turns control characters and direction overrides into spaces', () => {
    expect(html`${'a\u0000b\u001b[31mc\u202ed\n'}`.text).toBe('a b [31mc d\n');
  });

  it('lets no text become markup', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        expect(html`${text}`.text).not.toMatch(/[<>"']|&(?!amp;|lt;|gt;|quot;|#39;)/);
      }),
    );
  });
});
