// The work list from the keyboard: j and k move, Enter opens, c claims. Only where a list is, and never while somebody types.
const table = document.querySelector('[data-work-list]');
const rows = table ? [...table.tBodies[0].rows] : [];
let current = -1;

const move = (to) => {
  if (to < 0 || to >= rows.length) return;
  rows[current]?.classList.remove('is-current');
  current = to;
  rows[current].classList.add('is-current');
  const link = rows[current].querySelector('[data-open]');
  link.focus({ preventScroll: true });
  rows[current].scrollIntoView({ block: 'center' });
};

const acts = {
  j: () => move(current + 1),
  k: () => move(current - 1),
  c: () => rows[current]?.querySelector('[data-claim]')?.click(),
};

if (rows.length > 0) {
  document.querySelector('.city-keys-hint').hidden = false;
  document.addEventListener('keydown', (press) => {
    const types = press.target.closest('input:not([type="checkbox"]), select, textarea, [contenteditable]');
    if (types || press.ctrlKey || press.altKey || press.metaKey || press.defaultPrevented || !Object.hasOwn(acts, press.key)) return;
    press.preventDefault();
    acts[press.key]();
  });
  table.addEventListener('focusin', (focus) => {
    const row = rows.indexOf(focus.target.closest('tbody tr'));
    if (row < 0 || row === current) return;
    rows[current]?.classList.remove('is-current');
    current = row;
    rows[current].classList.add('is-current');
  });
}
