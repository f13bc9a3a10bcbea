// What scripts add for those who have them: focus on the error summary, conditional answers fold, no double posts by double clicks.
import { createAll, Button, Checkboxes, ErrorSummary, Radios, SkipLink } from './govuk-frontend.min.js';

createAll(Button, { preventDoubleClick: true });
createAll(Checkboxes);
createAll(ErrorSummary);
createAll(Radios);
createAll(SkipLink);

for (const button of document.querySelectorAll('[data-print]')) {
  button.hidden = false;
  button.addEventListener('click', () => window.print());
}

// A field that depends on another answer is folded away while it does not apply. The server decides anyway.
const dependents = [...document.querySelectorAll('[data-when]')];
const unfold = () => {
  for (const part of dependents) {
    const inputs = [...document.getElementsByName(part.dataset.when)];
    if (inputs.length === 0) continue;
    const chosen = inputs.filter((i) => (i.type === 'radio' || i.type === 'checkbox' ? i.checked : true)).map((i) => i.value);
    part.hidden = !chosen.includes(part.dataset.equals);
  }
};
if (dependents.length > 0) {
  document.addEventListener('change', unfold);
  unfold();
}

// Files that the server would refuse are taken out of the choice and named before minutes are spent on sending them. The server decides anyway.
for (const input of document.querySelectorAll('input[type=file][data-most-bytes]')) {
  const said = document.getElementById(input.dataset.leftOut);
  input.addEventListener('change', () => {
    const kept = new DataTransfer();
    const left = [];
    for (const file of input.files) {
      if (file.size > Number(input.dataset.mostBytes)) left.push(input.dataset.tooLarge.replace('{0}', file.name));
      else if (kept.files.length >= Number(input.dataset.mostFiles)) left.push(input.dataset.tooMany.replace('{0}', file.name));
      else kept.items.add(file);
    }
    if (left.length > 0) input.files = kept.files;
    said.replaceChildren(...left.map((line) => Object.assign(document.createElement('p'), { className: 'govuk-error-message', textContent: line })));
  });
}

// A request that is being written is kept now and then, so that a closed window loses nothing. Every Continue keeps it without scripts too.
for (const form of document.querySelectorAll('form[data-keeps]')) {
  const said = form.querySelector('[role=status]');
  let timer = 0;
  let sending = null;
  let isLeaving = false;
  let written = '';
  const read = () => {
    const values = new URLSearchParams();
    for (const [name, value] of new FormData(form)) if (typeof value === 'string') values.append(name, value);
    values.append('do', 'keep');
    return values;
  };
  const keep = async (isLast) => {
    clearTimeout(timer);
    const values = read();
    if (isLeaving || values.toString() === written) return;
    sending?.abort();
    const mine = (sending = new AbortController());
    try {
      const answer = await fetch(form.action, { method: 'POST', body: values, keepalive: isLast, signal: mine.signal, redirect: 'error' });
      if (answer.ok) written = values.toString();
      said.textContent = answer.ok ? form.dataset.keeps : form.dataset.keepsNot;
    } catch {
      if (!mine.signal.aborted) said.textContent = form.dataset.keepsNot;
    }
  };
  written = read().toString();
  form.addEventListener('input', () => {
    clearTimeout(timer);
    timer = setTimeout(keep, 1500, false);
  });
  form.addEventListener('submit', () => {
    isLeaving = true;
    clearTimeout(timer);
    sending?.abort();
  });
  addEventListener('pageshow', () => (isLeaving = false));
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'hidden') keep(true);
  });
}
