import type { ReportEvidence } from '../report.js';
import { type Html, html } from './html.js';
import type { View } from './view.js';

/** Lines of the script that carry a score, set as a screenplay sets them, each with its place and its reason. */
export function renderEvidence(evidence: readonly ReportEvidence[], view: View): Html {
  if (evidence.length === 0) return html`<p class="quiet">${view.messages.noEvidence}</p>`;
  return html`<ol class="evidence">${evidence.map((each) => renderLine(each, view))}</ol>`;
}

function renderLine(evidence: ReportEvidence, { messages, numbers }: View): Html {
  const { startLine, endLine, page, speaker, quote, reason, weight } = evidence;
  const place = [messages.lines(startLine, endLine), ...(page === undefined ? [] : [messages.page(page)])];
  return html`<li><blockquote class="${speaker ? 'speech' : 'stage'}">${speaker && html`<cite>${speaker}</cite>`}<p>${quote}</p></blockquote>
<p class="place">${place.join(' · ')} · ${messages.carries(numbers.percent(weight))}</p>${reason && html`<p class="reason">${reason}</p>`}</li>`;
}
