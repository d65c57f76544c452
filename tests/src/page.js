// Finds things on the page the way a person does: by what they are and what they are called.
const selectors = {
  button: 'button, [role=button]',
  checkbox: 'input[type=checkbox]:not([role=switch])',
  combobox: 'select',
  dialog: '[role=dialog]',
  grid: '[role=grid]',
  heading: 'h1, h2, h3',
  link: 'a[href]',
  list: 'ul, ol',
  listitem: 'li',
  main: 'main',
  menuitem: '[role=menuitem]',
  menuitemradio: '[role=menuitemradio]',
  panel: 'aside',
  radio: 'input[type=radio]',
  row: '[role=row][data-index]',
  searchbox: 'input[type=search]',
  status: '[role=status], [role=alert], output, .fui-MessageBar',
  switch: '[role=switch]',
  tab: '[role=tab]',
  textbox: 'input:not([type=checkbox]):not([type=radio]):not([type=search]), textarea',
};
// These are known by what stands in them; all others by their whole name.
const containers = new Set(['dialog', 'grid', 'list', 'listitem', 'main', 'panel', 'row', 'status']);
const clean = (text) => text.replace(/\s+/g, ' ').trim();
const textOf = (node) => clean(node.innerText ?? '');
const labelOf = (label) => {
  const said = label.cloneNode(true);
  // The star of what is required, and the sentence below a choice that explains it.
  said.querySelectorAll('[aria-hidden=true], div').forEach((one) => one.remove());
  return said.textContent;
};
const nameOf = (node) => {
  const by = node.getAttribute('aria-labelledby');
  const label = by ? by.split(' ').map((id) => document.getElementById(id)?.textContent ?? '').join(' ') : null;
  return clean(node.getAttribute('aria-label') ?? label ?? (node.labels?.length ? labelOf(node.labels[0]) : textOf(node)));
};
const isShown = (node) => {
  // A switch or a box is drawn by its neighbour and has a size of its own all the same.
  const box = node.getBoundingClientRect();
  return box.width > 0 && box.height > 0 && getComputedStyle(node).visibility !== 'hidden' && !node.closest('[aria-hidden=true], [inert]');
};
const matches = (role, node, name) => (containers.has(role) ? (nameOf(node) + ' ' + textOf(node)).includes(name) : nameOf(node) === name);
const all = (role, name, within) =>
  [...(within ?? document).querySelectorAll(selectors[role])].filter((node) => isShown(node) && matches(role, node, name));
const find = (role, name) => all(role, name)[0] ?? null;

// The page's own policy forbids to make code from text here, so the condition stands in this script itself.
const [p, patience, done] = arguments;
const test = () => CONDITION;
const first = test();
if (first) {
  done(first);
} else {
  const watcher = new MutationObserver(() => {
    const now = test();
    if (!now) return;
    end(now);
  });
  const late = setTimeout(() => end(null), patience);
  const end = (answer) => {
    watcher.disconnect();
    clearTimeout(late);
    done(answer);
  };
  watcher.observe(document, { subtree: true, childList: true, attributes: true, characterData: true });
}
