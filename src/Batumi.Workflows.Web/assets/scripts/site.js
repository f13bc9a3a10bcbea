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
