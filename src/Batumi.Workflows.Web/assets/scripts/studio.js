// Joins the elements of Elsa Studio with the pages around them: a row of a list, and what the editor opens, become real navigation.
(() => {
  const definition = id => `/studio/workflows/definitions/${encodeURIComponent(id)}/edit`;
  const run = id => `/studio/workflows/instances/${encodeURIComponent(id)}/view`;
  const wishes = {
    'elsa-workflow-definition-list': ['editWorkflowDefinition', definition],
    'elsa-workflow-instance-list': ['viewWorkflowInstance', run],
    'elsa-workflow-instance-viewer': ['editWorkflowDefinition', definition],
  };

  // A callback that is set before the element is defined is thrown away.
  for (const [name, [callback, address]] of Object.entries(wishes)) {
    const element = document.querySelector(name);
    if (element) customElements.whenDefined(name).then(() => { element[callback] = id => location.assign(address(id)); });
  }

  // "Run" and "Save as" only write another address; the page that lies there is loaded.
  const push = history.pushState;
  history.pushState = function (...given) {
    const before = location.pathname;
    push.apply(this, given);
    if (location.pathname !== before && /^\/studio\/workflows\/(instances\/[^/]+\/view|definitions\/[^/]+\/edit)$/.test(location.pathname)) location.reload();
  };
})();
