/**
 * What the page does beyond being read, in a browser with scripts: names the point under the pointer or focus, opens the
 * scene a link leads to, walks the points with the arrow keys, opens every scene for printing.
 */
export const INTERACTION = `
(() => {
  const tip = document.createElement('div');
  tip.className = 'tip';
  tip.hidden = true;
  tip.setAttribute('aria-hidden', 'true');
  document.body.append(tip);

  const show = (mark, words) => {
    const box = mark.getBoundingClientRect();
    tip.textContent = words;
    tip.hidden = false;
    const room = document.documentElement.clientWidth - tip.offsetWidth - 12;
    const left = Math.max(12, Math.min(room, box.left + box.width / 2 - tip.offsetWidth / 2));
    const above = box.top - tip.offsetHeight - 8;
    tip.style.left = left + scrollX + 'px';
    tip.style.top = (above > 0 ? above : box.bottom + 8) + scrollY + 'px';
  };
  const hide = () => { tip.hidden = true; };

  for (const chart of document.querySelectorAll('.arc-chart > title')) {
    chart.parentElement.setAttribute('aria-label', chart.textContent);
    chart.parentElement.removeAttribute('aria-labelledby');
    chart.parentElement.setAttribute('aria-describedby', 'arc-chart-description');
    chart.remove();
  }
  for (const title of document.querySelectorAll('svg title')) {
    const mark = title.parentElement;
    const words = title.textContent;
    title.remove();
    mark.addEventListener('pointerenter', () => show(mark, words));
    mark.addEventListener('pointerleave', hide);
    mark.addEventListener('focus', () => show(mark, words));
    mark.addEventListener('blur', hide);
  }

  const points = [...document.querySelectorAll('.point')];
  points.forEach((point, index) => point.addEventListener('keydown', (event) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    const next = step && points[index + step];
    if (!next) return;
    event.preventDefault();
    next.focus();
  }));

  const open = () => {
    const target = location.hash && document.getElementById(location.hash.slice(1));
    const fold = target && target.closest('details');
    if (!fold) return;
    fold.open = true;
    target.scrollIntoView();
  };
  addEventListener('hashchange', open);
  open();

  let closed = [];
  addEventListener('beforeprint', () => {
    closed = [...document.querySelectorAll('.scene:not([open]), .more:not([open])')];
    for (const fold of closed) fold.open = true;
  });
  addEventListener('afterprint', () => { for (const fold of closed) fold.open = false; });
})();
`;
