// Tells the styles, before the page is drawn, that scripts run here. Everything works without them.
document.body.classList.add('js-enabled', 'govuk-frontend-supported');
